using Microsoft.EntityFrameworkCore;

namespace TradingCore.Persistence.History;

/// <summary>How much one kind of row there is.</summary>
/// <param name="Count">Rows.</param>
/// <param name="Oldest">Age of the oldest; null when there is none.</param>
/// <param name="Goes">Rows that the next trimming may delete, at most: what a position or an open order still needs stays.</param>
public sealed record HistoryAmount(int Count, DateTimeOffset? Oldest, int Goes);

/// <summary>Counts what the history holds and what the next trimming would delete. Only reads.</summary>
public sealed class HistoryStock
{
    private readonly HistoryDatabase _database;

    internal HistoryStock(HistoryDatabase database) => _database = database;

    /// <summary>Finished orders and fills.</summary>
    /// <param name="cut">What was received, or last changed, before goes; null when everything is kept.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<(HistoryAmount Orders, HistoryAmount Fills)> CountAsync(DateTimeOffset? cut, CancellationToken stop)
    {
        TradingDbContext db = _database.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            IQueryable<OrderRow> orders = db.Orders.AsNoTracking().Where(o => o.IsFinal);
            IQueryable<FillRow> fills = db.Fills.AsNoTracking();
            int goingOrders = 0, goingFills = 0;
            if (cut is { } before)
            {
                goingFills = await fills.CountAsync(f => f.IsCheckpointed && f.ReceivedTime < before, stop).ConfigureAwait(false);
                goingOrders = await orders.CountAsync(o => o.UpdatedTime < before && !db.Fills.Any(f => f.OrderRef == o.OrderRef && !(f.IsCheckpointed && f.ReceivedTime < before)), stop).ConfigureAwait(false);
            }
            return (
                new HistoryAmount(await orders.CountAsync(stop).ConfigureAwait(false), await orders.OrderBy(o => o.CreatedTime).Select(o => (DateTimeOffset?)o.CreatedTime).FirstOrDefaultAsync(stop).ConfigureAwait(false), goingOrders),
                new HistoryAmount(await fills.CountAsync(stop).ConfigureAwait(false), await fills.OrderBy(f => f.Time).Select(f => (DateTimeOffset?)f.Time).FirstOrDefaultAsync(stop).ConfigureAwait(false), goingFills));
        }
    }
}
