using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using TradingCore.Domain;
using TradingCore.Engine.MoneyFlow;

namespace TradingCore.Persistence.History;

/// <summary>Looks things up in the history, newest first. Never touches the engine: what was journaled a moment ago may not be there yet.</summary>
public sealed class HistorySearch
{
    /// <summary>Rows that are read at a time for an export: a slow reader must not hold a transaction of the database open.</summary>
    private const int ExportPage = 2_000;

    private readonly HistoryDatabase _database;

    internal HistorySearch(HistoryDatabase database) => _database = database;

#pragma warning disable CA1309 // Translated to SQL, where the columns compare by bytes.
    /// <summary>Executions.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">Where to go on; null for the newest.</param>
    /// <param name="limit">At most that many; above 0.</param>
    /// <param name="stop">Ends the search.</param>
    /// <exception cref="PersistenceException">The database cannot be read; the message says why.</exception>
    public Task<HistoryPage<ExecutionRecord>> ExecutionsAsync(HistoryFilter filter, HistoryCursor? after, int limit, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync(async db =>
        {
            IQueryable<FillRow> fills = Fills(db, filter);
            if (after is { } at) fills = fills.Where(f => f.Time < at.Time || (f.Time == at.Time && string.Compare(f.ExecKey, at.Key) < 0));
            var rows = await fills.OrderByDescending(f => f.Time).ThenByDescending(f => f.ExecKey).Take(limit + 1)
                .Select(f => new
                {
                    Fill = f,
                    Strategy = db.Orders.Where(o => o.OrderRef == f.OrderRef).Select(o => o.Strategy).FirstOrDefault(),
                    Source = db.Orders.Where(o => o.OrderRef == f.OrderRef).Select(o => o.Source).FirstOrDefault(),
                    Cause = db.Settings.Where(s => s.Key == MoneyKeys.Cause + f.ExecKey).Select(s => s.Value).FirstOrDefault(),
                })
                .ToListAsync(stop).ConfigureAwait(false);
            ExecutionRecord[] items = [.. rows.Take(limit).Select(r => new ExecutionRecord(HistoryMapping.Read(r.Fill) with { IsLiquidation = r.Cause == MoneyKeys.Liquidation }, r.Strategy ?? "", r.Source ?? ""))];
            return new HistoryPage<ExecutionRecord>(items, rows.Count > limit ? new HistoryCursor(rows[limit - 1].Fill.Time, rows[limit - 1].Fill.ExecKey) : null);
        });
    }

    /// <summary>Orders as they last were, without their single events.</summary>
    /// <inheritdoc cref="ExecutionsAsync"/>
    public Task<HistoryPage<Order>> OrdersAsync(HistoryFilter filter, HistoryCursor? after, int limit, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync(async db =>
        {
            IQueryable<OrderRow> orders = Orders(db, filter);
            if (after is { } at) orders = orders.Where(o => o.CreatedTime < at.Time || (o.CreatedTime == at.Time && string.Compare(o.OrderRef, at.Key) < 0));
            List<OrderRow> rows = await orders.OrderByDescending(o => o.CreatedTime).ThenByDescending(o => o.OrderRef).Take(limit + 1).ToListAsync(stop).ConfigureAwait(false);
            return new HistoryPage<Order>(
                [.. rows.Take(limit).Select(r => HistoryMapping.Read(r, []))], rows.Count > limit ? new HistoryCursor(rows[limit - 1].CreatedTime, rows[limit - 1].OrderRef) : null);
        });
    }

#pragma warning restore CA1309

    /// <summary>One order with every event of it, oldest first; null when it is not in the history.</summary>
    /// <param name="orderRef">Our id of it.</param>
    /// <param name="stop">Ends the search.</param>
    /// <exception cref="PersistenceException">The database cannot be read; the message says why.</exception>
    public Task<Order?> OrderAsync(OrderRef orderRef, CancellationToken stop) => ReadAsync(async db =>
    {
        OrderRow? row = await db.Orders.AsNoTracking().FirstOrDefaultAsync(o => o.OrderRef == orderRef.Value, stop).ConfigureAwait(false);
        if (row is null) return null;
        List<OrderEventRow> events = await db.OrderEvents.AsNoTracking().Where(e => e.OrderRef == orderRef.Value).OrderBy(e => e.Number).ToListAsync(stop).ConfigureAwait(false);
        return HistoryMapping.Read(row, [.. events.Select(HistoryMapping.Read)]);
    });

    /// <summary>Every execution that the filter takes, for an export.</summary>
    public IAsyncEnumerable<ExecutionRecord> AllExecutionsAsync(HistoryFilter filter, CancellationToken stop) =>
        AllAsync((after, limit) => ExecutionsAsync(filter, after, limit, stop), stop);

    /// <summary>Every order that the filter takes, for an export.</summary>
    public IAsyncEnumerable<Order> AllOrdersAsync(HistoryFilter filter, CancellationToken stop) =>
        AllAsync((after, limit) => OrdersAsync(filter, after, limit, stop), stop);

    private static async IAsyncEnumerable<T> AllAsync<T>(Func<HistoryCursor?, int, Task<HistoryPage<T>>> page, [EnumeratorCancellation] CancellationToken stop)
    {
        HistoryCursor? after = null;
        do
        {
            stop.ThrowIfCancellationRequested();
            HistoryPage<T> read = await page(after, ExportPage).ConfigureAwait(false);
            foreach (T item in read.Items) yield return item;
            after = read.Next;
        }
        while (after is not null);
    }

    private static DateTimeOffset? Kept(DateTimeOffset? time) => time is { } t ? WholeMicroseconds.Of(t) : null;

    private static IQueryable<FillRow> Fills(TradingDbContext db, HistoryFilter filter)
    {
        IQueryable<FillRow> fills = db.Fills.AsNoTracking();
        if (filter.Symbol is { } symbol) fills = fills.Where(f => f.Ticker == symbol);
        if (filter.Account is { } account) fills = fills.Where(f => f.Account == account);
        if (filter.Side is { } side) fills = fills.Where(f => f.Side == side);
        if (Kept(filter.From) is { } from) fills = fills.Where(f => f.Time >= from);
        if (Kept(filter.To) is { } to) fills = fills.Where(f => f.Time < to);
        if (filter.Strategy is { } strategy) fills = fills.Where(f => db.Orders.Any(o => o.OrderRef == f.OrderRef && o.Strategy == strategy));
        return fills;
    }

    private static IQueryable<OrderRow> Orders(TradingDbContext db, HistoryFilter filter)
    {
        IQueryable<OrderRow> orders = db.Orders.AsNoTracking();
        if (filter.Symbol is { } symbol) orders = orders.Where(o => o.Ticker == symbol);
        if (filter.Account is { } account) orders = orders.Where(o => o.Account == account);
        if (filter.Side is { } side) orders = orders.Where(o => o.Side == side);
        if (Kept(filter.From) is { } from) orders = orders.Where(o => o.CreatedTime >= from);
        if (Kept(filter.To) is { } to) orders = orders.Where(o => o.CreatedTime < to);
        if (filter.Strategy is { } strategy) orders = orders.Where(o => o.Strategy == strategy);
        if (filter.States is { Count: > 0 } states) orders = orders.Where(o => states.Contains(o.State));
        return orders;
    }

    private async Task<T> ReadAsync<T>(Func<TradingDbContext, Task<T>> read)
    {
        TradingDbContext db = _database.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            try
            {
                return await read(db).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException && HistoryDatabase.FindTrouble(e) is { } trouble)
            {
                throw new PersistenceException(_database.Explain(trouble), e);
            }
        }
    }
}
