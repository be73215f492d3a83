namespace TradingCore.Domain;

/// <summary>The exits that are sent together with an entry; at least one.</summary>
/// <param name="TakeProfit">Limit order that closes with a profit; null for none.</param>
/// <param name="StopLoss">Stop order that bounds the loss; null for none.</param>
public sealed record BracketSpec(ExitSpec? TakeProfit = null, ExitSpec? StopLoss = null);

/// <summary>Where an exit of a bracket stands: exactly one of price, offset and percent.</summary>
public sealed record ExitSpec
{
    /// <summary>The price itself: limit of a take profit, trigger of a stop loss.</summary>
    public decimal? Price { get; init; }

    /// <summary>Distance from the price of the entry, in price units above 0; the side says its direction.</summary>
    public decimal? Offset { get; init; }

    /// <summary>The same in percent of the price of the entry, above 0 and below 100.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Makes a stop loss a stop limit: how far its limit is beyond its trigger, 0 or above; null for a stop that fills at market.</summary>
    public decimal? LimitOffset { get; init; }

    /// <summary>How long the exit works; null for good till cancelled, because a position that is held over night must keep its stop.</summary>
    public TimeInForce? Tif { get; init; }
}
