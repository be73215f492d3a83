using TradingCore.Alerts;

namespace TradingBlazor.Alerts;

/// <summary>What people and programs may do about alerts. Every call is judged for its caller, and every change is in the audit log.</summary>
internal interface IAlertCommands
{
    /// <summary>Who looks.</summary>
    ValueTask<AlertViewer> ViewerAsync(CancellationToken stop = default);

    /// <summary>Somebody has seen an alert.</summary>
    Task<AlertAnswer> AcknowledgeAsync(string id, CancellationToken stop = default);

    /// <summary>Silence about an alert until a time.</summary>
    Task<AlertAnswer> SnoozeAsync(string id, DateTimeOffset until, CancellationToken stop = default);

    /// <summary>Makes a rule, or changes one.</summary>
    /// <param name="id">Which; null for a new one.</param>
    /// <param name="form">As it shall be.</param>
    /// <param name="forAdmins">A new one: true makes it one for every admin.</param>
    /// <param name="reason">Why; needed to switch off a rule that is there by default.</param>
    /// <param name="seen"><see cref="AlertRule.Version"/> that was looked at: another one since refuses it. Null takes any.</param>
    /// <param name="stop">Ends the wait.</param>
    Task<AlertAnswer> SaveRuleAsync(string? id, AlertRuleForm form, bool forAdmins, string reason, long? seen = null, CancellationToken stop = default);

    /// <summary>Removes a rule.</summary>
    /// <param name="id">Which.</param>
    /// <param name="seen">Version that was looked at; null takes any.</param>
    /// <param name="stop">Ends the wait.</param>
    Task<AlertAnswer> RemoveRuleAsync(string id, long? seen = null, CancellationToken stop = default);

    /// <summary>Makes a channel, or changes one.</summary>
    Task<AlertAnswer> SaveChannelAsync(AlertChannelForm form, CancellationToken stop = default);

    /// <summary>Removes a channel.</summary>
    /// <param name="name">Which.</param>
    /// <param name="seen">Version that was looked at; null takes any.</param>
    /// <param name="stop">Ends the wait.</param>
    Task<AlertAnswer> RemoveChannelAsync(string name, long? seen = null, CancellationToken stop = default);

    /// <summary>Sends a test over a channel; the message tells in plain words what came of it.</summary>
    Task<AlertAnswer> TestChannelAsync(string name, CancellationToken stop = default);

    /// <summary>Alerts of the past that the caller may see, newest first.</summary>
    Task<IReadOnlyList<Alert>> SearchAsync(AlertFilter filter, string? beforeId, int limit, CancellationToken stop = default);
}

/// <summary>A channel as it is given.</summary>
/// <param name="Name">Name.</param>
/// <param name="Kind">Word of <see cref="AlertChannelKind"/>.</param>
/// <param name="Target">Recipients, or address; empty keeps what there is.</param>
/// <param name="Secret">Webhook: the secret of the signature; null keeps the one there is, empty removes it.</param>
/// <param name="IsEnabled">False switches it off.</param>
/// <param name="Seen"><see cref="AlertChannel.Version"/> that was looked at, 0 when there was none of this name: another one since refuses it. Null takes any.</param>
internal sealed record AlertChannelForm(string Name, string Kind, string Target, string? Secret, bool IsEnabled, long? Seen = null);
