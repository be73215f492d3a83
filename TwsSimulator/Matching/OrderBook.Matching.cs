using System.Globalization;
using TwsProtocol.Orders;
using TwsSimulator.Accounts;
using TwsSimulator.Market;
using TwsSimulator.Persistence;

namespace TwsSimulator.Matching;

/// <summary>How orders meet the market: they arrive, wait, trigger, fill and expire.</summary>
internal sealed partial class OrderBook
{
    /// <summary>Lets time pass: orders on their way arrive, and those whose time is over expire.</summary>
    public void Pass(long nowMs)
    {
        _nowMs = nowMs;
        while (_arriving.TryPeek(out SimOrder? order, out long due) && due <= nowMs)
        {
            _arriving.Dequeue();
            if (order.IsWorking)
                Arrive(order);
        }
    }

    /// <summary>Cancels DAY orders of days that are over and orders past their good-till date.</summary>
    public void Expire(InstrumentState state, long nowMs)
    {
        _nowMs = nowMs;
        for (int i = _working.Count - 1; i >= 0; i--)
        {
            if (i >= _working.Count)
                continue;
            SimOrder order = _working[i];
            if (order.Instrument != state.Instrument)
                continue;
            bool dayIsOver = order.Order.Tif == "DAY" && order.AuctionTime == 0 && _source.Calendar.DateAt(order.Instrument, nowMs / 1000) > order.Day;
            bool dateIsOver = order.Order.Tif == "GTD" && WireTime.TryParse(order.Order.GoodTillDate, out long until) && nowMs >= until * 1000;
            bool auctionIsOver = order.AuctionTime != 0 && Auctions.IsOver(order, nowMs / 1000);
            if (dayIsOver || dateIsOver || auctionIsOver)
                CancelNow(order, "Order expired");
        }
    }

    /// <summary>Matches the orders of an instrument against its quote.</summary>
    /// <param name="state">The quote.</param>
    /// <param name="trade">Price of the trade of this moment; null when there was none.</param>
    /// <param name="nowMs">Time of the market.</param>
    public void Match(InstrumentState state, double? trade, long nowMs)
    {
        _nowMs = nowMs;
        // By index and with a check: a fill can cancel partners of a group, which leave the list.
        for (int i = 0; i < _working.Count; i++)
        {
            SimOrder order = _working[i];
            if (order.Instrument == state.Instrument && order.IsActive)
                MatchOne(order, state, trade);
            if (i < _working.Count && _working[i] != order)
                i--;
        }
    }

    private void MatchOne(SimOrder order, InstrumentState state, double? trade)
    {
        if (!MayTrade(order))
            return;
        if (!order.IsDue)
        {
            if (!IsDueNow(order))
                return;
            order.IsDue = true;
            if (order.Order.Tif is "IOC" or "FOK")
            {
                MatchArrival(order);
                return;
            }
        }

        if (CancelsNow(order))
        {
            CancelNow(order, "Conditions to cancel the order are met");
            return;
        }

        if (order.Status == OrderStatusKind.PreSubmitted && !OrderMatcher.NeedsTrigger(order.Order.OrderType))
        {
            order.Status = OrderStatusKind.Submitted;
            Store(order);
            Report(order);
        }

        if (!order.IsTriggered)
        {
            order.TrailStop = OrderMatcher.TrailStop(order, state);
            if (!OrderMatcher.IsTriggered(order, state))
                return;
            order.IsTriggered = true;
            order.Status = OrderStatusKind.Submitted;
            if (OrderMatcher.NeedsTrigger(order.Order.OrderType))
            {
                Store(order);
                Report(order);
            }
        }

        Match match = OrderMatcher.Find(order, state, trade);
        if (order.Order.AllOrNone && match.Quantity < order.Remaining)
            return;
        if (match.Quantity > 0)
            Fill(order, state, match);
    }

    /// <summary>Whether an order need not wait any more: for its time, its conditions, its auction.</summary>
    private bool IsDueNow(SimOrder order)
    {
        long now = _nowMs / 1000;
        if (order.Order.GoodAfterTime.Length > 0 && WireTime.TryParse(order.Order.GoodAfterTime, out long start) && now < start)
            return false;
        if (order.AuctionTime != 0 && !Auctions.IsOpen(order, now))
            return false;
        return order.Order.Conditions.Count == 0 || order.Order.ConditionsCancelOrder || AreConditionsMet(order);
    }

    private bool CancelsNow(SimOrder order) => order.Order.ConditionsCancelOrder && order.Order.Conditions.Count > 0 && AreConditionsMet(order);

    // Outside regular hours conditions count only for orders that say so.
    private bool AreConditionsMet(SimOrder order)
        => (order.Order.ConditionsIgnoreRth || _source.Calendar.IsLiquid(order.Instrument, _nowMs / 1000)) && _conditions.AreMet(order, _nowMs);

    private bool MayTrade(SimOrder order)
    {
        if (_halted.Contains(order.Instrument))
            return false;
        long now = _nowMs / 1000;
        return order.Order.OutsideRth ? _source.Calendar.IsTrading(order.Instrument, now) : _source.Calendar.IsLiquid(order.Instrument, now);
    }

