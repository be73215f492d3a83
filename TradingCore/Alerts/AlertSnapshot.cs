namespace TradingCore.Alerts;

/// <summary>How a rule stands, for lists.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Status">A sentence without a period: <c>armed</c>, <c>no data</c>, <c>met since 14:03:12 UTC</c>, <c>off</c>.</param>
/// <param name="LastRaised">When it last raised an alert, UTC; null when never.</param>
/// <param name="Value">What was last measured; null when nothing was, or when it is about several things.</param>
public sealed record AlertRuleView(AlertRule Rule, string Status, DateTimeOffset? LastRaised, decimal? Value);

/// <summary>Alerts as they are now. Immutable; a change makes a new one.</summary>
public sealed record AlertSnapshot
{
    /// <summary>Rules, those of the defaults first, then by name. How each stands, <see cref="AlertDesk.Rules"/> tells.</summary>
    public IReadOnlyList<AlertRule> Rules { get; init; } = [];
    /// <summary>Active alerts: critical ones first, then newest first.</summary>
    public IReadOnlyList<Alert> Active { get; init; } = [];
    /// <summary>Alerts that are not active any more and still in memory, newest first.</summary>
    public IReadOnlyList<Alert> Closed { get; init; } = [];
    /// <summary>Channels by name.</summary>
    public IReadOnlyList<AlertChannel> Channels { get; init; } = [];
    /// <summary>How channels do.</summary>
    public IReadOnlyList<AlertChannelHealth> Health { get; init; } = [];
    /// <summary>Why alerts cannot be stored now; empty when they can.</summary>
    public string StorageFailure { get; init; } = "";
    /// <summary>False until what an earlier run left was read.</summary>
    public bool IsLoaded { get; init; }

    /// <summary>An alert that is in memory; null when it is not.</summary>
    public Alert? Find(string id) => Active.FirstOrDefault(a => a.Id == id) ?? Closed.FirstOrDefault(a => a.Id == id);
}
