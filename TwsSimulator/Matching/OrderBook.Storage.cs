using TwsProtocol.Messages.Requests;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using TwsSimulator.Accounts;
using TwsSimulator.Market;
using TwsSimulator.Persistence;

namespace TwsSimulator.Matching;

/// <summary>What the book stores, and how it comes back.</summary>
internal sealed partial class OrderBook
{
    /// <summary>Takes over what the journal holds and starts a compact one.</summary>
    /// <param name="instrumentOf">Finds instruments by conId; null when one is not known any more.</param>
    /// <param name="today">The trading day now.</param>
    /// <returns>Number of orders and fills that could not be read because their instrument is gone.</returns>
    public int Restore(Func<int, Instrument?> instrumentOf, DateOnly today)
    {
        if (_journal is null)
        {
            foreach (Account account in _accounts.All)
                account.StartDay(today);
            return 0;
        }

        int lost = 0;
        foreach (JournalLine line in _journal.Read())
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

        _working.AddRange(_orders.Values.Where(o => o.IsWorking).OrderBy(o => o.PermId));
        foreach (Account account in _accounts.All.Where(a => a.Day != today))
            account.StartDay(today);
        Compact();
        // An order that was on its way when the process died arrives now.
        foreach (SimOrder order in _working.Where(o => !o.IsActive && o.WhyHeld.Length == 0 && o.Order.Transmit))
            _arriving.Enqueue(order, _nowMs);
        return lost;
    }

    private void Store(SimOrder order) => _journal?.Append(new JournalLine { Order = StoredOrderOf(order) });

    private void Compact()
    {
        long oldest = _nowMs - (DaysKept * 86_400_000L);
        _executions.RemoveAll(e => e.TimeMs < oldest);
        List<JournalLine> lines = [.. _accounts.All.Select(a => new JournalLine { Account = StoredOf(a) })];
        // A fill without its order is history: the account lines above have it already.
        lines.AddRange(_executions.Select(e => new JournalLine { Fill = StoredFillOf(e) }));
        lines.AddRange(_orders.Values.Where(o => o.IsWorking || o.CompletedMs >= oldest).OrderBy(o => o.PermId).Select(o => new JournalLine { Order = StoredOrderOf(o) }));
        _journal?.Restart(lines);
    }

    private StoredAccount StoredOf(Account account) => new(
        account.Id, account.Cash, account.Euros, account.Day, _lastPermId, _execPrefix, _lastExecNumber, new Dictionary<int, int>(_highestOrderIds),
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
        Account account = _accounts.Find(stored.Id) ?? _accounts.First;
        account.Restore(stored.Cash, stored.Euros, stored.Day);
        _lastPermId = stored.LastPermId;
        _execPrefix = stored.ExecPrefix;
        _lastExecNumber = Math.Max(_lastExecNumber, stored.LastExecNumber);
        foreach ((int client, int highest) in stored.HighestOrderIds)
            _highestOrderIds[client] = highest;
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
        {
            (_accounts.Find(f.Account) ?? _accounts.First).Book(f.ExecId, instrument, f.IsBuy ? f.Shares : -f.Shares, (decimal)f.Price, f.Commission);
            _lastExecNumber++;
        }

        _executions.Add(new SimExecution(
            f.ExecId, f.TimeMs, f.ClientId, f.OrderId, f.PermId, instrument, f.IsBuy, f.Shares, f.Price, f.CumulativeQuantity, f.AveragePrice, f.OrderRef, f.LastLiquidity, f.Commission, f.RealizedPnl, f.IsLiquidation, f.Account.Length > 0 ? f.Account : _accounts.First.Id));
        return true;
    }

    private bool RestoreOrder(StoredOrder s, Func<int, Instrument?> instrumentOf)
    {
        _highestOrderIds[s.ClientId] = Math.Max(_highestOrderIds.GetValueOrDefault(s.ClientId), s.OrderId);
        _lastPermId = Math.Max(_lastPermId, s.PermId);
        _lastManualId = Math.Min(_lastManualId, s.OrderId);
        if (instrumentOf(s.ConId) is not { } instrument)
            return false;
        byte[] frame = Convert.FromBase64String(s.Frame);
        var request = (PlaceOrder)RequestDecoder.Decode(frame.AsSpan(FrameHeaderBytes), StoredFrameVersion);
        _orders[(s.ClientId, s.OrderId)] = new SimOrder(s.ClientId, s.OrderId, s.PermId, instrument, request.Contract, request.Order with { ClientId = s.ClientId })
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
        if (s.BoundId != 0)
        {
            _bound[s.BoundId] = _orders[(s.ClientId, s.OrderId)];
            _highestOrderIds[0] = Math.Max(_highestOrderIds.GetValueOrDefault(0), s.BoundId);
        }

        return true;
    }
}
