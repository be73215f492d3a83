namespace TradingCore.Domain;

/// <summary>What kind of data a quote shows. Numbers are the wire's.</summary>
public enum MarketDataType
{
    /// <summary>Nothing received yet; the safe default, never tradable.</summary>
    None = 0,
    /// <summary>Live.</summary>
    Live = 1,
    /// <summary>Last values before the close.</summary>
    Frozen = 2,
    /// <summary>Delayed by 15 minutes or so.</summary>
    Delayed = 3,
    /// <summary>Delayed and frozen.</summary>
    DelayedFrozen = 4,
}
