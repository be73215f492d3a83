using TradingCore.Domain;

namespace TradingBlazor.Api.Model;

/// <summary>Exits that are sent with an entry, as one: all pass risk and are stored, or none is sent.</summary>
/// <param name="TakeProfit">Limit order that closes with a profit.</param>
/// <param name="StopLoss">Stop order that bounds the loss.</param>
public sealed record BracketDto(ExitDto? TakeProfit = null, ExitDto? StopLoss = null)
{
    internal static BracketSpec? Read(JsonFields fields)
    {
        if (fields.Object("bracket", "an object with takeProfit and stopLoss") is not { } bracket) return null;
        return new BracketSpec(ExitDto.Read(bracket, "takeProfit", hasLimit: false), ExitDto.Read(bracket, "stopLoss", hasLimit: true));
    }
}

/// <summary>Where an exit stands: exactly one of price, offset and percent.</summary>
/// <param name="Price">The price itself. <example>420.5</example></param>
/// <param name="Offset">Distance from the price of the entry, above 0.</param>
/// <param name="Percent">The same in percent of it.</param>
/// <param name="LimitOffset">Only of a stop loss: makes it a stop limit, with the limit this far beyond the trigger.</param>
/// <param name="Tif"><c>GTC</c> when left out, so that the exit outlives the day.</param>
public sealed record ExitDto(decimal? Price = null, decimal? Offset = null, decimal? Percent = null, decimal? LimitOffset = null, string? Tif = null)
{
    internal static ExitSpec? Read(JsonFields bracket, string name, bool hasLimit)
    {
        if (bracket.Object(name, "an object with price, offset or percent") is not { } exit) return null;
        var spec = new ExitSpec
        {
            Price = exit.Number("price", "a price, such as 412.34"),
            Offset = exit.Number("offset", "a distance above 0, such as 1.50"),
            Percent = exit.Number("percent", "a percent above 0, such as 2"),
            LimitOffset = hasLimit ? exit.Number("limitOffset", "a distance of 0 or above") : null,
            Tif = exit.Choice("tif", Terms.Tifs),
        };
        int given = (spec.Price is null ? 0 : 1) + (spec.Offset is null ? 0 : 1) + (spec.Percent is null ? 0 : 1);
        if (given != 1) bracket.Add(name, $"'{name}' has {(given == 0 ? "no price" : "more than one price")}. Expected one of price, offset and percent.");
        return spec;
    }
}