    private void Fill(SimOrder order, InstrumentState state, Match match)
    {
        if (order.IsBuy && !match.AddsLiquidity)
            state.AskLeft -= match.Quantity;
        else if (!match.AddsLiquidity)
            state.BidLeft -= match.Quantity;
        decimal price = (decimal)match.Price;
        order.Filled += match.Quantity;
        order.FilledValue += match.Quantity * price;
        order.LastFillPrice = match.Price;
        order.FillCount++;
        decimal total = CommissionSchedule.Of(order.Instrument, order.Filled, order.FilledValue * order.Instrument.Multiplier);
        decimal commission = total - order.Commission;
        order.Commission = total;
        order.Status = order.Remaining == 0 ? OrderStatusKind.Filled : OrderStatusKind.Submitted;
        if (order.Remaining == 0)
            Complete(order, string.Create(CultureInfo.InvariantCulture, $"Filled Size: {order.Filled}"));
        List<SimExecution> executions = Book(order, match, commission);
        _journal?.Append(new JournalLine { Order = StoredOrderOf(order), Fill = StoredFillOf(executions[0]), MoreFills = executions.Count > 1 ? [.. executions.Skip(1).Select(StoredFillOf)] : null });

        foreach (SimExecution execution in executions)
            _reports.ReportExecution(execution);
        Report(order);
        if (order.Status == OrderStatusKind.Filled)
        {
            // The gateway repeats the final state once the commission is known.
            Report(order);
        }

        foreach (SimExecution execution in executions)
            _reports.ReportCommission(execution);
        _reports.ReportAccountChange(order.Instrument);
        AfterFill(order, match.Quantity);
    }

    /// <summary>Books a fill to the account of the order, or divides it among the accounts of its group.</summary>
    private List<SimExecution> Book(SimOrder order, in Match match, decimal commission)
    {
        IReadOnlyList<(Account Account, decimal Quantity)> parts = _accounts.Groups.Find(order.Order.FaGroup) is { } group
            ? Allocation.Split(group, order.Order.FaMethod, _accounts.Find, match.Quantity, order.Instrument.SizeIncrement)
            : [(AccountOf(order.Order), match.Quantity)];
        var executions = new List<SimExecution>(parts.Count);
        decimal before = order.Filled - match.Quantity, left = commission;
        for (int i = 0; i < parts.Count; i++)
        {
            (Account account, decimal quantity) = parts[i];
            decimal share = i == parts.Count - 1 ? left : Math.Round(commission * quantity / match.Quantity, 4);
            left -= share;
            before += quantity;
            string execId = string.Create(CultureInfo.InvariantCulture, $"{_execPrefix}.{++_lastExecNumber:x8}.01.01");
            decimal? realized = account.Book(execId, order.Instrument, order.IsBuy ? quantity : -quantity, (decimal)match.Price, share);
            executions.Add(new SimExecution(
                execId, _nowMs, order.ClientId, order.ToldOrderId == 0 ? order.OrderId : order.ToldOrderId, order.PermId, order.Instrument, order.IsBuy, quantity, match.Price, before,
                order.AverageFillPrice, order.Order.OrderRef, match.AddsLiquidity ? 1 : 2, share, realized, order.IsLiquidation, account.Id));
        }

        _executions.AddRange(executions);
        return executions;
    }

    private void Arrive(SimOrder order)
    {
        order.IsActive = true;
        InstrumentState state = _state(order.Instrument);
        order.TrailStop = OrderMatcher.TrailStop(order, state);
        if (order.TrailStop is not null && order.Order.TrailStopPrice is null)
        {
            // Where a trailing stop begins is known only now, when the client has not said it.
            Store(order);
            _reports.ReportOrder(order);
        }

        if (!MayTrade(order))
        {
            Store(order);
            _reports.ReportOrderError(order.ClientId, order.OrderId, 399, "Order Message:\n" + order.Order.Action + " " + order.Order.TotalQuantity?.ToString(CultureInfo.InvariantCulture) + " " + order.Instrument.Symbol + "\nWarning: your order will not be placed at the exchange until the market opens");
        }

        MatchArrival(order);
    }

    private void MatchArrival(SimOrder order)
    {
        InstrumentState state = _state(order.Instrument);
        if (!order.IsDue)
        {
            if (!IsDueNow(order))
                return;
            order.IsDue = true;
        }

        if (order.Order.Tif == "FOK" && MayTrade(order) && OrderMatcher.Find(order, state, null).Quantity < order.Remaining)
        {
            CancelNow(order, "Fill or kill order could not be filled at once");
            return;
        }

        if (MayTrade(order) || order.Order.Tif is "IOC" or "FOK")
            MatchOne(order, state, null);
        if (order.IsWorking && (order.Order.Tif is "IOC" or "FOK"))
            CancelNow(order, "Immediate or cancel order: the rest could not be filled at once");
    }
}
