using TwsProtocol.Contracts;
using TwsProtocol.Orders;
using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>What does not come from a client of the API: trades in TWS by hand, liquidations, corrections of executions.</summary>
internal sealed partial class OrderBook
{
    /// <summary>Places an order as if it were entered in TWS by hand.</summary>
    /// <param name="instrument">What is traded.</param>
    /// <param name="action">BUY or SELL.</param>
    /// <param name="quantity">Above 0.</param>
    /// <param name="limit">Limit price; null for a market order.</param>
    /// <param name="nowMs">Time of the market.</param>
    public void PlaceManual(Instrument instrument, string action, decimal quantity, double? limit, long nowMs)
    {
        _nowMs = nowMs;
        SimOrder order = ManualOrderOf(instrument, action, quantity, limit);
        _working.Add(order);
        Accept(order);
    }

    /// <summary>Fills an order of TWS by hand at once, or a liquidation by the broker, at the quote of the moment.</summary>
    /// <param name="instrument">What is traded.</param>
    /// <param name="action">BUY or SELL.</param>
    /// <param name="quantity">Above 0.</param>
    /// <param name="isLiquidation">Whether the broker closed it.</param>
    /// <param name="nowMs">Time of the market.</param>
    /// <exception cref="SimulatorException">There is no quote.</exception>
    public void FillManual(Instrument instrument, string action, decimal quantity, bool isLiquidation, long nowMs)
    {
        _nowMs = nowMs;
        InstrumentState state = _state(instrument);
        double price = (action == "BUY" ? state.Ask : state.Bid) ?? throw new SimulatorException($"There is no quote of {instrument.Name} to fill at; try again when its market is open.");
        SimOrder order = ManualOrderOf(instrument, action, quantity, limit: null);
        order.IsLiquidation = isLiquidation;
        _working.Add(order);
        Fill(order, state, new Match(quantity, price, false));
    }

    /// <summary>Exercises options that are held, or lets them lapse: they leave the account, and exercised ones bring or take the underlying at the strike.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="reqId">Id of its request, for errors.</param>
    /// <param name="option">The option.</param>
    /// <param name="isExercise">False lets it lapse.</param>
    /// <param name="quantity">Contracts.</param>
    /// <param name="accountId">Account; empty for the only one.</param>
    /// <param name="overrides">Also against what would be done by itself: out of the money.</param>
    /// <param name="nowMs">Time of the market.</param>
    public void Exercise(int clientId, int reqId, Instrument option, bool isExercise, int quantity, string accountId, bool overrides, long nowMs)
    {
        _nowMs = nowMs;
        Account? account = accountId.Length == 0 && !_accounts.AreSeveral ? _accounts.First : _accounts.Find(accountId);
        if (account is null || option.Underlying is not { } underlying || quantity <= 0 || account.QuantityOf(option.ConId) < quantity)
        {
            string why = account is null ? $"Invalid account code '{accountId}'." : option.Underlying is null ? "Only options can be exercised." : "No unlapsed position exists in this option in the account.";
            _reports.ReportOrderError(clientId, reqId, 322, "Error processing request.-'exerciseOptions' : cause - " + why);
            return;
        }

        bool isCall = option.Right.StartsWith('C');
        double price = _state(underlying).Mark ?? underlying.BasePrice;
        bool isInTheMoney = isCall ? price > option.Strike : price < option.Strike;
        if (isExercise != isInTheMoney && !overrides)
        {
            _reports.ReportOrderError(clientId, reqId, 322, $"Error processing request.-'exerciseOptions' : cause - The option is {(isInTheMoney ? "in" : "out of")} the money; set override to {(isExercise ? "exercise" : "lapse")} it all the same.");
            return;
        }

        FillAt(option, "SELL", quantity, 0, account.Id);
        if (isExercise)
            FillAt(underlying, isCall ? "BUY" : "SELL", quantity * option.Multiplier, option.Strike, account.Id);
    }

    /// <summary>Corrects an execution: its next revision replaces it, and the account follows.</summary>
    /// <param name="execId">Id of the execution.</param>
    /// <param name="price">The right price; null keeps it.</param>
    /// <param name="quantity">The right quantity; null keeps it.</param>
    /// <param name="nowMs">Time of the market.</param>
    /// <exception cref="SimulatorException">There is no such execution.</exception>
    public void Correct(string execId, double? price, decimal? quantity, long nowMs)
    {
        _nowMs = nowMs;
        int at = _executions.FindIndex(e => e.ExecId == execId);
        if (at < 0)
            throw new SimulatorException($"There is no execution {execId} of the last {DaysKept} days to correct.");
        SimExecution old = _executions[at];
        decimal sign = old.IsBuy ? 1 : -1;
        SimExecution right = old.Corrected(price ?? old.Price, quantity ?? old.Shares);
        decimal? realized = (_accounts.Find(old.Account) ?? _accounts.First).Correct(
            old.ExecId, right.ExecId, right.Instrument, sign * old.Shares, (decimal)old.Price, sign * right.Shares, (decimal)right.Price, right.Commission);
        _executions[at] = right = right with { RealizedPnl = realized };
        SimOrder? order = _orders.Values.FirstOrDefault(o => o.PermId == old.PermId);
        if (order is not null)
        {
            order.Filled += right.Shares - old.Shares;
            order.FilledValue += (right.Shares * (decimal)right.Price) - (old.Shares * (decimal)old.Price);
            order.LastFillPrice = right.Price;
        }

        // Stored before it is told. The journal holds fills, not their corrections, so it starts anew with the accounts as they are.
        if (_journal is not null)
            Compact();
        _reports.ReportExecution(right);
        if (order is not null)
            _reports.ReportStatus(order);
        _reports.ReportCommission(right);
        _reports.ReportAccountChange(right.Instrument);
    }

    /// <summary>Gives client 0 an order id for every order that was entered in TWS by hand, now and from now on.</summary>
    public void BindManual(bool isOn)
    {
        _bindsManual = isOn;
        if (!isOn)
            return;
        foreach (SimOrder order in _working.Where(o => o.IsManual && o.BoundId == 0).ToArray())
        {
            Bind(order);
            Store(order);
            Report(order);
        }
    }

    private void Bind(SimOrder order)
    {
        order.BoundId = NextOrderId(0);
        _highestOrderIds[0] = order.BoundId;
        _bound[order.BoundId] = order;
        _reports.ReportBound(order);
    }

    private void FillAt(Instrument instrument, string action, decimal quantity, double price, string account)
    {
        SimOrder order = ManualOrderOf(instrument, action, quantity, limit: null, account);
        _working.Add(order);
        Fill(order, _state(instrument), new Match(quantity, price, true));
    }

    private SimOrder ManualOrderOf(Instrument instrument, string action, decimal quantity, double? limit, string account = "")
    {
        // TWS gives its own orders no id; the negative one is known here only.
        int id = --_lastManualId;
        var terms = new Order { Action = action, TotalQuantity = quantity, OrderType = limit is null ? "MKT" : "LMT", LmtPrice = limit, Tif = "DAY", Account = account.Length > 0 ? account : _accounts.First.Id };
        var contract = new Contract { ConId = instrument.ConId, Symbol = instrument.Symbol, SecType = instrument.SecType, Exchange = instrument.Exchange, Currency = instrument.Currency };
        var order = new SimOrder(0, id, ++_lastPermId, instrument, contract, Normalize(terms, 0, id)) { Day = _source.Calendar.DateAt(instrument, _nowMs / 1000), PlacedMs = _nowMs };
        _orders.Add((0, id), order);
        if (_bindsManual)
            Bind(order);
        return order;
    }
}
