namespace TradingCore.Orders;

/// <summary>What can happen to an order, in one vocabulary for the broker's messages, our own requests and our own conclusions.</summary>
public enum OrderEventKind
{
    /// <summary>Nothing that changes a state; the safe default.</summary>
    None = 0,

    /// <summary>The broker has it and has not confirmed it (wire status <c>ApiPending</c>, <c>PendingSubmit</c>).</summary>
    Pending,

    /// <summary>The broker holds it until its trigger or hours (<c>PreSubmitted</c>).</summary>
    Held,

    /// <summary>It works at the destination (<c>Submitted</c>).</summary>
    Acknowledged,

    /// <summary>Rejected or held back, may wake up (<c>Inactive</c>).</summary>
    HeldBack,

    /// <summary>We asked for a cancel.</summary>
    CancelRequested,

    /// <summary>The broker has the cancel and has not confirmed it (<c>PendingCancel</c>).</summary>
    CancelPending,

    /// <summary>The broker refused the cancel: the order works on.</summary>
    CancelRefused,

    /// <summary>Confirmed cancelled (<c>Cancelled</c>, <c>ApiCancelled</c>, notice 202).</summary>
    CancelConfirmed,

    /// <summary>The broker said no.</summary>
    RejectedByBroker,

    /// <summary>An execution was booked and a rest remains.</summary>
    PartiallyFilled,

    /// <summary>The executions booked add up to the whole quantity.</summary>
    FullyFilled,

    /// <summary>The broker says filled; our own executions decide, so nothing changes yet.</summary>
    ReportedFilled,

    /// <summary>No answer in time, or the connection was lost before it.</summary>
    Lost,

    /// <summary>A complete comparison with the broker found no trace: it never got there.</summary>
    NeverArrived,

    /// <summary>A complete comparison with the broker found it neither open nor completed nor filled.</summary>
    Gone,

    /// <summary>The broker took an execution back, or made less of it: the order has filled less than its quantity.</summary>
    Busted,

    /// <summary>The broker works more of a filled order: a change to a larger quantity reached it in time.</summary>
    Enlarged,

    /// <summary>It leaves the queue: the gateway is back and Risk allowed it again.</summary>
    Released,

    /// <summary>It left the queue and never reached the broker, as a complete comparison found: it waits on.</summary>
    TakenBack,

    /// <summary>It was taken out of the queue; the broker never had it.</summary>
    Withdrawn,

    /// <summary>Its time in the queue was over.</summary>
    WaitedTooLong,

    /// <summary>Risk denied it when it was about to leave the queue.</summary>
    DeniedAtRelease,
}
