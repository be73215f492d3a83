namespace TradingCore.Risk;

/// <summary>What may leave at all.</summary>
public enum TradingGate
{
    /// <summary>No new order and no change; the safe default. Cancels always pass.</summary>
    Halted = 0,

    /// <summary>Only what makes the worst case smaller or leaves it.</summary>
    Reducing,

    /// <summary>Everything that the other checks allow.</summary>
    Open,
}
