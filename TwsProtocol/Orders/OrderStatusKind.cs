namespace TwsProtocol.Orders;

/// <summary>The order states of the server.</summary>
public enum OrderStatusKind
{
    /// <summary>A text that is none of the known ones.</summary>
    Unknown = 0,

    /// <summary>Waits in TWS for a user or the API; not sent yet.</summary>
    ApiPending,

    /// <summary>Sent, not confirmed by the destination.</summary>
    PendingSubmit,

    /// <summary>Accepted by IB and held there until its trigger or trading hours.</summary>
    PreSubmitted,

    /// <summary>Working at the destination; also partly filled.</summary>
    Submitted,

    /// <summary>Cancel sent, not confirmed: fills can still come.</summary>
    PendingCancel,

    /// <summary>Cancelled by the API before it was acknowledged. Final.</summary>
    ApiCancelled,

    /// <summary>Confirmed cancelled, by whomever. Final, but a fill that crossed the cancel can still be reported.</summary>
    Cancelled,

    /// <summary>Completely filled. Final.</summary>
    Filled,

    /// <summary>Rejected or held back; IB can wake it up.</summary>
    Inactive,
}
