using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>Books fills to the accounts, and their corrections. Changed by the gateway's loop only.</summary>
internal sealed class FillBooking(AccountList accounts, OrderLedger ledger)
{
    /// <summary>Counts a fill in its order and books it to the account of the order, or divides it among the accounts of its group.</summary>
    /// <returns>The executions, one for each account.</returns>
    public IReadOnlyList<SimExecution> Book(SimOrder order, in Match match, long nowMs)
    {
        decimal price = (decimal)match.Price;
        order.Filled += match.Quantity;
        order.FilledValue += match.Quantity * price;
        order.LastFillPrice = match.Price;
        order.FillCount++;
        decimal total = CommissionSchedule.Of(order.Instrument, order.Filled, order.FilledValue * order.Instrument.PointValue);
        decimal commission = total - order.Commission;
        order.Commission = total;

        IReadOnlyList<(Account Account, decimal Quantity)> parts = accounts.Groups.Find(order.Order.FaGroup) is { } group
            ? Allocation.Split(group, order.Order.FaMethod, accounts.Find, match.Quantity, order.Instrument.SizeIncrement)
            : [(accounts.Find(order.Order.Account) ?? accounts.First, match.Quantity)];
        var executions = new List<SimExecution>(parts.Count);
        decimal before = order.Filled - match.Quantity, left = commission;
        for (int i = 0; i < parts.Count; i++)
        {
            (Account account, decimal quantity) = parts[i];
            decimal share = i == parts.Count - 1 ? left : Math.Round(commission * quantity / match.Quantity, 4);
            left -= share;
            before += quantity;
            string execId = ledger.NextExecId();
            decimal? realized = account.Book(execId, order.Instrument, order.IsBuy ? quantity : -quantity, price, share);
            executions.Add(new SimExecution(
                execId, nowMs, order.ClientId, order.ToldOrderId == 0 ? order.OrderId : order.ToldOrderId, order.PermId, order.Instrument, order.IsBuy, quantity, match.Price, before,
                order.AverageFillPrice, order.Order.OrderRef, match.AddsLiquidity ? 1 : 2, share, realized, order.IsLiquidation, account.Id));
        }

        ledger.AddExecutions(executions);
        return executions;
    }

    /// <summary>Counts a fill of a combination in its order and books its legs, each at its own quote.</summary>
    /// <returns>The execution of the combination, which no account holds, and those of its legs.</returns>
    public IReadOnlyList<SimExecution> BookLegs(SimOrder order, in Match match, Func<Instrument, InstrumentState> stateOf, long nowMs)
    {
        decimal quantity = match.Quantity;
        order.Filled += quantity;
        order.FilledValue += quantity * (decimal)match.Price;
        order.LastFillPrice = match.Price;
        order.FillCount++;
        Account account = accounts.Find(order.Order.Account) ?? accounts.First;
        var executions = new List<SimExecution> { Execution(order.Instrument, order.IsBuy, quantity, match.Price, order.Filled, order.AverageFillPrice, 0, null) };
        foreach ((Instrument leg, decimal signed) in Combos.PartsOf(order.Instrument, order.IsBuy ? quantity : -quantity))
        {
            InstrumentState state = stateOf(leg);
            double price = (signed > 0 ? state.Ask : state.Bid) ?? state.Mark ?? leg.BasePrice;
            decimal size = Math.Abs(signed), commission = CommissionSchedule.Of(leg, size, size * (decimal)price * leg.PointValue);
            order.Commission += commission;
            string execId = ledger.NextExecId();
            decimal? realized = account.Book(execId, leg, signed, (decimal)price, commission);
            executions.Add(Execution(leg, signed > 0, size, price, size, price, commission, realized) with { ExecId = execId });
        }

        ledger.AddExecutions(executions);
        return executions;

        SimExecution Execution(Instrument instrument, bool isBuy, decimal shares, double price, decimal cumulative, double average, decimal commission, decimal? realized) => new(
            instrument == order.Instrument ? ledger.NextExecId() : "", nowMs, order.ClientId, order.ToldOrderId == 0 ? order.OrderId : order.ToldOrderId, order.PermId, instrument, isBuy, shares, price,
            cumulative, average, order.Order.OrderRef, 2, commission, realized, order.IsLiquidation, account.Id);
    }

    /// <summary>Puts the next revision of a fill in its place; the account and the order follow.</summary>
    /// <param name="execId">Id of the fill.</param>
    /// <param name="price">The right price; null keeps it.</param>
    /// <param name="quantity">The right quantity; null keeps it.</param>
    /// <returns>The right fill, and its order when that is still remembered.</returns>
    /// <exception cref="SimulatorException">There is no such fill.</exception>
    public (SimExecution Right, SimOrder? Order) Correct(string execId, double? price, decimal? quantity)
    {
        int at = ledger.IndexOf(execId);
        if (at < 0)
            throw new SimulatorException($"There is no execution {execId} of the last {OrderLedger.KeptDays} days to correct.");
        SimExecution old = ledger.Executions[at];
        decimal sign = old.IsBuy ? 1 : -1;
        SimExecution right = old.Corrected(price ?? old.Price, quantity ?? old.Shares);
        decimal? realized = (accounts.Find(old.Account) ?? accounts.First).Correct(
            old.ExecId, right.ExecId, right.Instrument, sign * old.Shares, (decimal)old.Price, sign * right.Shares, (decimal)right.Price, right.Commission);
        right = right with { RealizedPnl = realized };
        ledger.ReplaceExecution(at, right);
        SimOrder? order = ledger.FindByPermId(old.PermId);
        if (order is not null)
        {
            order.Filled += right.Shares - old.Shares;
            order.FilledValue += (right.Shares * (decimal)right.Price) - (old.Shares * (decimal)old.Price);
            order.LastFillPrice = right.Price;
        }

        return (right, order);
    }
}
