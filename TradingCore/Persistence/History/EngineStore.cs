using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using TradingCore.Domain;
using TradingCore.Engine.OrderFlow;
using TradingCore.Engine.Ports;
using TradingCore.Orders;
using TradingCore.Persistence.Journal;
using TradingCore.Risk.Activity;

namespace TradingCore.Persistence.History;

/// <summary>Reads the state to start from: brings the tables up to date with the journal first.</summary>
internal sealed class EngineStore(HistoryDatabase database, FileJournal journal, HistoryWriter writer, PersistenceOptions options, TimeProvider clock, ILogger<EngineStore> logger) : IEngineStore
{
    /// <summary>Newest events of an order that are loaded; the table keeps all.</summary>
    private const int EventsMax = 200;

    /// <summary>Newest orders of people, older than those that are loaded, whose sizes count (R37).</summary>
    private const int SizesMax = 5_000;

    /// <summary>A broker reports executions of some days again; a year leaves room for one that plays old days.</summary>
    private static readonly TimeSpan ReportableAge = TimeSpan.FromDays(365);

    /// <inheritdoc/>
    /// <exception cref="PersistenceException">The journal or the database cannot be used; the message says why and what to do.</exception>
    public async Task<RecoveredState> RecoverAsync(CancellationToken stop)
    {
        journal.Open();
        if (database is SqliteDatabase) await HistoryWarmUp.Start().WaitAsync(stop).ConfigureAwait(false);
        try
        {
            await database.TakeAsync(stop).ConfigureAwait(false);
            TradingDbContext db = await database.OpenAsync(stop).ConfigureAwait(false);
            await using (db.ConfigureAwait(false))
            {
                await database.MigrateAsync(db, stop).ConfigureAwait(false);
                long stored = await FollowJournalAsync(db, stop).ConfigureAwait(false);
                journal.ContinueAfter(stored);
                writer.StartAfter(stored);
                await writer.CatchUpAsync(stop).ConfigureAwait(false);
                await PositionCheckpoints.AdvanceAsync(db, clock.GetUtcNow() - TimeSpan.FromDays(options.FillDays), stop).ConfigureAwait(false);
                // A first start has nothing to read, and each first query of a kind costs time before the first price.
                RecoveredState state = writer.StoredSequence == 0 ? RecoveredState.Empty : await ReadAsync(db, stop).ConfigureAwait(false);
                logger.HistoryRecovered(state.Orders.Count, state.Fills.Count, writer.StoredSequence, writer.StoredSequence - stored);
                writer.MarkOpened();
                return state;
            }
        }
        catch (Exception e) when (e is not (PersistenceException or OperationCanceledException) && HistoryDatabase.FindTrouble(e) is { } trouble)
        {
            throw new PersistenceException(database.Explain(trouble), e);
        }
        catch (FormatException e)
        {
            throw new PersistenceException($"The {database.Name} holds a value that cannot be read: {e.Message} Restore it from a backup.", e);
        }
    }

    /// <summary>Ties the tables to the journal, whose numbers say what they hold.</summary>
    /// <returns>Number of the newest append in the tables.</returns>
    private async Task<long> FollowJournalAsync(TradingDbContext db, CancellationToken stop)
    {
        JournalPositionRow position = await HistoryProjection.PositionAsync(db, stop).ConfigureAwait(false);
        if (position.JournalId != journal.Id)
        {
            // A journal without an entry was begun because the old one is gone, or because the history was moved to a new machine: it carries on.
            if (position.JournalId.Length > 0 && journal.LastSequence == 0) journal.TakeId(position.JournalId);
            else if (position.JournalId.Length > 0)
                throw new PersistenceException($"The {database.Name} belongs to another data folder than this one. Start with the folder that wrote it, or give this folder a history of its own.");
            else position.JournalId = journal.Id;
        }
        await db.SaveChangesAsync(stop).ConfigureAwait(false);
        db.ChangeTracker.Clear();
        return position.Sequence;
    }

    /// <summary>Ids of all orders of the brackets of which an order is open.</summary>
    internal static async Task<string[]> OpenBracketsAsync(TradingDbContext db, CancellationToken stop)
    {
        List<string> open = await db.Orders.AsNoTracking().Where(o => !o.IsFinal).Select(o => o.OrderRef).ToListAsync(stop).ConfigureAwait(false);
        return [.. open.SelectMany(o => OrderPlanner.BracketOf(new OrderRef(o))).Select(o => o.Value).Distinct()];
    }

