using TradingCore.Domain;

namespace TradingCore.Alerts;

/// <summary>What carries messages.</summary>
public enum AlertChannelKind
{
    /// <summary>E-mail over the server of the section <c>Alerts:Email</c>.</summary>
    Email = 0,
    /// <summary>A POST to an address.</summary>
    Webhook,
}

/// <summary>A way to reach somebody who is not looking at a page. Immutable; a change makes a new one.</summary>
public sealed record AlertChannel
{
    /// <summary>Name, unique: letters, digits, '-', '_', '.'.</summary>
    public required string Name { get; init; }
    /// <summary>Kind.</summary>
    public AlertChannelKind Kind { get; init; }
    /// <summary>E-mail: recipients with commas between. Webhook: the address.</summary>
    public required string Target { get; init; }
    /// <summary>Webhook: the secret of the signature, as the protector of the host made it; empty for none. Never shown.</summary>
    public string ProtectedSecret { get; init; } = "";
    /// <summary>False while it is switched off: its messages are given up.</summary>
    public bool IsEnabled { get; init; } = true;
    /// <summary>Who changed it last.</summary>
    public string ChangedBy { get; init; } = "";
    /// <summary>When, UTC.</summary>
    public DateTimeOffset ChangedTime { get; init; }

    /// <summary>Grows with each change.</summary>
    public long Version => WholeMicroseconds.CountTo(ChangedTime);
}

/// <summary>How a channel has done in this run.</summary>
/// <param name="Channel">Name.</param>
/// <param name="LastSent">When a message last got through, UTC.</param>
/// <param name="LastFailed">When one last did not, UTC.</param>
/// <param name="FailedInRow">Failures since the last success.</param>
/// <param name="Failure">Why the last one failed, a sentence; empty after a success.</param>
public sealed record AlertChannelHealth(string Channel, DateTimeOffset? LastSent, DateTimeOffset? LastFailed, int FailedInRow, string Failure)
{
    /// <summary>Failures in a row from which a channel counts as broken: a single one may be a hiccup.</summary>
    public const int BrokenFrom = 3;

    /// <summary>True when it does not get through.</summary>
    public bool IsBroken => FailedInRow >= BrokenFrom;
}

/// <summary>What goes out over a channel at once.</summary>
/// <param name="Kind">Why; of a bundle, the kind of its first.</param>
/// <param name="Alerts">Which alerts, newest first; empty for a test and a heartbeat.</param>
/// <param name="Rule">Name of the rule, for a heartbeat; empty otherwise.</param>
/// <param name="Time">When, UTC.</param>
public sealed record AlertMessage(AlertMessageKind Kind, IReadOnlyList<Alert> Alerts, string Rule, DateTimeOffset Time)
{
    /// <summary>True for a test of the channel.</summary>
    public bool IsTest { get; init; }

    /// <summary>Who asked for the test.</summary>
    public string By { get; init; } = "";
}

/// <summary>What came of sending.</summary>
/// <param name="IsSent">True when the channel took it.</param>
/// <param name="Detail">What it said, or what went wrong and what to do, in sentences for people. No secrets.</param>
public sealed record AlertSendResult(bool IsSent, string Detail);

/// <summary>Sends over channels of one kind. Register any number as services.</summary>
public interface IAlertSender
{
    /// <summary>The kind.</summary>
    AlertChannelKind Kind { get; }

    /// <summary>Sends. Throws nothing but at the end of <paramref name="stop"/>.</summary>
    Task<AlertSendResult> SendAsync(AlertChannel channel, AlertMessage message, CancellationToken stop);
}
