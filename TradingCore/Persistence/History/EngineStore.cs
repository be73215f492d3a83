using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Persistence.Journal;

namespace TradingCore.Persistence.History;

/// <summary>Reads the state to start from: brings the tables up to date with the journal first.</summary>
internal sealed class EngineStore(TradingDbContextFactory databases, FileJournal journal, HistoryWriter writer, PersistenceOptions options, TimeProvider clock, ILogger<EngineStore> logger) : IEngineStore
{
    /// <summary>Newest events of an order that are loaded; the table keeps all.</summary>
    private const int EventsMax = 200;

    /// <inheritdoc/>
    /// <exception cref="PersistenceException">The journal or the database cannot be used; the message says why and what to do.</exception>
    public async Task<RecoveredState> RecoverAsync(CancellationToken stop)
    {
        journal.Open();
        await HistoryWarmUp.Start().WaitAsync(stop).ConfigureAwait(false);
        try
        {
            TradingDbContext db = await databases.OpenAsync(stop).ConfigureAwait(false);
            await using (db.ConfigureAwait(false))
            {
                await db.Database.MigrateAsync(stop).ConfigureAwait(false);
                long stored = (await db.JournalPosition.AsNoTracking().SingleOrDefaultAsync(stop).ConfigureAwait(false))?.Sequence ?? 0;
                journal.ContinueAfter(stored);
                writer.StartAfter(stored);
                await writer.CatchUpAsync(stop).ConfigureAwait(false);
                // A first start has nothing to read, and each first query of a kind costs time before the first price.
                RecoveredState state = writer.StoredSequence == 0 ? RecoveredState.Empty : await ReadAsync(db, stop).ConfigureAwait(false);
                logger.HistoryRecovered(state.Orders.Count, state.Fills.Count, writer.StoredSequence, writer.StoredSequence - stored);
                return state;
            }
        }
        catch (SqliteException e)
        {
            throw Explain(e);
        }
        catch (DbUpdateException e)
        {
            throw e.InnerException is SqliteException inner ? Explain(inner) : new PersistenceException($"The history '{databases.DatabaseFile}' cannot be written: {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (FormatException e)
        {
            throw new PersistenceException($"The history '{databases.DatabaseFile}' holds a value that cannot be read: {e.Message} Restore it from a backup.", e);
        }
    }

    private async Task<RecoveredState> ReadAsync(TradingDbContext db, CancellationToken stop)
    {
        DateTimeOffset since = clock.GetUtcNow() - TimeSpan.FromDays(options.OrderDays);
        List<OrderRow> orders = await db.Orders.AsNoTracking()
            .Where(o => !o.IsFinal || o.UpdatedTime >= since)
            .OrderBy(o => o.CreatedTime).ThenBy(o => o.OrderRef)
            .ToListAsync(stop).ConfigureAwait(false);
        List<OrderEventRow> events = await db.OrderEvents.AsNoTracking()
            .Where(e => db.Orders.Any(o => o.OrderRef == e.OrderRef && (!o.IsFinal || o.UpdatedTime >= since) && e.Number > o.EventCount - EventsMax))
            .OrderBy(e => e.OrderRef).ThenBy(e => e.Number)
            .ToListAsync(stop).ConfigureAwait(false);
        ILookup<string, OrderEvent> byOrder = events.ToLookup(e => e.OrderRef, HistoryMapping.Read);
        List<FillRow> fills = await db.Fills.AsNoTracking().OrderBy(f => f.Time).ThenBy(f => f.FirstSequence).ThenBy(f => f.FirstIndex).ToListAsync(stop).ConfigureAwait(false);
        List<PositionAdjustmentRow> adjustments = await db.PositionAdjustments.AsNoTracking().OrderBy(a => a.Sequence).ThenBy(a => a.Index).ToListAsync(stop).ConfigureAwait(false);
        List<WatchlistRow> watchlist = await db.Watchlist.AsNoTracking().OrderBy(w => w.Position).ToListAsync(stop).ConfigureAwait(false);
        JournalPositionRow? position = await db.JournalPosition.AsNoTracking().SingleOrDefaultAsync(stop).ConfigureAwait(false);

        return new RecoveredState
        {
            Orders = [.. orders.Select(o => HistoryMapping.Read(o, [.. byOrder[o.OrderRef]]))],
            Fills = [.. fills.Select(HistoryMapping.Read)],
            Adjustments = [.. adjustments.Select(HistoryMapping.Read)],
            Watchlist = position is { HasWatchlist: true } ? [.. watchlist.Select(HistoryMapping.Read)] : null,
            OrderIdHighWater = await db.OrderIdReservations.AsNoTracking().ToDictionaryAsync(r => r.ClientId, r => r.UpTo, stop).ConfigureAwait(false),
            Settings = await db.Settings.AsNoTracking().ToDictionaryAsync(s => s.Key, s => s.Value, stop).ConfigureAwait(false),
        };
    }

    private PersistenceException Explain(SqliteException e)
    {
        const int Busy = 5, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;
        string file = databases.DatabaseFile;
        string sentence = e.SqliteErrorCode switch
        {
            Corrupt or NotADatabase => $"The history '{file}' is damaged or is not a database. Restore it from a backup together with the folder 'journal' beside it.",
            Busy => $"The history '{file}' is locked by another program. Close it and start again.",
            ReadOnly or CannotOpen => $"The history '{file}' cannot be opened for writing. Make the file and its folder writable.",
            Full => $"The disk that holds the history '{file}' is full. Make space and start again.",
            IoError => $"The disk that holds the history '{file}' reports an error: {e.Message}",
            _ => $"The history '{file}' cannot be used: {e.Message}",
        };
        return new PersistenceException(sentence, e);
    }
}
