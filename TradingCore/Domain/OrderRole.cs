namespace TradingCore.Domain;

/// <summary>What an order is among orders that belong together.</summary>
public enum OrderRole
{
    /// <summary>It stands alone.</summary>
    Single = 0,
    /// <summary>The entry of a bracket: its fills are what the exits close.</summary>
    Entry,
    /// <summary>The exit of a bracket with a profit.</summary>
    TakeProfit,
    /// <summary>The exit of a bracket that bounds the loss.</summary>
    StopLoss,
    /// <summary>It begins to work when <see cref="OrderAttributes.Parent"/> has filled (one triggers other).</summary>
    Triggered,
}
