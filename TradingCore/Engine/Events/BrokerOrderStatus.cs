namespace TradingCore.Engine.Events;

/// <summary>Status of an order in the broker's words.</summary>
public enum BrokerOrderStatus
{
    /// <summary>A text this system does not know.</summary>
    Unknown = 0,
    /// <summary>Waits inside TWS.</summary>
    ApiPending,
    /// <summary>Sent, not confirmed.</summary>
    PendingSubmit,
    /// <summary>Held by IB.</summary>
    PreSubmitted,
    /// <summary>Working.</summary>
    Submitted,
    /// <summary>Cancel not confirmed.</summary>
    PendingCancel,
    /// <summary>Cancelled before it was acknowledged.</summary>
    ApiCancelled,
    /// <summary>Cancelled.</summary>
    Cancelled,
    /// <summary>Filled.</summary>
    Filled,
    /// <summary>Rejected or held back.</summary>
    Inactive,
}
