namespace TradingCore.Domain;

/// <summary>Open, high, low, close and volume over an interval. Immutable; a revision replaces it.</summary>
public sealed record Bar
{
    /// <summary>Start of the interval, UTC.</summary>
    public DateTimeOffset Time { get; init; }
    /// <summary>Length.</summary>
    public BarSize Size { get; init; }
    /// <summary>First traded price.</summary>
    public decimal Open { get; init; }
    /// <summary>Highest traded price.</summary>
    public decimal High { get; init; }
    /// <summary>Lowest traded price.</summary>
    public decimal Low { get; init; }
    /// <summary>Last traded price.</summary>
    public decimal Close { get; init; }
    /// <summary>Traded volume; 0 when nothing traded or the product has no volume.</summary>
    public decimal Volume { get; init; }
    /// <summary>Volume-weighted average price.</summary>
    public decimal Wap { get; init; }
    /// <summary>Number of trades.</summary>
    public int Count { get; init; }
    /// <summary>Five-second parts that are in it, live or from history; whole when equal to <see cref="BarSize.PartsExpected"/>.</summary>
    public int Parts { get; init; }
    /// <summary>Live or backfilled.</summary>
    public BarSource Source { get; init; }
    /// <summary>False while the interval runs.</summary>
    public bool IsClosed { get; init; }
    /// <summary>0 at first; counts changes made after the bar was closed.</summary>
    public int Revision { get; init; }
    /// <summary>True for a flat bar at the close before it that was made here because nothing came: by the clock, or because history holds no bar.</summary>
    public bool IsSynthetic { get; init; }
    /// <summary>True when no part is missing.</summary>
    public bool IsComplete => Parts >= Size.PartsExpected;
}
