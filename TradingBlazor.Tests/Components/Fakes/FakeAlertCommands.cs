using TradingBlazor.Alerts;
using TradingCore.Alerts;

namespace TradingBlazor.Tests.Components.Fakes;

/// <summary>Commands about alerts: carried out on the desk as they come, and noted.</summary>
internal sealed class FakeAlertCommands(AlertDesk desk) : IAlertCommands
{
    public AlertViewer Viewer { get; set; } = new("mira", "mira", IsAdmin: true, MayAlert: true);

    public List<(string Id, AlertRuleForm Form, bool ForAdmins, string Reason)> Saved { get; } = [];

    public List<string> Calls { get; } = [];

    public IReadOnlyList<Alert> Past { get; set; } = [];

    public AlertFilter? Searched { get; private set; }

    public string HistoryTrouble { get; set; } = "";

    /// <summary>What the next command answers; null does it.</summary>
    public AlertAnswer? Answer { get; set; }

    /// <summary>How often the person was looked up.</summary>
    public int Looks { get; private set; }

    /// <summary>What the look-up of the person waits for.</summary>
    public Task Looking { get; set; } = Task.CompletedTask;

    public async ValueTask<AlertViewer> ViewerAsync(CancellationToken stop = default)
    {
        Looks++;
        await Looking;
        return Viewer;
    }

    public Task<AlertAnswer> AcknowledgeAsync(string id, CancellationToken stop = default) => Run($"acknowledge {id}", () => desk.Acknowledge(id, Viewer.Name));

    public Task<AlertAnswer> SnoozeAsync(string id, DateTimeOffset until, CancellationToken stop = default) => Run($"snooze {id} {until.UtcDateTime:HH:mm:ss}", () => desk.Snooze(id, until, Viewer.Name));

    public Task<AlertAnswer> SaveRuleAsync(string? id, AlertRuleForm form, bool forAdmins, string reason, long? seen = null, CancellationToken stop = default)
    {
        Saved.Add((id ?? "", form, forAdmins, reason));
        if (Answer is { } answer) return Task.FromResult(answer);
        var faults = new AlertFaults();
        AlertRule? rule = form.ToRule(id ?? $"rule-{Saved.Count}", Viewer.Owner, Viewer.Name, [.. desk.Current.Channels.Select(c => c.Name)], faults);
        if (rule is null) return Task.FromResult(new AlertAnswer(AlertOutcome.Invalid, faults.Summary) { Faults = faults.ByField });
        if (!desk.Save(rule, Viewer.Name, seen)) return Task.FromResult(new AlertAnswer(AlertOutcome.ChangedMeanwhile, "Changed meanwhile.") { Rule = desk.FindRule(rule.Id) });
        return Task.FromResult(new AlertAnswer(AlertOutcome.Done, "The rule is made.") { Rule = rule });
    }

    public Task<AlertAnswer> RemoveRuleAsync(string id, long? seen = null, CancellationToken stop = default) => Run($"remove {id}", () => desk.Remove(id));

    public Task<AlertAnswer> SaveChannelAsync(AlertChannelForm form, CancellationToken stop = default) => Run($"channel {form.Name}", () => null);

    public Task<AlertAnswer> RemoveChannelAsync(string name, long? seen = null, CancellationToken stop = default) => Run($"no channel {name}", () => null);

    public Task<AlertAnswer> TestChannelAsync(string name, CancellationToken stop = default) => Run($"test {name}", () => null);

    public Task<IReadOnlyList<Alert>> SearchAsync(AlertFilter filter, string? beforeId, int limit, CancellationToken stop = default)
    {
        Searched = filter;
        if (HistoryTrouble.Length > 0) throw new TradingCore.Persistence.PersistenceException(HistoryTrouble);
        return Task.FromResult<IReadOnlyList<Alert>>([.. Past.Where(a => beforeId is null || string.CompareOrdinal(a.Id, beforeId) < 0).Take(limit)]);
    }

    /// <summary>What every answer waits for.</summary>
    public Task Answering { get; set; } = Task.CompletedTask;

    /// <summary>Why nothing answers; empty when it does.</summary>
    public string Trouble { get; set; } = "";

    private async Task<AlertAnswer> Run(string call, Func<object?> run)
    {
        Calls.Add(call);
        await Answering;
        if (Trouble.Length > 0) throw new TradingCore.Persistence.PersistenceException(Trouble);
        if (Answer is { } answer) return answer;
        run();
        return new AlertAnswer(AlertOutcome.Done, "Done.");
    }
}
