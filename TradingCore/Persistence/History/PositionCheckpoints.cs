using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using TradingCore.Domain;
using TradingCore.Positions;

namespace TradingCore.Persistence.History;

/// <summary>
/// Sums up old fills and adjustments of each position, by the ledger that the engine books with, so that a start reads the sum and the
/// newest bookings instead of everything. Figures are the same either way, because only what comes first in the ledger's order is summed up.
/// </summary>
internal static class PositionCheckpoints
{
    // A position that a strategy left to others may never be told as closed by it.
    private static readonly TimeSpan HeldMax = TimeSpan.FromDays(366);

    /// <summary>
    /// Moves the checkpoints forward over everything that was received before <paramref name="horizon"/>, belongs to no open order and is not held by a strategy: what one holds is
    /// known by its fills alone.
    /// </summary>
    public static async Task AdvanceAsync(TradingDbContext db, DateTimeOffset horizon, CancellationToken stop)
    {
        if (!await db.Fills.AnyAsync(f => !f.IsCheckpointed && f.ReceivedTime < horizon, stop).ConfigureAwait(false)) return;
        IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(stop).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            HashSet<string> open = await db.Orders.Where(o => !o.IsFinal).Select(o => o.OrderRef).ToHashSetAsync(StringComparer.Ordinal, stop).ConfigureAwait(false);
            Dictionary<string, string> strategies = await db.Orders.Where(o => o.Strategy != "" && db.Fills.Any(f => !f.IsCheckpointed && f.OrderRef == o.OrderRef))
                .ToDictionaryAsync(o => o.OrderRef, o => o.Strategy, StringComparer.Ordinal, stop).ConfigureAwait(false);
            List<CheckpointBooking> bookings = await BookingsAsync(db, isCheckpointed: false, stop).ConfigureAwait(false);
            foreach (IGrouping<(string Account, int ConId), CheckpointBooking> position in bookings.GroupBy(b => (b.Account, b.ConId)))
            {
                PositionCheckpointRow? known = await db.PositionCheckpoints.FindAsync([position.Key.Account, position.Key.ConId], stop).ConfigureAwait(false);
                DateTimeOffset held = HeldSince(position, strategies, known is null ? 0m : HistoryMapping.Sum(known).Quantity);
                if (held < horizon - HeldMax) held = horizon - HeldMax;
                List<CheckpointBooking> taken = Before(position, b => b.ReceivedTime >= horizon || open.Contains(b.OrderRef) || b.Booking.Time >= held);
                if (taken.Count == 0) continue;
                PositionCheckpointRow row = await RowAsync(db, taken[0], stop).ConfigureAwait(false);
                MeetUnit(row, taken[^1].Contract);
                HistoryMapping.WriteSum(row, Fold(row, taken, HistoryMapping.Sum(row)));
                row.LastTime = taken.Max(b => b.Booking.Time) is var last && last > row.LastTime ? last : row.LastTime;
                await MarkAsync(db, taken, stop).ConfigureAwait(false);
            }
            await db.SaveChangesAsync(stop).ConfigureAwait(false);
            await transaction.CommitAsync(stop).ConfigureAwait(false);
        }
        db.ChangeTracker.Clear();
    }

    /// <summary>A booking that was summed up has changed: its position is read whole again, until the checkpoint moves forward the next time.</summary>
    public static async Task ReopenAsync(TradingDbContext db, string account, int conId, CancellationToken stop)
    {
        PositionCheckpointRow? row = await db.PositionCheckpoints.FindAsync([account, conId], stop).ConfigureAwait(false);
        if (row is null) return;
        HistoryMapping.WriteSum(row, HistoryMapping.Base(row));
        // Through the tracker, as everything in the batch: rows of it that are not saved yet are met, too.
        foreach (FillRow fill in await db.Fills.Where(f => f.IsCheckpointed && (f.Account ?? "") == account && f.ConId == conId).ToListAsync(stop).ConfigureAwait(false))
            fill.IsCheckpointed = false;
        foreach (PositionAdjustmentRow adjustment in await db.PositionAdjustments.Where(a => a.IsCheckpointed && (a.Account ?? "") == account).ToListAsync(stop).ConfigureAwait(false))
            if (HistoryMapping.Contract(adjustment.Contract).ConId.Value == conId) adjustment.IsCheckpointed = false;
    }

    /// <summary>
    /// Deletes fills and adjustments that were received before <paramref name="cut"/> and are summed up; their part of the sum becomes the base,
    /// which needs them no more.
    /// </summary>
    /// <returns>How many fills were deleted.</returns>
    public static async Task<int> DeleteAsync(TradingDbContext db, DateTimeOffset cut, CancellationToken stop)
    {
        if (!await db.Fills.AnyAsync(f => f.IsCheckpointed && f.ReceivedTime < cut, stop).ConfigureAwait(false)) return 0;
        int deleted = 0;
        List<CheckpointBooking> bookings = await BookingsAsync(db, isCheckpointed: true, stop).ConfigureAwait(false);
        foreach (IGrouping<(string Account, int ConId), CheckpointBooking> position in bookings.GroupBy(b => (b.Account, b.ConId)))
        {
            List<CheckpointBooking> taken = Before(position, b => b.ReceivedTime >= cut);
            if (taken.Count == 0) continue;
            PositionCheckpointRow row = await RowAsync(db, taken[0], stop).ConfigureAwait(false);
            HistoryMapping.WriteBase(row, Fold(row, taken, HistoryMapping.Base(row)));
            deleted += await RemoveAsync(db, taken, stop).ConfigureAwait(false);
        }
        await db.SaveChangesAsync(stop).ConfigureAwait(false);
        return deleted;
    }

    // When the oldest position that a strategy still holds was begun, of a position that was held before its bookings. When the account is flat nobody holds anything.
    private static DateTimeOffset HeldSince(IEnumerable<CheckpointBooking> position, Dictionary<string, string> strategies, decimal all)
    {
        var held = new Dictionary<string, (decimal Quantity, DateTimeOffset Since)>(StringComparer.Ordinal);
        foreach (CheckpointBooking b in position.OrderBy(b => b.Booking.Time).ThenBy(b => b.Booking.Key, StringComparer.Ordinal))
        {
            all += b.Booking.Quantity;
            if (strategies.TryGetValue(b.OrderRef, out string? strategy))
            {
                (decimal quantity, DateTimeOffset since) = held.GetValueOrDefault(strategy);
                held[strategy] = (quantity + b.Booking.Quantity, quantity == 0m ? b.Booking.Time : since);
            }
            if (all == 0m) held.Clear();
        }
        return held.Values.Where(h => h.Quantity != 0m).Select(h => h.Since).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
    }

    // Everything in the ledger's order before the first booking that must stay; a whole instant stays or goes together.
    private static List<CheckpointBooking> Before(IEnumerable<CheckpointBooking> position, Func<CheckpointBooking, bool> stays)
    {
        List<CheckpointBooking> all = [.. position];
        DateTimeOffset end = all.Where(stays).Select(b => b.Booking.Time).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        return [.. all.Where(b => b.Booking.Time < end).OrderBy(b => b.Booking.Time).ThenBy(b => b.Booking.Key, StringComparer.Ordinal)];
    }

    // A contract that was resolved after it was traded may have its prices in a part of the currency: then the sums are worked out anew. Where that cannot be done they stay in
    // the old unit with the old contract, and whoever opens a position with them is told the broker's cost.
    private static void MeetUnit(PositionCheckpointRow row, string contract)
    {
        (decimal from, decimal to) = (MultiplierOf(row.Contract), MultiplierOf(contract));
        if (HistoryMapping.Sum(row).Rescaled(from, to) is not { } sum || HistoryMapping.Base(row).Rescaled(from, to) is not { } start) return;
        if (from != to)
        {
            HistoryMapping.WriteSum(row, sum);
            HistoryMapping.WriteBase(row, start);
        }
        row.Contract = contract;
    }

    private static decimal MultiplierOf(string contract) => HistoryMapping.Contract(contract).Multiplier is > 0m and var multiplier ? multiplier : 1m;

    private static LedgerBalance Fold(PositionCheckpointRow row, List<CheckpointBooking> bookings, LedgerBalance before)
    {
        decimal multiplier = MultiplierOf(row.Contract);
        var ledger = new PositionLedger(multiplier);
        // A row that was just made has no first time and no figures: nothing to go on from.
        if (before.FirstTime != default) ledger.Open(before);
        // What an adjustment cost in money stays; its price is in the unit of its own contract.
        foreach (CheckpointBooking b in bookings) ledger.Book(b.Booking.IsAdjustment ? b.Booking with { Price = b.Booking.Price * MultiplierOf(b.Contract) / multiplier } : b.Booking);
        return ledger.Balance!.Value;
    }

    private static async Task<PositionCheckpointRow> RowAsync(TradingDbContext db, CheckpointBooking of, CancellationToken stop)
    {
        PositionCheckpointRow? row = await db.PositionCheckpoints.FindAsync([of.Account, of.ConId], stop).ConfigureAwait(false);
        if (row is null) db.PositionCheckpoints.Add(row = new PositionCheckpointRow { Account = of.Account, ConId = of.ConId, Contract = of.Contract });
        return row;
    }

    private static async Task<List<CheckpointBooking>> BookingsAsync(TradingDbContext db, bool isCheckpointed, CancellationToken stop)
    {
        List<FillRow> fills = await db.Fills.AsNoTracking().Where(f => f.IsCheckpointed == isCheckpointed).ToListAsync(stop).ConfigureAwait(false);
        List<PositionAdjustmentRow> adjustments = await db.PositionAdjustments.AsNoTracking().Where(a => a.IsCheckpointed == isCheckpointed).ToListAsync(stop).ConfigureAwait(false);
        var bookings = new List<CheckpointBooking>(fills.Count + adjustments.Count);
        var contracts = new Dictionary<string, Contract>(StringComparer.Ordinal);
        Contract Read(string json) => contracts.TryGetValue(json, out Contract? known) ? known : contracts[json] = HistoryMapping.Contract(json);
        bookings.AddRange(fills.Where(f => Read(f.Contract).SecurityType != SecurityType.Combo).Select(f => CheckpointBooking.Of(f, Read)));   // its legs are held, not the combination
        bookings.AddRange(adjustments.Select(a => CheckpointBooking.Of(a)));
        return bookings;
    }

    private static async Task MarkAsync(TradingDbContext db, List<CheckpointBooking> taken, CancellationToken stop)
    {
        (string account, int conId, DateTimeOffset last) = (taken[0].Account, taken[0].ConId, taken[^1].Booking.Time);
        await db.Fills.Where(f => !f.IsCheckpointed && (f.Account ?? "") == account && f.ConId == conId && f.Time <= last)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.IsCheckpointed, true), stop).ConfigureAwait(false);
        foreach ((long sequence, int index) in taken.Where(b => b.Adjustment is not null).Select(b => b.Adjustment!.Value))
            await db.PositionAdjustments.Where(a => a.Sequence == sequence && a.Index == index)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.IsCheckpointed, true), stop).ConfigureAwait(false);
    }

    private static async Task<int> RemoveAsync(TradingDbContext db, List<CheckpointBooking> taken, CancellationToken stop)
    {
        (string account, int conId, DateTimeOffset last) = (taken[0].Account, taken[0].ConId, taken[^1].Booking.Time);
        foreach ((long sequence, int index) in taken.Where(b => b.Adjustment is not null).Select(b => b.Adjustment!.Value))
            await db.PositionAdjustments.Where(a => a.Sequence == sequence && a.Index == index).ExecuteDeleteAsync(stop).ConfigureAwait(false);
        return await db.Fills.Where(f => f.IsCheckpointed && (f.Account ?? "") == account && f.ConId == conId && f.Time <= last)
            .ExecuteDeleteAsync(stop).ConfigureAwait(false);
    }
}
