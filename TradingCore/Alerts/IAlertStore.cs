namespace TradingCore.Alerts;

/// <summary>What is kept of alerts over a restart.</summary>
public sealed record StoredAlerts
{
    /// <summary>Rules with what they remember.</summary>
    public IReadOnlyList<(AlertRule Rule, AlertMemories Memories)> Rules { get; init; } = [];
    /// <summary>Alerts that are active, and the newest that are not.</summary>
    public IReadOnlyList<Alert> Alerts { get; init; } = [];
    /// <summary>Channels.</summary>
    public IReadOnlyList<AlertChannel> Channels { get; init; } = [];
    /// <summary>Time of the newest order event that was judged, UTC; null when none was.</summary>
    public DateTimeOffset? OrdersJudgedTo { get; init; }
}

/// <summary>What has changed and is to be stored.</summary>
public sealed record AlertChanges
{
    /// <summary>Rules with what they remember, new or changed.</summary>
    public IReadOnlyList<(AlertRule Rule, AlertMemories Memories)> Rules { get; init; } = [];
    /// <summary>Ids of rules that are gone.</summary>
    public IReadOnlyList<string> RemovedRules { get; init; } = [];
    /// <summary>Alerts, new or changed.</summary>
    public IReadOnlyList<Alert> Alerts { get; init; } = [];
    /// <summary>Channels, new or changed.</summary>
    public IReadOnlyList<AlertChannel> Channels { get; init; } = [];
    /// <summary>Names of channels that are gone.</summary>
    public IReadOnlyList<string> RemovedChannels { get; init; } = [];
    /// <summary>Time of the newest order event that was judged, UTC; null when it is as it was.</summary>
    public DateTimeOffset? OrdersJudgedTo { get; init; }

    /// <summary>True when there is nothing to store.</summary>
    public bool IsEmpty => Rules.Count + RemovedRules.Count + Alerts.Count + Channels.Count + RemovedChannels.Count == 0 && OrdersJudgedTo is null;
}

/// <summary>Which alerts of the past are looked for.</summary>
/// <param name="Text">Part of text, rule or ticker, in any case; empty for all.</param>
/// <param name="LeastSeverity">This severity and above.</param>
/// <param name="Kind">Kind of the condition; empty for all.</param>
/// <param name="Owners">Owners; null for all.</param>
/// <param name="WithAdmins">True takes those that were escalated to admins as well.</param>
/// <param name="From">Raised at or after it, UTC; null for no bound.</param>
/// <param name="To">Raised before it, UTC; null for no bound.</param>
public sealed record AlertFilter(string Text = "", AlertSeverity LeastSeverity = AlertSeverity.Info, string Kind = "", IReadOnlyList<string>? Owners = null, bool WithAdmins = false, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>Where alerts are kept.</summary>
public interface IAlertStore
{
    /// <summary>Everything that the next run needs.</summary>
    Task<StoredAlerts> LoadAsync(CancellationToken stop);

    /// <summary>Stores changes; all of them or none.</summary>
    Task SaveAsync(AlertChanges changes, CancellationToken stop);

    /// <summary>Alerts of the past, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="beforeId">Only those with an id before it; null for the newest.</param>
    /// <param name="limit">At most that many.</param>
    /// <param name="stop">Ends the search.</param>
    Task<IReadOnlyList<Alert>> SearchAsync(AlertFilter filter, string? beforeId, int limit, CancellationToken stop);

    /// <summary>One alert; null when there is none.</summary>
    Task<Alert?> FindAsync(string id, CancellationToken stop);

    /// <summary>Deletes alerts that are not active and were raised before a time.</summary>
    Task<int> TrimAsync(DateTimeOffset before, CancellationToken stop);
}
