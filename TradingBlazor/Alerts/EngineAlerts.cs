using TradingCore.Alerts;

namespace TradingBlazor.Alerts;

/// <summary>Alerts in a web process: they are shown and searched here; what changes them is done where they are judged, at the engine.</summary>
internal sealed class EngineAlerts(IAlertStore store, Security.Access.Caller caller) : IAlertCommands
{
    private static readonly AlertAnswer Elsewhere = new(AlertOutcome.Conflict, "This web process shows alerts and does not change them. Do it at the engine's own address, by REST.");

    /// <inheritdoc/>
    public async ValueTask<AlertViewer> ViewerAsync(CancellationToken stop = default) => AlertViewer.Of(await caller.FindAsync(stop));

    /// <inheritdoc/>
    public Task<AlertAnswer> AcknowledgeAsync(string id, CancellationToken stop = default) => Task.FromResult(Elsewhere);

    /// <inheritdoc/>
    public Task<AlertAnswer> SnoozeAsync(string id, DateTimeOffset until, CancellationToken stop = default) => Task.FromResult(Elsewhere);

    /// <inheritdoc/>
    public Task<AlertAnswer> SaveRuleAsync(string? id, AlertRuleForm form, bool forAdmins, string reason, long? seen = null, CancellationToken stop = default) => Task.FromResult(Elsewhere);

    /// <inheritdoc/>
    public Task<AlertAnswer> RemoveRuleAsync(string id, long? seen = null, CancellationToken stop = default) => Task.FromResult(Elsewhere);

    /// <inheritdoc/>
    public Task<AlertAnswer> SaveChannelAsync(AlertChannelForm form, CancellationToken stop = default) => Task.FromResult(Elsewhere);

    /// <inheritdoc/>
    public Task<AlertAnswer> RemoveChannelAsync(string name, long? seen = null, CancellationToken stop = default) => Task.FromResult(Elsewhere);

    /// <inheritdoc/>
    public Task<AlertAnswer> TestChannelAsync(string name, CancellationToken stop = default) => Task.FromResult(Elsewhere);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Alert>> SearchAsync(AlertFilter filter, string? beforeId, int limit, CancellationToken stop = default)
    {
        AlertViewer viewer = await ViewerAsync(stop);
        return await store.SearchAsync(viewer.IsAdmin ? filter : filter with { Owners = [viewer.Owner], WithAdmins = false }, beforeId, limit, stop);
    }
}
