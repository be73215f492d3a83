namespace TradingCore.Domain;

/// <summary>Where the values of a bar come from.</summary>
public enum BarSource
{
    /// <summary>From real-time bars as they happened.</summary>
    Live = 0,
    /// <summary>From historical data asked for later, wholly or in part.</summary>
    Backfill,
}
