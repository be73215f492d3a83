using TradingCore.Domain;

namespace TradingBlazor.Api.Model;

/// <summary>One leg of a combination.</summary>
/// <param name="Symbol">Name of the contract, as in the watchlist. <example>SPY</example></param>
/// <param name="Side">What a purchase of the combination does with the leg: <c>BUY</c> or <c>SELL</c>. <example>BUY</example></param>
/// <param name="Ratio">Quantity per combination; 1 when left out.</param>
/// <param name="Exchange">Destination; <c>SMART</c> when left out.</param>
/// <param name="ConId">Contract id of IB, in answers.</param>
public sealed record ComboLegDto(string Symbol, string Side, int? Ratio = null, string? Exchange = null, int? ConId = null)
{
    private const int RatioMax = 10_000;

    internal static ComboLegDto Of(ComboLeg leg) => new(leg.Ticker, Terms.Name(leg.Side), leg.Ratio, leg.Exchange, leg.ConId.Value);

    internal static ComboLegs? Read(JsonFields fields)
    {
        IReadOnlyList<JsonFields> legs = fields.Objects("legs", "a list of legs");
        if (legs.Count == 0) return null;
        return new ComboLegs([.. legs.Select(l => new ComboLeg(
            default,
            l.Text("symbol", "the name of a contract, such as \"SPY\"", isRequired: true)?.ToUpperInvariant() ?? "",
            l.Whole("ratio", 1, RatioMax) ?? 1,
            l.Choice("side", Terms.Sides, isRequired: true) ?? default,
            l.Text("exchange", "an exchange, such as \"SMART\"") ?? "SMART"))]);
    }
}
