using TwsProtocol.Messages.Requests;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using TwsSimulator.Accounts;
using TwsSimulator.Market;
using TwsSimulator.Persistence;

namespace TwsSimulator.Matching;

/// <summary>Stores orders, fills and accounts in the journal, and brings them back. Without a journal nothing is stored. Changed by the gateway's loop only.</summary>
internal sealed class OrderStore(OrderLedger ledger, AccountList accounts, AccountJournal? journal)
{
    private const int StoredFrameVersion = 200;
    private const int FrameHeaderBytes = 4;

    /// <summary>Stores an order as it is.</summary>
    public void Store(SimOrder order) => journal?.Append(new JournalLine { Order = StoredOrderOf(order) });

    /// <summary>Stores a fill with its order, in one piece: a kill between the two would lose one of them.</summary>
    public void Store(SimOrder order, IReadOnlyList<SimExecution> executions)
    {
        // The execution of a combination moves nothing; those of its legs do.
        SimExecution[] moving = [.. executions.Where(e => e.Instrument.Legs.Items.Count == 0)];
        journal?.Append(new JournalLine { Order = StoredOrderOf(order), Fill = StoredFillOf(moving[0]), MoreFills = moving.Length > 1 ? [.. moving.Skip(1).Select(StoredFillOf)] : null });
    }

    /// <summary>Stores an account as it is.</summary>
    public void Store(Account account) => journal?.Append(new JournalLine { Account = StoredOf(account) });

    /// <summary>Takes over what the journal holds and starts a compact one.</summary>
    /// <param name="instrumentOf">Finds instruments by conId; null when one is not known any more.</param>
    /// <param name="today">The trading day now.</param>
    /// <param name="nowMs">Time of the market.</param>
    /// <returns>Number of orders and fills that could not be read because their instrument is gone.</returns>
    public int Restore(Func<int, Instrument?> instrumentOf, DateOnly today, long nowMs)
    {
        if (journal is null)
        {
            foreach (Account account in accounts.All)
                account.StartDay(today);
            return 0;
        }

        int lost = 0;
        foreach (JournalLine line in journal.Read())
        {
            if (line.Account is { } stored)
                lost += RestoreAccount(stored, instrumentOf);
            foreach (StoredFill fill in (line.Fill is { } first ? [first] : Array.Empty<StoredFill>()).Concat(line.MoreFills ?? []))
            {
                if (!RestoreFill(fill, instrumentOf, applies: line.Order is not null))
                    lost++;
            }

            if (line.Order is { } order && !RestoreOrder(order, instrumentOf))
                lost++;
        }

        foreach (SimOrder order in ledger.All.Where(o => o.IsWorking).OrderBy(o => o.PermId).ToArray())
            ledger.Begin(order);
        foreach (Account account in accounts.All.Where(a => a.Day != today))
            account.StartDay(today);
        Compact(nowMs);
        return lost;
    }

    /// <summary>Starts the journal anew with the accounts, fills and orders as they are.</summary>
    public void Compact(long nowMs)
    {
        if (journal is null)
            return;
        long oldest = ledger.ForgetOldExecutions(nowMs);
        List<JournalLine> lines = [.. accounts.All.Select(a => new JournalLine { Account = StoredOf(a) })];
        // A fill without its order is history: the account lines above have it already.
        lines.AddRange(ledger.Executions.Where(e => e.Instrument.Legs.Items.Count == 0).Select(e => new JournalLine { Fill = StoredFillOf(e) }));
        lines.AddRange(ledger.All.Where(o => o.IsWorking || o.CompletedMs >= oldest).OrderBy(o => o.PermId).Select(o => new JournalLine { Order = StoredOrderOf(o) }));
        journal.Restart(lines);
    }

    private StoredAccount StoredOf(Account account) => new(
        account.Id, account.Cash, account.Euros, account.Day, ledger.LastPermId, ledger.ExecPrefix, ledger.LastExecNumber, new Dictionary<int, int>(ledger.HighestOrderIds),
        [.. account.Positions.Select(p => new StoredPosition(p.Instrument.ConId, p.Quantity, p.AverageCost, p.RealizedPnl, p.RealizedToday, p.DayStartValue, p.DayFlow))]);

    private static StoredOrder StoredOrderOf(SimOrder o) => new(
        o.ClientId, o.OrderId, o.PermId, o.Instrument.ConId, Convert.ToBase64String(MessageEncoder.Frame(new PlaceOrder(o.OrderId, o.Contract, o.Order), StoredFrameVersion)),
        OrderStatusText.Of(o.Status), o.WhyHeld, o.Filled, o.FilledValue, o.LastFillPrice, o.FillCount, o.Commission, o.IsTriggered, o.IsActive, o.TrailStop, o.Day, o.CompletedMs, o.CompletedStatus, o.PlacedMs, o.IsDue, o.AuctionTime,
        o.IsLiquidation, o.BoundId);