    private async Task<RecoveredState> ReadAsync(TradingDbContext db, CancellationToken stop)
    {
        DateTimeOffset since = clock.GetUtcNow() - TimeSpan.FromDays(options.OrderDays);
        // A bracket whole as long as one of its orders is open: what an exit may close is what the entry has filled, less what the other exit has. Those of strategies as long as
        // their fills are loaded: what a strategy holds, and made, is told by its orders.
        string[] brackets = await OpenBracketsAsync(db, stop).ConfigureAwait(false);
        IQueryable<OrderRow> loaded = db.Orders.AsNoTracking()
            .Where(o => !o.IsFinal || o.UpdatedTime >= since || brackets.Contains(o.OrderRef) || (o.Strategy != "" && db.Fills.Any(f => !f.IsCheckpointed && f.OrderRef == o.OrderRef)));
        List<OrderRow> orders = await loaded
            .OrderBy(o => o.CreatedTime).ThenBy(o => o.OrderRef)
            .ToListAsync(stop).ConfigureAwait(false);
        List<OrderEventRow> events = await db.OrderEvents.AsNoTracking()
            .Where(e => loaded.Any(o => o.OrderRef == e.OrderRef && (e.Number <= OrderHistory.FirstKept || e.Number > o.EventCount - EventsMax)))
            .OrderBy(e => e.OrderRef).ThenBy(e => e.Number)
            .ToListAsync(stop).ConfigureAwait(false);
        ILookup<string, OrderEvent> byOrder = events.ToLookup(e => e.OrderRef, HistoryMapping.Read);
        List<FillRow> fills = await db.Fills.AsNoTracking().Where(f => !f.IsCheckpointed).OrderBy(f => f.Time).ThenBy(f => f.FirstSequence).ThenBy(f => f.FirstIndex).ToListAsync(stop).ConfigureAwait(false);
        List<PositionAdjustmentRow> adjustments = await db.PositionAdjustments.AsNoTracking().Where(a => !a.IsCheckpointed).OrderBy(a => a.Sequence).ThenBy(a => a.Index).ToListAsync(stop).ConfigureAwait(false);
        List<PositionCheckpointRow> balances = await db.PositionCheckpoints.AsNoTracking().OrderBy(c => c.FirstTime).ThenBy(c => c.Account).ThenBy(c => c.ConId).ToListAsync(stop).ConfigureAwait(false);
        DateTimeOffset counted = clock.GetUtcNow() - UsualSizes.Span;
        List<OrderRow> sent = await db.Orders.AsNoTracking()
            .Where(o => o.Source == "user" && o.CreatedTime >= counted && !loaded.Any(l => l.OrderRef == o.OrderRef))
            .OrderByDescending(o => o.CreatedTime).Take(SizesMax).ToListAsync(stop).ConfigureAwait(false);
        sent.Reverse();
        DateTimeOffset reportable = clock.GetUtcNow() - ReportableAge;
        List<string> balanced = await db.Fills.AsNoTracking().Where(f => f.IsCheckpointed && f.ReceivedTime >= reportable).Select(f => f.ExecId).ToListAsync(stop).ConfigureAwait(false);
        List<WatchlistRow> watchlist = await db.Watchlist.AsNoTracking().OrderBy(w => w.Position).ToListAsync(stop).ConfigureAwait(false);
        JournalPositionRow? position = await db.JournalPosition.AsNoTracking().SingleOrDefaultAsync(stop).ConfigureAwait(false);

        var contracts = new Dictionary<string, Contract>(StringComparer.Ordinal);
        Contract Contract(string json) => contracts.TryGetValue(json, out Contract? known) ? known : contracts[json] = HistoryMapping.Contract(json);

        return new RecoveredState
        {
            Orders = [.. orders.Select(o => HistoryMapping.Read(o, [.. byOrder[o.OrderRef]]))],
            Sizes = [.. sent.Select(o => HistoryMapping.Read(o, [])).Where(UsualSizes.Counts).Select(o => new SentSize(o.Contract.Ticker, o.Quantity, o.CreatedTime))],
            Balances = [.. balances.Select(HistoryMapping.Read)],
            SummedExecutions = balanced,
            Fills = [.. fills.Select(f => HistoryMapping.Read(f, Contract))],
            Adjustments = [.. adjustments.Select(HistoryMapping.Read)],
            Watchlist = position is { HasWatchlist: true } ? [.. watchlist.Select(HistoryMapping.Read)] : null,
            OrderIdHighWater = await db.OrderIdReservations.AsNoTracking().ToDictionaryAsync(r => r.ClientId, r => r.UpTo, stop).ConfigureAwait(false),
            Settings = await db.Settings.AsNoTracking().ToDictionaryAsync(s => s.Key, s => s.Value, stop).ConfigureAwait(false),
        };
    }
}
