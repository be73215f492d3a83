namespace TradingCore.Alerts;

/// <summary>How far a message over a channel is.</summary>
public enum AlertDeliveryState
{
    /// <summary>To be sent, or sent again.</summary>
    Pending = 0,
    /// <summary>The channel has taken it.</summary>
    Sent,
    /// <summary>Given up: the channel did not take it for a day, or is there no more. The alert itself stays.</summary>
    GivenUp,
}

/// <summary>Why a message goes out.</summary>
public enum AlertMessageKind
{
    /// <summary>The alert was raised.</summary>
    Raised = 0,
    /// <summary>Nobody has acknowledged it.</summary>
    Escalated,
    /// <summary>Its snooze is over and it still stands.</summary>
    Reminder,
    /// <summary>What it was about is over.</summary>
    Resolved,
}

/// <summary>One message of an alert over one channel.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Kind">Why.</param>
/// <param name="State">How far.</param>
/// <param name="Attempts">Times it was tried.</param>
/// <param name="Created">Since when it is to be sent, UTC.</param>
/// <param name="Next">When it is tried next, UTC.</param>
/// <param name="Detail">What the channel said, a sentence; empty before the first try.</param>
public sealed record AlertDelivery(string Channel, AlertMessageKind Kind, AlertDeliveryState State, int Attempts, DateTimeOffset Created, DateTimeOffset Next, string Detail);

/// <summary>One line of an alert's history.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Kind"><c>raised</c>, <c>again</c>, <c>sent</c>, <c>not sent</c>, <c>acknowledged</c>, <c>snoozed</c>, <c>reminded</c>, <c>escalated</c>, <c>resolved</c>.</param>
/// <param name="Who">Who did it; empty for the program.</param>
/// <param name="Text">A sentence.</param>
public sealed record AlertEvent(DateTimeOffset Time, string Kind, string Who, string Text);

/// <summary>Something that a rule found, from its first sign to its end. Immutable; a change makes a new one.</summary>
public sealed record Alert
{
    /// <summary>Lines of the history that are kept, and messages.</summary>
    public const int KeptMax = 100;

    /// <summary>Id; sortable by time.</summary>
    public required string Id { get; init; }
    /// <summary>Rule that raised it.</summary>
    public required string RuleId { get; init; }
    /// <summary>Its name then.</summary>
    public string RuleName { get; init; } = "";
    /// <summary>Whose it is, as <see cref="AlertRule.Owner"/>.</summary>
    public required string Owner { get; init; }
    /// <summary>Name of the owner for people.</summary>
    public string OwnerName { get; init; } = "";
    /// <summary>How much it matters.</summary>
    public AlertSeverity Severity { get; init; }
    /// <summary>Kind of the condition.</summary>
    public string Kind { get; init; } = "";
    /// <summary>What it is about.</summary>
    public string Subject { get; init; } = "";
    /// <summary>Contract; empty when none.</summary>
    public string Ticker { get; init; } = "";
    /// <summary>Order; empty when none.</summary>
    public string OrderRef { get; init; } = "";
    /// <summary>What happened, a sentence.</summary>
    public string Text { get; init; } = "";
    /// <summary>What was measured.</summary>
    public decimal? Value { get; init; }
    /// <summary>When it was raised, UTC.</summary>
    public DateTimeOffset RaisedTime { get; init; }
    /// <summary>When it happened last, UTC.</summary>
    public DateTimeOffset LastTime { get; init; }
    /// <summary>How often it happened while nobody acknowledged it.</summary>
    public int Count { get; init; } = 1;
    /// <summary>True when it is about a moment: nothing has to end.</summary>
    public bool IsMomentary { get; init; }
    /// <summary>Who acknowledged it; empty while nobody has.</summary>
    public string AcknowledgedBy { get; init; } = "";
    /// <summary>When, UTC.</summary>
    public DateTimeOffset? AcknowledgedTime { get; init; }
    /// <summary>Until when it is silent, UTC; null when it is not.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }
    /// <summary>When others were told, UTC; null when they were not.</summary>
    public DateTimeOffset? EscalatedTime { get; init; }
    /// <summary>True when every admin sees it.</summary>
    public bool IsForAdmins { get; init; }
    /// <summary>When what it is about was over, UTC; null while it stands.</summary>
    public DateTimeOffset? ResolvedTime { get; init; }
    /// <summary>Messages over channels.</summary>
    public IReadOnlyList<AlertDelivery> Deliveries { get; init; } = [];
    /// <summary>What became of it, oldest first.</summary>
    public IReadOnlyList<AlertEvent> History { get; init; } = [];

    /// <summary>True when somebody has acknowledged it.</summary>
    public bool IsAcknowledged => AcknowledgedTime is not null;

    /// <summary>True while it must be shown: nobody has acknowledged it, or what it is about goes on.</summary>
    public bool IsActive => !IsAcknowledged || (ResolvedTime is null && !IsMomentary);

    /// <summary>True while it asks for somebody: not acknowledged, and not snoozed at <paramref name="now"/>.</summary>
    public bool IsCalling(DateTimeOffset now) => !IsAcknowledged && !(SnoozedUntil > now);

    /// <summary>In one word, for lists: <c>raised</c>, <c>snoozed</c>, <c>acknowledged</c>, <c>resolved</c>.</summary>
    public string StateAt(DateTimeOffset now) => IsAcknowledged ? (ResolvedTime is null && !IsMomentary ? "acknowledged" : "closed") : ResolvedTime is not null ? "resolved" : SnoozedUntil > now ? "snoozed" : EscalatedTime is not null ? "escalated" : "raised";

    internal Alert With(AlertEvent line) => this with { History = [.. History.Count >= KeptMax ? History.Skip(History.Count - KeptMax + 1) : History, line] };
}