    private static StoredFill StoredFillOf(SimExecution e) => new(
        e.ExecId, e.TimeMs, e.ClientId, e.OrderId, e.PermId, e.Instrument.ConId, e.IsBuy, e.Shares, e.Price, e.CumulativeQuantity, e.AveragePrice, e.OrderRef, e.LastLiquidity, e.Commission, e.RealizedPnl, e.IsLiquidation, e.Account);

    private int RestoreAccount(StoredAccount stored, Func<int, Instrument?> instrumentOf)
    {
        int lost = 0;
        // A journal of before, with another number of the only account, is that account's.
        Account account = accounts.Find(stored.Id) ?? accounts.First;
        account.Restore(stored.Cash, stored.Euros, stored.Day);
        ledger.LastPermId = stored.LastPermId;
        ledger.ExecPrefix = stored.ExecPrefix;
        ledger.LastExecNumber = Math.Max(ledger.LastExecNumber, stored.LastExecNumber);
        foreach ((int client, int highest) in stored.HighestOrderIds)
            ledger.SetHighestOrderId(client, highest);
        foreach (StoredPosition p in stored.Positions)
        {
            if (instrumentOf(p.ConId) is { } instrument)
                account.PositionOf(instrument).Restore(p.Quantity, p.AverageCost, p.RealizedPnl, p.RealizedToday, p.DayStartValue, p.DayFlow);
            else
                lost++;
        }

        return lost;
    }

    private bool RestoreFill(StoredFill f, Func<int, Instrument?> instrumentOf, bool applies)
    {
        if (instrumentOf(f.ConId) is not { } instrument)
            return false;
        if (applies)
            (accounts.Find(f.Account) ?? accounts.First).Book(f.ExecId, instrument, f.IsBuy ? f.Shares : -f.Shares, (decimal)f.Price, f.Commission);

        // By its id and not by counting: a combination takes a number of its own, and no account holds what it traded.
        ledger.LastExecNumber = Math.Max(ledger.LastExecNumber, OrderLedger.NumberOf(f.ExecId));

        ledger.AddExecutions([new SimExecution(
            f.ExecId, f.TimeMs, f.ClientId, f.OrderId, f.PermId, instrument, f.IsBuy, f.Shares, f.Price, f.CumulativeQuantity, f.AveragePrice, f.OrderRef, f.LastLiquidity, f.Commission, f.RealizedPnl, f.IsLiquidation, f.Account.Length > 0 ? f.Account : accounts.First.Id)]);
        return true;
    }

    private bool RestoreOrder(StoredOrder s, Func<int, Instrument?> instrumentOf)
    {
        ledger.SetHighestOrderId(s.ClientId, Math.Max(ledger.HighestOrderIds.GetValueOrDefault(s.ClientId), s.OrderId));
        ledger.LastPermId = Math.Max(ledger.LastPermId, s.PermId);
        ledger.LastManualId = Math.Min(ledger.LastManualId, s.OrderId);
        byte[] frame = Convert.FromBase64String(s.Frame);
        var request = (PlaceOrder)RequestDecoder.Decode(frame.AsSpan(FrameHeaderBytes), StoredFrameVersion);
        if ((Combos.Is(request.Contract) ? Combos.Make(request.Contract, instrumentOf) : instrumentOf(s.ConId)) is not { } instrument)
            return false;
        var order = new SimOrder(s.ClientId, s.OrderId, s.PermId, instrument, request.Contract, request.Order with { ClientId = s.ClientId })
        {
            Status = OrderStatusText.Parse(s.Status),
            WhyHeld = s.WhyHeld,
            Filled = s.Filled,
            FilledValue = s.FilledValue,
            LastFillPrice = s.LastFillPrice,
            FillCount = s.FillCount,
            Commission = s.Commission,
            IsTriggered = s.IsTriggered,
            IsActive = s.IsActive,
            TrailStop = s.TrailStop,
            Day = s.Day,
            CompletedMs = s.CompletedMs,
            CompletedStatus = s.CompletedStatus,
            PlacedMs = s.PlacedMs,
            IsDue = s.IsDue,
            AuctionTime = s.AuctionTime,
            IsLiquidation = s.IsLiquidation,
            BoundId = s.BoundId,
        };
        ledger.Add(order);
        if (s.BoundId != 0)
            ledger.RestoreBinding(order);
        return true;
    }
}
