using TradingBlazor.Security;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingCore.Alerts;
using TradingCore.Engine.Views;

namespace TradingBlazor.Alerts;

/// <summary>Judges, changes, writes down: one for each request or page.</summary>
internal sealed class AlertCommands(AlertDesk desk, AlertService service, IAlertStore store, AlertOptions options, AlertChannelReader channels, CommandGuard guard, Caller caller, IAuditLog audit, ITradingView view, TimeProvider clock) : IAlertCommands
{
    private static readonly TimeSpan SnoozeMax = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public async ValueTask<AlertViewer> ViewerAsync(CancellationToken stop = default) => AlertViewer.Of(await caller.FindAsync(stop));

    /// <inheritdoc/>
    public Task<AlertAnswer> AcknowledgeAsync(string id, CancellationToken stop = default) => WithAlertAsync(id, (alert, by) =>
    {
        if (alert.IsAcknowledged) return new AlertAnswer(AlertOutcome.Done, $"{alert.AcknowledgedBy} has acknowledged it already.") { Alert = alert };
        Alert? changed = desk.Acknowledge(id, by.Access!.Name);
        audit.Record(by.Entry("alert.acknowledged", alert.Text));
        return new AlertAnswer(AlertOutcome.Done, "Acknowledged.") { Alert = changed };
    }, stop);

