using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Persistence.Journal;
using TradingCore.Positions;

namespace TradingCore.Persistence.History;

/// <summary>Puts appends of the journal into the tables, with their position in the same transaction: each counts once, however often it is tried.</summary>
internal static class HistoryProjection
{
    /// <summary>Applies <paramref name="frames"/>, which follow on the stored position.</summary>
    /// <exception cref="PersistenceException">The tables follow another journal than <paramref name="journalId"/>.</exception>
    public static async Task ApplyAsync(TradingDbContext db, IReadOnlyList<JournalFrame> frames, string journalId, CancellationToken stop)
    {
        IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(stop).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            JournalPositionRow position = await PositionAsync(db, stop).ConfigureAwait(false);
            // Two journals number their entries alike: those of one would be left out as if they were stored already.
            if (position.JournalId != journalId) throw new PersistenceException("The history was taken over by another data folder of this program. Stop one of the two.");
            foreach (JournalFrame frame in frames)
            {
                if (frame.Sequence <= position.Sequence) continue;
                for (int i = 0; i < frame.Entries.Count; i++)
                    await ApplyAsync(db, position, frame.Sequence, i, frame.Entries[i], stop).ConfigureAwait(false);
                position.Sequence = frame.Sequence;
            }
            await db.SaveChangesAsync(stop).ConfigureAwait(false);
            await transaction.CommitAsync(stop).ConfigureAwait(false);
        }
    }

    /// <summary>The row that says how far the tables are; added when it is the first time.</summary>
    public static async Task<JournalPositionRow> PositionAsync(TradingDbContext db, CancellationToken stop)
    {
        JournalPositionRow? position = await db.JournalPosition.FindAsync([JournalPositionRow.TheOne], stop).ConfigureAwait(false);
        if (position is null) db.JournalPosition.Add(position = new JournalPositionRow());
        return position;
    }

    private static Task ApplyAsync(TradingDbContext db, JournalPositionRow position, long sequence, int index, JournalEntry entry, CancellationToken stop) => entry switch
    {
        OrderWritten e => ApplyAsync(db, e.Order, stop),
        FillWritten e => ApplyAsync(db, e.Fill, sequence, index, stop),
        PositionAdjusted e => Apply(db, e, sequence, index),
        WatchlistWritten e => ApplyAsync(db, e, position, stop),
        OrderIdsReserved e => ApplyAsync(db, e, stop),
        SettingWritten e => ApplyAsync(db, e, stop),
        _ => throw new PersistenceException($"The history does not know how to store {entry.GetType().Name}."),
    };

    private static async Task ApplyAsync(TradingDbContext db, Order order, CancellationToken stop)
    {
        string key = order.OrderRef.Value;
        OrderRow? row = await db.Orders.FindAsync([key], stop).ConfigureAwait(false);
        if (row is null) db.Orders.Add(row = new OrderRow { OrderRef = key });
        HistoryMapping.Write(row, order);

        int known = 0;
        if (row.EventCount > 0)
        {
            OrderEventRow? last = await db.OrderEvents.FindAsync([key, row.EventCount], stop).ConfigureAwait(false);
            known = KnownEvents(order.History, row.EventCount, last is null ? null : HistoryMapping.Read(last));
        }
        foreach (OrderEvent e in order.History.Skip(known))
            db.OrderEvents.Add(HistoryMapping.Row(key, ++row.EventCount, e));
    }

    /// <summary>How many of the events are stored. Usually as many as there are rows; the engine drops the middle of a long history, then the last stored one is looked for.</summary>
    private static int KnownEvents(IReadOnlyList<OrderEvent> history, int stored, OrderEvent? lastStored)
    {
        if (history.Count >= stored && IsSame(history[stored - 1], lastStored)) return stored;
        for (int i = history.Count - 1; i >= 0; i--)
            if (IsSame(history[i], lastStored)) return i + 1;
        // Not found: a history that started anew. Storing all of it shows too much rather than too little.
        return 0;
    }

    // Not every database keeps more of a time than its microseconds.
    private static bool IsSame(OrderEvent e, OrderEvent? stored) =>
        stored is not null && e with { Time = stored.Time } == stored && WholeMicroseconds.Of(e.Time) == WholeMicroseconds.Of(stored.Time);

    private static async Task ApplyAsync(TradingDbContext db, Fill fill, long sequence, int index, CancellationToken stop)
    {
        FillRow? row = await db.Fills.FindAsync([fill.ExecId.Key], stop).ConfigureAwait(false);
        if (row is null) db.Fills.Add(row = new FillRow { ExecKey = fill.ExecId.Key, FirstSequence = sequence, FirstIndex = index });
        else if (row.IsCheckpointed && PositionBooking.Of(HistoryMapping.Read(row)) != PositionBooking.Of(fill with { Time = WholeMicroseconds.Of(fill.Time) }))
            await PositionCheckpoints.ReopenAsync(db, row.Account ?? "", row.ConId, stop).ConfigureAwait(false);
        HistoryMapping.Write(row, fill);
    }

    private static Task Apply(TradingDbContext db, PositionAdjusted adjustment, long sequence, int index)
    {
        db.PositionAdjustments.Add(HistoryMapping.Row(sequence, index, adjustment));
        return Task.CompletedTask;
    }

    private static async Task ApplyAsync(TradingDbContext db, WatchlistWritten watchlist, JournalPositionRow position, CancellationToken stop)
    {
        position.HasWatchlist = true;
        // The tracker sees rows of this batch that are not saved yet; the query brings the others.
        await db.Watchlist.LoadAsync(stop).ConfigureAwait(false);
        Dictionary<int, WatchlistRow> rows = db.Watchlist.Local.ToDictionary(w => w.Position);
        for (int i = 0; i < watchlist.Queries.Count; i++)
        {
            WatchlistRow wanted = HistoryMapping.Row(i, watchlist.Queries[i]);
            if (rows.Remove(i, out WatchlistRow? row)) db.Entry(row).CurrentValues.SetValues(wanted);
            else db.Watchlist.Add(wanted);
        }
        db.Watchlist.RemoveRange(rows.Values);
        // Removed rows stay in the tracker until they are saved, and could not be added again in the same batch.
        await db.SaveChangesAsync(stop).ConfigureAwait(false);
    }

    private static async Task ApplyAsync(TradingDbContext db, OrderIdsReserved reserved, CancellationToken stop)
    {
        OrderIdReservationRow? row = await db.OrderIdReservations.FindAsync([reserved.ClientId], stop).ConfigureAwait(false);
        if (row is null) db.OrderIdReservations.Add(row = new OrderIdReservationRow { ClientId = reserved.ClientId });
        row.UpTo = Math.Max(row.UpTo, reserved.UpTo);
    }

    private static async Task ApplyAsync(TradingDbContext db, SettingWritten setting, CancellationToken stop)
    {
        SettingRow? row = await db.Settings.FindAsync([setting.Key], stop).ConfigureAwait(false);
        if (row is null) db.Settings.Add(row = new SettingRow { Key = setting.Key });
        row.Value = setting.Value;
        row.ChangedBy = setting.ChangedBy;
        row.Time = WholeMicroseconds.Of(setting.Time);
    }
}
