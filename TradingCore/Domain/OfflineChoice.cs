namespace TradingCore.Domain;

/// <summary>What becomes of an order that is given while the gateway is away.</summary>
public enum OfflineChoice
{
    /// <summary>It is denied; the safe default.</summary>
    Reject = 0,
    /// <summary>It waits in the journal until the gateway is back or its time is over, and is checked anew before it leaves.</summary>
    Queue,
}