    /// <inheritdoc/>
    public Task<AlertAnswer> SnoozeAsync(string id, DateTimeOffset until, CancellationToken stop = default) => WithAlertAsync(id, (alert, by) =>
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (until <= now || until - now > SnoozeMax)
            return Invalid("until", $"The snooze would end at {until.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC. Expected a time from now on, up to {SnoozeMax.TotalDays:0} days.");
        if (alert.IsAcknowledged) return new AlertAnswer(AlertOutcome.Conflict, $"{alert.AcknowledgedBy} has acknowledged it already: it is silent.");
        Alert? changed = desk.Snooze(id, until, by.Access!.Name);
        audit.Record(by.Entry("alert.snoozed", alert.Text) with { New = $"until {until.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC" });
        return new AlertAnswer(AlertOutcome.Done, "Snoozed.") { Alert = changed };
    }, stop);

    /// <inheritdoc/>
    public async Task<AlertAnswer> SaveRuleAsync(string? id, AlertRuleForm form, bool forAdmins, string reason, long? seen = null, CancellationToken stop = default)
    {
        CommandJudgement by = await guard.JudgeAsync(Permission.Alert, null, stop);
        if (by.Fault.Length > 0) return new AlertAnswer(AlertOutcome.Forbidden, by.Fault);
        AlertViewer viewer = AlertViewer.Of(by.Access);
        AlertRule? before = id is null ? null : desk.FindRule(id);
        if (id is not null && (before is null || !viewer.MaySee(before))) return NoRule;
        if (before is not null && seen is not null && before.Version != seen) return ChangedMeanwhile(before);
        if (before is null && forAdmins && !viewer.IsAdmin) return new AlertAnswer(AlertOutcome.Forbidden, "Only an admin makes rules for every admin.");
        string owner = before?.Owner ?? (forAdmins ? AlertRule.Admins : viewer.Owner), ownerName = before?.OwnerName ?? (owner == AlertRule.Admins ? "admins" : viewer.Name);
        if (before is null && desk.Current.Rules.Count(r => r.Owner == owner) >= options.RulesPerPerson)
            return new AlertAnswer(AlertOutcome.Conflict, $"There are {options.RulesPerPerson} rules already, which is the most for one person (Alerts:RulesPerPerson). Remove one first.");

        var faults = new AlertFaults();
        AlertRule? rule = form.ToRule(id ?? Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), owner, ownerName, [.. desk.Current.Channels.Select(c => c.Name)], faults, view.FindInstrument);
        if (before is { IsDefault: true, IsEnabled: true } && rule is { IsEnabled: false } && reason.Length == 0)
            faults.Add("reason", "A rule that is there by default is switched off only with a reason.");
        if (before is { IsDefault: true } && rule is not null && rule.Condition.ToForm() != before.Condition.ToForm() && !IsSameMatter(before.Condition, rule.Condition))
            faults.Add("condition", "A rule that is there by default keeps its matter: change its seconds, hours, channels and severity, or make another rule.");
        if (rule is null || !faults.IsEmpty) return new AlertAnswer(AlertOutcome.Invalid, faults.Summary) { Faults = faults.ByField };
        if (!rule.IsEnabled) rule = rule with { OffReason = reason.Length > 0 ? reason : "switched off" };
        // Judged once more where it is written: of two with the same version one is carried out.
        if (!desk.Save(rule, by.Access!.Name, seen)) return desk.FindRule(rule.Id) is { } other ? ChangedMeanwhile(other) : NoRule;
        string action = before is null ? "alertRule.made" : before.IsEnabled && !rule.IsEnabled ? "alertRule.switchedOff" : "alertRule.changed";
        audit.Record(by.Entry(action, $"{rule.Name} ({rule.Id})") with { Old = before is null ? "" : Sum(before), New = Sum(rule), Reason = reason });
        return new AlertAnswer(AlertOutcome.Done, before is null ? "The rule is made." : "The rule is changed.") { Rule = desk.FindRule(rule.Id) };
    }

    /// <inheritdoc/>
    public async Task<AlertAnswer> RemoveRuleAsync(string id, long? seen = null, CancellationToken stop = default)
    {
        CommandJudgement by = await guard.JudgeAsync(Permission.Alert, null, stop);
        if (by.Fault.Length > 0) return new AlertAnswer(AlertOutcome.Forbidden, by.Fault);
        if (desk.FindRule(id) is not { } rule || !AlertViewer.Of(by.Access).MaySee(rule)) return NoRule;
        if (seen is not null && rule.Version != seen) return ChangedMeanwhile(rule);
        if (desk.Remove(id, seen) is { Length: > 0 } fault) return new AlertAnswer(AlertOutcome.Conflict, fault);
        audit.Record(by.Entry("alertRule.removed", $"{rule.Name} ({rule.Id})") with { Old = Sum(rule) });
        return new AlertAnswer(AlertOutcome.Done, $"{rule.Name} is removed.");
    }

    /// <inheritdoc/>
    public async Task<AlertAnswer> SaveChannelAsync(AlertChannelForm form, CancellationToken stop = default)
    {
        CommandJudgement by = await guard.JudgeAsync(Permission.Administer, null, stop);
        if (by.Fault.Length > 0) return new AlertAnswer(AlertOutcome.Forbidden, by.Fault);
        AlertChannel? before = desk.Current.Channels.FirstOrDefault(c => c.Name == form.Name.Trim());
        var faults = new AlertFaults();
        if (form.Seen is { } seen && seen != (before?.Version ?? 0)) return ChangedMeanwhile(form.Name.Trim(), before);
        if (channels.Read(form, before, faults) is not { } channel) return new AlertAnswer(AlertOutcome.Invalid, faults.Summary) { Faults = faults.ByField };
        if (!desk.SaveChannel(channel, by.Access!.Name, form.Seen)) return ChangedMeanwhile(channel.Name, desk.Current.Channels.FirstOrDefault(c => c.Name == channel.Name));
        audit.Record(by.Entry(before is null ? "alertChannel.made" : "alertChannel.changed", channel.Name) with { Old = before is null ? "" : Sum(before), New = Sum(channel) + (form.Secret is null ? "" : ", new secret") });
        return new AlertAnswer(AlertOutcome.Done, $"The channel {channel.Name} is saved. Send a test over it.");
    }

    /// <inheritdoc/>
    public async Task<AlertAnswer> RemoveChannelAsync(string name, long? seen = null, CancellationToken stop = default)
    {
        CommandJudgement by = await guard.JudgeAsync(Permission.Administer, null, stop);
        if (by.Fault.Length > 0) return new AlertAnswer(AlertOutcome.Forbidden, by.Fault);
        if (desk.Current.Channels.FirstOrDefault(c => c.Name == name) is not { } channel) return NoChannel(name);
        if (seen is not null && channel.Version != seen) return ChangedMeanwhile(name, channel);
        if (desk.RemoveChannel(name, seen) is { Length: > 0 } fault) return new AlertAnswer(AlertOutcome.Conflict, fault);
        audit.Record(by.Entry("alertChannel.removed", name) with { Old = Sum(channel) });
        return new AlertAnswer(AlertOutcome.Done, $"The channel {name} is removed.");
    }

    /// <inheritdoc/>
    public async Task<AlertAnswer> TestChannelAsync(string name, CancellationToken stop = default)
    {
        CommandJudgement by = await guard.JudgeAsync(Permission.Administer, null, stop);
        if (by.Fault.Length > 0) return new AlertAnswer(AlertOutcome.Forbidden, by.Fault);
        if (desk.Current.Channels.FirstOrDefault(c => c.Name == name) is not { } channel) return NoChannel(name);
        AlertSendResult result = await service.TestAsync(channel, by.Access!.Name, stop);
        audit.Record(by.Entry("alertChannel.tested", name) with { New = result.Detail });
        return new AlertAnswer(result.IsSent ? AlertOutcome.Done : AlertOutcome.Conflict, $"The test over {name} {(result.IsSent ? "is delivered" : "did not arrive")}. {result.Detail}");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Alert>> SearchAsync(AlertFilter filter, string? beforeId, int limit, CancellationToken stop = default)
    {
        AlertViewer viewer = await ViewerAsync(stop);
        return await store.SearchAsync(viewer.IsAdmin ? filter : filter with { Owners = [viewer.Owner], WithAdmins = false }, beforeId, limit, stop);
    }

    private static AlertAnswer NoRule => new(AlertOutcome.NotFound, "There is no such rule, or it belongs to somebody else.");

    private static AlertAnswer NoChannel(string name) => new(AlertOutcome.NotFound, $"There is no channel '{name}'.");

    private static AlertAnswer Invalid(string field, string sentence) => new(AlertOutcome.Invalid, sentence) { Faults = new Dictionary<string, string[]> { [field] = [sentence] } };

    private static bool IsSameMatter(AlertCondition a, AlertCondition b) => a.Kind == b.Kind && (a.ToForm().What, a.ToForm().Program) == (b.ToForm().What, b.ToForm().Program);

    private static string Sum(AlertRule rule) => string.Join("; ", AlertWords.Parts(rule).Where(p => p.Length > 0));

    private static AlertAnswer ChangedMeanwhile(AlertRule now) =>
        new(AlertOutcome.ChangedMeanwhile, $"{now.ChangedBy} has changed the rule {now.Name} at {Stamp.Exact(now.ChangedTime)}. It is now: {Sum(now)}. Nothing was done. Look at it, and do it again if it still is to be.") { Rule = now };

    private static AlertAnswer ChangedMeanwhile(string name, AlertChannel? now) => new(AlertOutcome.ChangedMeanwhile, now is null
        ? $"Somebody has removed the channel {name} meanwhile. Nothing was done; do it again to make it anew."
        : $"{now.ChangedBy} has changed the channel {name} at {Stamp.Exact(now.ChangedTime)}. It is now: {Sum(now)}. Nothing was done. Look at it, and do it again if it still is to be.");

    private static string Sum(AlertChannel c) => $"{AlertTerms.Word(c.Kind)} {(c.Kind == AlertChannelKind.Webhook ? WebhookAddress.Marked(c.Target) : c.Target)}, {(c.IsEnabled ? "on" : "off")}{(c.ProtectedSecret.Length > 0 ? ", signed" : "")}";

    private async Task<AlertAnswer> WithAlertAsync(string id, Func<Alert, CommandJudgement, AlertAnswer> run, CancellationToken stop)
    {
        CommandJudgement by = await guard.JudgeAsync(Permission.Alert, null, stop);
        if (by.Fault.Length > 0) return new AlertAnswer(AlertOutcome.Forbidden, by.Fault);
        Alert? alert = desk.Current.Find(id);
        return alert is not null && AlertViewer.Of(by.Access).MaySee(alert) ? run(alert, by) : new AlertAnswer(AlertOutcome.NotFound, "There is no such alert, or it is over and in the history.");
    }
}
