using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using TradingCore.Alerts;

namespace TradingCore.Persistence.History;

/// <summary>Alerts in the database of the history, in tables of their own. Nothing that trades depends on them.</summary>
internal sealed class AlertTables(HistoryDatabase database, TimeProvider clock, ILogger<AlertTables> logger) : IAlertStore
{
    private const string Rule = "rule", Channel = "channel", Mark = "mark", OrdersJudgedTo = "ordersJudgedTo";

    /// <summary>Closed alerts that a start reads, for lists that show the newest.</summary>
    private const int ClosedLoaded = 100;

    /// <inheritdoc/>
    public Task<StoredAlerts> LoadAsync(CancellationToken stop) => RunAsync(async db =>
    {
        List<AlertDocumentRow> documents = await db.AlertDocuments.AsNoTracking().ToListAsync(stop).ConfigureAwait(false);
        List<string> active = await db.Alerts.AsNoTracking().Where(a => a.IsActive).OrderBy(a => a.Id).Select(a => a.Document).ToListAsync(stop).ConfigureAwait(false);
        List<string> closed = await db.Alerts.AsNoTracking().Where(a => !a.IsActive).OrderByDescending(a => a.Id).Take(ClosedLoaded).Select(a => a.Document).ToListAsync(stop).ConfigureAwait(false);
        string? mark = documents.FirstOrDefault(d => d is { Kind: Mark, Id: OrdersJudgedTo })?.Document;
        return new StoredAlerts
        {
            Rules = [.. documents.Where(d => d.Kind == Rule).Select(ReadRule).OfType<(AlertRule, AlertMemories)>()],
            Channels = [.. documents.Where(d => d.Kind == Channel).Select(d => AlertJson.Read<AlertChannel>(d.Document)).OfType<AlertChannel>()],
            Alerts = [.. active.Concat(closed).Select(AlertJson.Read<Alert>).OfType<Alert>()],
            OrdersJudgedTo = mark is null ? null : AlertJson.Read<DateTimeOffset>(mark),
        };
    });

    /// <inheritdoc/>
    public Task SaveAsync(AlertChanges changes, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return RunAsync(async db =>
        {
            foreach ((AlertRule rule, AlertMemories memories) in changes.Rules) await PutAsync(db, Rule, rule.Id, AlertJson.WriteRule(rule, memories), stop).ConfigureAwait(false);
            foreach (AlertChannel channel in changes.Channels) await PutAsync(db, Channel, channel.Name, AlertJson.Write(channel), stop).ConfigureAwait(false);
            if (changes.OrdersJudgedTo is { } to) await PutAsync(db, Mark, OrdersJudgedTo, AlertJson.Write(to), stop).ConfigureAwait(false);
            foreach (string id in changes.RemovedRules) await RemoveAsync(db, Rule, id, stop).ConfigureAwait(false);
            foreach (string name in changes.RemovedChannels) await RemoveAsync(db, Channel, name, stop).ConfigureAwait(false);
            foreach (Alert alert in changes.Alerts)
            {
                AlertRow? row = await db.Alerts.FindAsync([alert.Id], stop).ConfigureAwait(false);
                if (row is null) db.Alerts.Add(row = new AlertRow { Id = alert.Id });
                row.RuleId = alert.RuleId;
                row.Owner = alert.Owner;
                row.IsForAdmins = alert.IsForAdmins;
                row.Severity = alert.Severity;
                row.Kind = alert.Kind;
                row.SearchText = $"{alert.Text} {alert.RuleName} {alert.Ticker}".ToLowerInvariant();
                row.IsActive = alert.IsActive;
                row.RaisedTime = alert.RaisedTime;
                row.Document = AlertJson.Write(alert);
            }
            await db.SaveChangesAsync(stop).ConfigureAwait(false);
            return true;
        });
    }

#pragma warning disable CA1309, CA1862 // Translated to SQL, where the columns compare by bytes.
    /// <inheritdoc/>
    public Task<IReadOnlyList<Alert>> SearchAsync(AlertFilter filter, string? beforeId, int limit, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return RunAsync<IReadOnlyList<Alert>>(async db =>
        {
            IQueryable<AlertRow> rows = db.Alerts.AsNoTracking();
            string text = filter.Text.Trim().ToLowerInvariant();
            if (text.Length > 0) rows = rows.Where(a => a.SearchText.Contains(text));
            if (filter.Kind.Length > 0) rows = rows.Where(a => a.Kind == filter.Kind);
            if (filter.LeastSeverity > AlertSeverity.Info)
            {
                AlertSeverity[] severities = [.. Enum.GetValues<AlertSeverity>().Where(s => s >= filter.LeastSeverity)];
                rows = rows.Where(a => severities.Contains(a.Severity));
            }
            if (filter.Owners is { } owners) rows = rows.Where(a => owners.Contains(a.Owner) || (filter.WithAdmins && a.IsForAdmins));
            if (filter.From is { } from) rows = rows.Where(a => a.RaisedTime >= from);
            if (filter.To is { } to) rows = rows.Where(a => a.RaisedTime < to);
            if (beforeId is not null) rows = rows.Where(a => string.Compare(a.Id, beforeId) < 0);
            List<string> found = await rows.OrderByDescending(a => a.Id).Take(limit).Select(a => a.Document).ToListAsync(stop).ConfigureAwait(false);
            return [.. found.Select(AlertJson.Read<Alert>).OfType<Alert>()];
        });
    }
#pragma warning restore CA1309, CA1862

    /// <inheritdoc/>
    public Task<Alert?> FindAsync(string id, CancellationToken stop) => RunAsync(async db =>
        await db.Alerts.AsNoTracking().Where(a => a.Id == id).Select(a => a.Document).FirstOrDefaultAsync(stop).ConfigureAwait(false) is { } document ? AlertJson.Read<Alert>(document) : null);

    /// <inheritdoc/>
    public Task<int> TrimAsync(DateTimeOffset before, CancellationToken stop) => RunAsync(db => db.Alerts.Where(a => !a.IsActive && a.RaisedTime < before).ExecuteDeleteAsync(stop));

    private (AlertRule, AlertMemories)? ReadRule(AlertDocumentRow row)
    {
        var faults = new AlertFaults();
        (AlertRule, AlertMemories)? rule = AlertJson.ReadRule(row.Id, row.Document, faults);
        if (rule is null) logger.RuleNotRead(row.Id, faults.Summary);
        return rule;
    }

    private async Task PutAsync(TradingDbContext db, string kind, string id, string document, CancellationToken stop)
    {
        AlertDocumentRow? row = await db.AlertDocuments.FindAsync([kind, id], stop).ConfigureAwait(false);
        if (row is null) db.AlertDocuments.Add(row = new AlertDocumentRow { Kind = kind, Id = id });
        row.Document = document;
        row.Time = clock.GetUtcNow();
    }

    private static async Task RemoveAsync(TradingDbContext db, string kind, string id, CancellationToken stop)
    {
        if (await db.AlertDocuments.FindAsync([kind, id], stop).ConfigureAwait(false) is { } row) db.AlertDocuments.Remove(row);
    }

    private async Task<T> RunAsync<T>(Func<TradingDbContext, Task<T>> run)
    {
        TradingDbContext db = database.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            try
            {
                return await run(db).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException && HistoryDatabase.FindTrouble(e) is { } trouble)
            {
                throw new PersistenceException(database.Explain(trouble), e);
            }
        }
    }
}
