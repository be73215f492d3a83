namespace TradingCore.Domain;

/// <summary>The newest known market of one contract. Immutable; a new one replaces it.</summary>
/// <remarks>Prices are in the contract's currency and may be zero or negative; null means not known. Sizes are in shares or contracts.</remarks>
public sealed record Quote
{
    /// <summary>Name of the contract.</summary>
    public required string Ticker { get; init; }
    /// <summary>Contract id.</summary>
    public ConId ConId { get; init; }
    /// <summary>Best bid.</summary>
    public decimal? Bid { get; init; }
    /// <summary>Size at the best bid.</summary>
    public decimal? BidSize { get; init; }
    /// <summary>Best offer.</summary>
    public decimal? Ask { get; init; }
    /// <summary>Size at the best offer.</summary>
    public decimal? AskSize { get; init; }
    /// <summary>Last trade price.</summary>
    public decimal? Last { get; init; }
    /// <summary>Last trade size.</summary>
    public decimal? LastSize { get; init; }
    /// <summary>Volume of the day.</summary>
    public decimal? Volume { get; init; }
    /// <summary>Open of the day.</summary>
    public decimal? Open { get; init; }
    /// <summary>High of the day.</summary>
    public decimal? High { get; init; }
    /// <summary>Low of the day.</summary>
    public decimal? Low { get; init; }
    /// <summary>Close of the day before.</summary>
    public decimal? Close { get; init; }
    /// <summary>Average volume of a day over the last 90 days, as the broker tells it; null when it does not.</summary>
    public decimal? AverageVolume { get; init; }
    /// <summary>How easily shares can be borrowed: up to 1.5 not, up to 2.5 with a locate, above at least 1,000 shares; null when not told.</summary>
    public decimal? ShortableLevel { get; init; }
    /// <summary>Shares that can be borrowed; null when not told.</summary>
    public decimal? ShortableShares { get; init; }
    /// <summary>When it happened, as the exchange or gateway says; the received time where neither does.</summary>
    public DateTimeOffset EventTime { get; init; }
    /// <summary>When the newest part of it reached this process.</summary>
    public DateTimeOffset ReceivedTime { get; init; }
    /// <summary>Live, delayed or frozen.</summary>
    public MarketDataType DataType { get; init; }
    /// <summary>True while the exchange has stopped trading in it.</summary>
    public bool IsHalted { get; init; }
    /// <summary>True after the connection or the subscription was lost and until a new tick came: the values are old.</summary>
    public bool IsInterrupted { get; init; }
    /// <summary>Counts changes of this contract's quote; never falls.</summary>
    public long Version { get; init; }

    /// <summary>Middle of bid and ask; null unless both are known.</summary>
    public decimal? Mid => Bid is { } b && Ask is { } a ? (a + b) / 2m : null;

    /// <summary>What a position is marked with: last trade, else mid (currency pairs have no trades), else the close of the day before.</summary>
    public decimal? Mark => Last ?? Mid ?? Close;

    /// <summary>Change since the close of the day before; null when either is not known.</summary>
    public decimal? Change => Mark is { } m && Close is { } c ? m - c : null;

    /// <summary>Change in percent of the close; null when not known or the close is 0.</summary>
    public decimal? ChangePercent => Change is { } d && Close is { } c && c != 0m ? d / c * 100m : null;

    /// <summary>True when the quote must not be taken for the present market.</summary>
    /// <param name="now">The time to judge at.</param>
    /// <param name="maxAge">Oldest acceptable age.</param>
    public bool IsStale(DateTimeOffset now, TimeSpan maxAge) => IsInterrupted || DataType != MarketDataType.Live || now - ReceivedTime > maxAge;
}
