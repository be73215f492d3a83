using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace TradingCore.Persistence.History;

/// <summary>Deletes what is older than it has to be kept: final orders with their events, and fills that the checkpoints of positions have summed up.</summary>
internal static class HistoryRetention
{
    /// <summary>Deletes what was received, or last changed, before <paramref name="cut"/>. Open orders and their fills stay, and so does every position.</summary>
    public static async Task<(int Orders, int Fills)> ApplyAsync(TradingDbContext db, DateTimeOffset cut, CancellationToken stop)
    {
        IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(stop).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            int fills = await PositionCheckpoints.DeleteAsync(db, cut, stop).ConfigureAwait(false);
            // A bracket stays whole as long as one of its orders is open. An order stays as long as a fill of it does: the fill says by it which strategy it was.
            string[] brackets = await EngineStore.OpenBracketsAsync(db, stop).ConfigureAwait(false);
            IQueryable<OrderRow> orders = db.Orders.Where(o => o.IsFinal && o.UpdatedTime < cut && !brackets.Contains(o.OrderRef) && !db.Fills.Any(f => f.OrderRef == o.OrderRef));
            await db.OrderEvents.Where(e => orders.Any(o => o.OrderRef == e.OrderRef)).ExecuteDeleteAsync(stop).ConfigureAwait(false);
            int deleted = await orders.ExecuteDeleteAsync(stop).ConfigureAwait(false);
            await transaction.CommitAsync(stop).ConfigureAwait(false);
            db.ChangeTracker.Clear();
            return (deleted, fills);
        }
    }
}
