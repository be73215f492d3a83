using TwsProtocol.Contracts;
using TwsProtocol.Orders;
using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>What does not come from an order of the API: trades in TWS by hand, liquidations, exercised options, corrections of executions. Changed by the gateway's loop only.</summary>
/// <param name="book">Takes and fills the orders.</param>
/// <param name="ledger">Remembers them.</param>
/// <param name="booking">Corrects fills.</param>
/// <param name="store">Stores what is corrected and bound.</param>
/// <param name="accounts">The accounts.</param>
/// <param name="state">Quotes.</param>
/// <param name="calendar">Trading days.</param>
/// <param name="reports">Told what has happened.</param>
internal sealed class ManualTrading(
    OrderBook book, OrderLedger ledger, FillBooking booking, OrderStore store, AccountList accounts, Func<Instrument, InstrumentState> state, TradingCalendar calendar, IOrderReports reports)
{
    private bool _binds;

    /// <summary>Places an order as if it were entered in TWS by hand.</summary>
    /// <param name="instrument">What is traded.</param>
    /// <param name="action">BUY or SELL.</param>
    /// <param name="quantity">Above 0.</param>
    /// <param name="limit">Limit price; null for a market order.</param>
    /// <param name="nowMs">Time of the market.</param>
    public void Place(Instrument instrument, string action, decimal quantity, double? limit, long nowMs)
        => book.Take(OrderOf(instrument, action, quantity, limit, nowMs), nowMs);

    /// <summary>Fills an order of TWS by hand at once, or a liquidation by the broker, at the quote of the moment.</summary>
    /// <param name="instrument">What is traded.</param>
    /// <param name="action">BUY or SELL.</param>
    /// <param name="quantity">Above 0.</param>
    /// <param name="isLiquidation">Whether the broker closed it.</param>
    /// <param name="nowMs">Time of the market.</param>
    /// <exception cref="SimulatorException">There is no quote.</exception>
    public void Fill(Instrument instrument, string action, decimal quantity, bool isLiquidation, long nowMs)
    {
        InstrumentState quote = state(instrument);
        double price = (action == "BUY" ? quote.Ask : quote.Bid) ?? throw new SimulatorException($"There is no quote of {instrument.Name} to fill at; try again when its market is open.");
        SimOrder order = OrderOf(instrument, action, quantity, limit: null, nowMs);
        order.IsLiquidation = isLiquidation;
        book.FillWhole(order, new Match(quantity, price, false), nowMs);
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
        Account? account = accountId.Length == 0 && !accounts.AreSeveral ? accounts.First : accounts.Find(accountId);
        if (account is null || option.Underlying is not { } underlying || quantity <= 0 || account.QuantityOf(option.ConId) < quantity)
        {
            string why = account is null ? $"Invalid account code '{accountId}'." : option.Underlying is null ? "Only options can be exercised." : "No unlapsed position exists in this option in the account.";
            reports.ReportOrderError(clientId, reqId, 322, "Error processing request.-'exerciseOptions' : cause - " + why);
            return;
        }

        bool isCall = option.Right.StartsWith('C');
        double price = state(underlying).Mark ?? underlying.BasePrice;
        bool isInTheMoney = isCall ? price > option.Strike : price < option.Strike;
        if (isExercise != isInTheMoney && !overrides)
        {
            reports.ReportOrderError(clientId, reqId, 322, $"Error processing request.-'exerciseOptions' : cause - The option is {(isInTheMoney ? "in" : "out of")} the money; set override to {(isExercise ? "exercise" : "lapse")} it all the same.");
            return;
        }

        FillAt(option, "SELL", quantity, 0, account.Id, nowMs);
        if (isExercise)
            FillAt(underlying, isCall ? "BUY" : "SELL", quantity * option.Multiplier, option.Strike, account.Id, nowMs);
    }

    /// <summary>Corrects an execution: its next revision replaces it, and the account follows.</summary>
    /// <param name="execId">Id of the execution.</param>
    /// <param name="price">The right price; null keeps it.</param>
    /// <param name="quantity">The right quantity; null keeps it.</param>
    /// <param name="nowMs">Time of the market.</param>
    /// <exception cref="SimulatorException">There is no such execution.</exception>
    public void Correct(string execId, double? price, decimal? quantity, long nowMs)
    {
        (SimExecution right, SimOrder? order) = booking.Correct(execId, price, quantity);
        // Stored before it is told. The journal holds fills, not their corrections, so it starts anew with the accounts as they are.
        store.Compact(nowMs);
        reports.ReportExecution(right);
        if (order is not null)
            reports.ReportStatus(order);
        reports.ReportCommission(right);
        reports.ReportAccountChange(right.Instrument);
    }

    /// <summary>Gives client 0 an order id for every order that was entered in TWS by hand, now and from now on.</summary>
    public void Bind(bool isOn)
    {
        _binds = isOn;
        if (!isOn)
            return;
        foreach (SimOrder order in BindWorking())
        {
            reports.ReportOrder(order);
            reports.ReportStatus(order);
        }
    }

    /// <summary>Gives client 0 an order id for every order that was entered in TWS by hand and works now.</summary>
    /// <returns>Those that had none.</returns>
    public IReadOnlyList<SimOrder> BindWorking()
    {
        SimOrder[] unbound = [.. ledger.Working.Where(o => o.IsManual && o.BoundId == 0)];
        foreach (SimOrder order in unbound)
        {
            Bind(order);
            store.Store(order);
        }
        return unbound;
    }

    private void Bind(SimOrder order)
    {
        ledger.Bind(order);
        reports.ReportBound(order);
    }

    private void FillAt(Instrument instrument, string action, decimal quantity, double price, string account, long nowMs)
        => book.FillWhole(OrderOf(instrument, action, quantity, limit: null, nowMs, account), new Match(quantity, price, true), nowMs);

    private SimOrder OrderOf(Instrument instrument, string action, decimal quantity, double? limit, long nowMs, string account = "")
    {
        // TWS gives its own orders no id; the negative one is known here only.
        int id = --ledger.LastManualId;
        var terms = new Order { Action = action, TotalQuantity = quantity, OrderType = limit is null ? "MKT" : "LMT", LmtPrice = limit, Tif = "DAY", Account = account.Length > 0 ? account : accounts.First.Id };
        var contract = new Contract { ConId = instrument.ConId, Symbol = instrument.Symbol, SecType = instrument.SecType, Exchange = instrument.Exchange, Currency = instrument.Currency };
        var order = new SimOrder(0, id, ledger.NextPermId(), instrument, contract, OrderTerms.Normalize(terms, 0, id, accounts)) { Day = calendar.DateAt(instrument, nowMs / 1000), PlacedMs = nowMs };
        ledger.Add(order);
        if (_binds)
            Bind(order);
        return order;
    }
}
