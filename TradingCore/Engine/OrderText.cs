using System.Globalization;
using TradingCore.Domain;

namespace TradingCore.Engine;

/// <summary>Orders and fills in words.</summary>
internal static class OrderText
{
    /// <summary>An order as a sentence without full stop, for example <c>Buy 100 SPY at limit 430.13, day</c>. The same order gives the same text.</summary>
    public static string Of(OrderSpec spec) =>
        $"{spec.Side} {Number(spec.Quantity)} {spec.Ticker.ToUpperInvariant()} {Price(spec.Type, spec.LimitPrice, spec.StopPrice)}, {Tif(spec.Tif)}{(spec.OutsideRth ? ", outside regular hours too" : "")}";

    /// <summary>An order as a short name, for example <c>buy 100 SPY</c>.</summary>
    public static string Short(Order order) => $"{(order.Side == OrderSide.Buy ? "buy" : "sell")} {Number(order.Quantity)} {order.Contract.Ticker}";

    /// <summary>The values asked for by a change, for example <c>quantity 50, limit 430.10</c>.</summary>
    public static string Of(OrderChange change)
    {
        var parts = new List<string>(4);
        if (change.Quantity is { } quantity) parts.Add($"quantity {Number(quantity)}");
        if (change.LimitPrice is { } limit) parts.Add($"limit {Number(limit)}");
        if (change.StopPrice is { } stop) parts.Add($"stop {Number(stop)}");
        if (change.Tif is { } tif) parts.Add(Tif(tif));
        return string.Join(", ", parts);
    }

    /// <summary>A fill as a sentence, for example <c>Bought 100 SPY at 430.13.</c>; parts of an order say so.</summary>
    public static string Of(Fill fill, Order? order)
    {
        string verb = fill.Side == OrderSide.Buy ? "Bought" : "Sold";
        string text = $"{verb} {Number(fill.Quantity)} {fill.Contract.Ticker} at {Number(fill.Price)}";
        if (order is null || fill.Quantity >= order.Quantity) return text + ".";
        return order.Filled >= order.Quantity
            ? $"{text}: the order for {Number(order.Quantity)} is filled at {Number(Math.Round(order.AverageFillPrice ?? fill.Price, 6))} on average."
            : $"{text}: {Number(order.Filled)} of {Number(order.Quantity)} are filled.";
    }

    /// <summary>A number with thousands separators and without trailing zeros, the same in every culture.</summary>
    public static string Number(decimal value) => value.ToString("#,0.##########", CultureInfo.InvariantCulture);

    private static string Price(OrderType type, decimal? limit, decimal? stop) => type switch
    {
        OrderType.Market => "at market",
        OrderType.Limit => $"at limit {Number(limit)}",
        OrderType.Stop => $"at stop {Number(stop)}",
        OrderType.StopLimit => $"at stop {Number(stop)}, limit {Number(limit)}",
        _ => "of another type",
    };

    private static string Number(decimal? value) => value is { } v ? Number(v) : "(missing)";

    private static string Tif(TimeInForce tif) => tif switch
    {
        TimeInForce.Day => "day",
        TimeInForce.Gtc => "good till cancelled",
        TimeInForce.Ioc => "immediate or cancel",
        _ => "other time in force",
    };
}
