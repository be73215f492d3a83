using TradingCore.Domain;

namespace TradingBlazor.Api.Model;

/// <summary>What to trade.</summary>
/// <param name="Symbol">Name of the contract, as in the watchlist. <example>SPY</example></param>
/// <param name="Side"><c>BUY</c> or <c>SELL</c>. <example>BUY</example></param>
/// <param name="Quantity">Shares or contracts, above 0. <example>100</example></param>
/// <param name="Type"><c>MKT</c>, <c>LMT</c>, <c>STP</c> or <c>STP LMT</c>. <example>LMT</example></param>
/// <param name="LimitPrice">Limit price of <c>LMT</c> and <c>STP LMT</c>. <example>412.34</example></param>
/// <param name="StopPrice">Trigger price of <c>STP</c> and <c>STP LMT</c>.</param>
/// <param name="Tif"><c>DAY</c>, <c>GTC</c> or <c>IOC</c>; <c>DAY</c> when left out. <example>DAY</example></param>
/// <param name="OutsideRth">True: may trigger and fill outside regular trading hours.</param>
/// <param name="Account">Account; the first one of the login when left out.</param>
public sealed record OrderRequest(
    string Symbol, string Side, decimal Quantity, string Type, decimal? LimitPrice = null, decimal? StopPrice = null,
    string? Tif = null, bool? OutsideRth = null, string? Account = null)
{
    /// <summary>Reads the fields; the result counts only when <see cref="JsonFields.Problem"/> finds nothing.</summary>
    internal static OrderSpec Read(JsonFields fields)
    {
        string? symbol = fields.Text("symbol", "the name of a contract, such as \"SPY\"", isRequired: true);
        OrderSide? side = fields.Choice("side", Terms.Sides, isRequired: true);
        decimal? quantity = fields.Number("quantity", "a number above 0, such as 100", isRequired: true);
        OrderType? type = fields.Choice("type", Terms.Types, isRequired: true);
        decimal? limit = fields.Number("limitPrice", "a price, such as 412.34");
        decimal? stop = fields.Number("stopPrice", "a price, such as 412.34");
        TimeInForce? tif = fields.Choice("tif", Terms.TimesInForce);
        bool? outside = fields.Flag("outsideRth");
        string? account = fields.Text("account", "an account code");

        if (quantity <= 0m) fields.Add("quantity", $"'quantity' is {quantity}. Expected a number above 0.");
        if (type is { } known)
        {
            Check("limitPrice", limit, known is OrderType.Limit or OrderType.StopLimit, known);
            Check("stopPrice", stop, known is OrderType.Stop or OrderType.StopLimit, known);
        }
        return new OrderSpec
        {
            Ticker = symbol?.ToUpperInvariant() ?? "",
            Side = side ?? default,
            Quantity = quantity ?? 0m,
            Type = type ?? default,
            LimitPrice = limit,
            StopPrice = stop,
            Tif = tif ?? TimeInForce.Day,
            OutsideRth = outside ?? false,
            Account = account,
        };

        void Check(string name, decimal? price, bool isNeeded, OrderType of)
        {
            if (isNeeded && price is null) fields.Add(name, $"'{name}' is missing. A {Terms.Name(of)} order needs it.");
            if (!isNeeded && price is not null) fields.Add(name, $"'{name}' does not belong to a {Terms.Name(of)} order. Leave it out, or choose another type.");
        }
    }
}
