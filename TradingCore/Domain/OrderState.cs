namespace TradingCore.Domain;

/// <summary>Where an order stands. Denied is our no, rejected is the broker's; cancel requested is not cancelled.</summary>
public enum OrderState
{
    /// <summary>Handed to the session, not answered yet.</summary>
    PendingSubmit = 0,
    /// <summary>Held by the broker until its trigger or trading hours (wire status <c>PreSubmitted</c>).</summary>
    PreSubmitted,
    /// <summary>Working at the destination (wire status <c>Submitted</c>); partly filled when filled is above 0.</summary>
    Working,
    /// <summary>A cancel was sent and is not confirmed; fills can still come.</summary>
    PendingCancel,
    /// <summary>Sent and not answered in time, or the connection was lost in between: the broker is asked before anything is decided.</summary>
    Unknown,
    /// <summary>Held back by the broker; it may wake up (wire status <c>Inactive</c>).</summary>
    Inactive,
    /// <summary>Completely filled.</summary>
    Filled,
    /// <summary>Confirmed cancelled.</summary>
    Cancelled,
    /// <summary>The broker said no.</summary>
    Rejected,
    /// <summary>Accepted while the gateway was away, or while own orders that it would trade with are cancelled: it waits in the journal and is checked anew before it leaves.</summary>
    Queued,
    /// <summary>It waited in the queue until its time was over; it was never sent.</summary>
    Expired,
    /// <summary>Our risk checks said no when it was about to leave the queue; it was never sent.</summary>
    Denied,
}
