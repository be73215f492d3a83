using System.Globalization;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Orders;
using TwsSimulator.Accounts;
using TwsSimulator.Market;
using TwsSimulator.Persistence;

namespace TwsSimulator.Matching;

/// <summary>
/// The life of orders in the simulated gateway: accepts, holds, triggers, fills, modifies and cancels them, and stores every change before it is reported.
/// Changed by the gateway's loop only.
/// </summary>
internal sealed class OrderBook
{
    private readonly OrderLedger _ledger = new();
    private readonly PriorityQueue<SimOrder, long> _arriving = new();
    private readonly AccountList _accounts;
    private readonly Func<Instrument, InstrumentState> _state;
    private readonly TradingCalendar _calendar;
    private readonly IOrderReports _reports;
    private readonly PlaceChecks _placeChecks;
    private readonly OrderTiming _timing;
    private readonly OrderFamilies _families;
    private readonly MarginModel _margin;
    private readonly FillBooking _booking;
    private readonly OrderStore _store;
    private readonly OrderEndings _endings;
    private readonly long _latencyMs;

    /// <summary>Creates an empty book.</summary>
    public OrderBook(AccountList accounts, Func<Instrument, InstrumentState> state, IMarketSource source, AccountJournal? journal, IOrderReports reports, TimeSpan latency, long nowMs)
    {
        _accounts = accounts;
        _state = instrument => instrument.Legs.Items.Count == 0 ? state(instrument) : Combos.StateOf(instrument, source, state);
        _calendar = source.Calendar;
        _reports = reports;
        _latencyMs = (long)latency.TotalMilliseconds;
        var conditions = new OrderConditions(source, state, accounts, _ledger.Executions);
        _placeChecks = new PlaceChecks(_ledger, conditions, accounts);
        _timing = new OrderTiming(source.Calendar, conditions);
        _families = new OrderFamilies(_ledger);
        _margin = new MarginModel(accounts, _ledger.Working);
        _booking = new FillBooking(accounts, _ledger);
        _store = new OrderStore(_ledger, accounts, journal);
        _endings = new OrderEndings(_ledger, _families, _store, reports, Send) { NowMs = nowMs };
        Manual = new ManualTrading(this, _ledger, _booking, _store, accounts, state, source.Calendar, reports);
    }

    private long NowMs
    {
        get => _endings.NowMs;
        set => _endings.NowMs = value;
    }

    /// <summary>What does not come from an order of the API.</summary>
    public ManualTrading Manual { get; }

    /// <summary>Number of the first account.</summary>
    public string FirstAccount => _accounts.First.Id;

    /// <summary>Orders that can still fill, in the order of their arrival.</summary>
    public IReadOnlyList<SimOrder> Working => _ledger.Working;

    /// <summary>Every order still remembered.</summary>
    public IEnumerable<SimOrder> All => _ledger.All;

    /// <summary>Fills of the last days, oldest first.</summary>
    public IReadOnlyList<SimExecution> Executions => _ledger.Executions;

    /// <summary>Lowest order id that a client may use next.</summary>
    public int NextOrderId(int clientId) => _ledger.NextOrderId(clientId);

    /// <summary>Lowers the next order id of a client, or of all, as some restarts of the real gateway do.</summary>
    /// <param name="clientId">The client; null for all.</param>
    /// <param name="to">The next id; null to go back by a number of ids.</param>
    /// <param name="by">How many ids to go back.</param>
    public void RollBackOrderIds(int? clientId, int? to, int by) => _ledger.RollBackOrderIds(clientId, to, by);

    /// <summary>Stops or resumes trading in an instrument.</summary>
    public void SetHalted(Instrument instrument, bool isHalted) => _timing.SetHalted(instrument, isHalted);

    /// <summary>The order of a client; null when there is none.</summary>
    public SimOrder? Find(int clientId, int orderId) => _ledger.Find(clientId, orderId);

    /// <summary>Takes over what was stored; orders that were on their way when the process died arrive next.</summary>
    /// <param name="instrumentOf">Finds instruments by conId; null when one is not known any more.</param>
    /// <param name="today">The trading day now.</param>
    /// <returns>Number of orders and fills that could not be read because their instrument is gone.</returns>
    public int Restore(Func<int, Instrument?> instrumentOf, DateOnly today)
    {
        int lost = _store.Restore(instrumentOf, today, NowMs);
        foreach (SimOrder order in Working.Where(o => !o.IsActive && o.WhyHeld.Length == 0 && o.Order.Transmit))
            _arriving.Enqueue(order, NowMs);
        return lost;
    }

    /// <summary>Places an order, or modifies the working one of the same id.</summary>
    public void Place(int clientId, PlaceOrder request, Instrument instrument, long nowMs)
    {
        NowMs = nowMs;
        int id = request.OrderId;
        (Order terms, IReadOnlyList<OrderFault> warnings) = OrderTerms.Read(request, clientId, instrument, _state(instrument), _accounts);
        SimOrder? existing = Find(clientId, id);
        if (existing is { IsWorking: true } && !terms.WhatIf)
        {
            Modify(existing, terms, instrument);
            return;
        }

        if (_placeChecks.Find(clientId, terms, instrument, existing) is { } fault)
        {
            _reports.ReportOrderError(clientId, id, fault.Code, fault.Text);
            return;
        }

        MarginPreview preview = _margin.Preview(instrument, terms);
        if (terms.WhatIf)
        {
            var imagined = new SimOrder(clientId, id, 0, instrument, request.Contract, terms) { Status = OrderStatusKind.PreSubmitted };
            _reports.ReportPreview(imagined, preview);
            return;
        }

        var order = new SimOrder(clientId, id, _ledger.NextPermId(), instrument, request.Contract, terms) { Day = _calendar.DateAt(instrument, nowMs / 1000), PlacedMs = nowMs };
        if (Auctions.IsFor(order))
            order.AuctionTime = Auctions.Next(_calendar, order, nowMs / 1000);
        _ledger.SetHighestOrderId(clientId, id);
        _ledger.Add(order);
        if (MarginModel.RejectReason(preview) is { } reason)
        {
            order.Status = OrderStatusKind.Inactive;
            _endings.Complete(order, "Rejected");
            _store.Store(order);
            _reports.ReportOrderError(clientId, id, 201, reason);
            _endings.Report(order);
            return;
        }

        foreach (OrderFault warning in warnings)
            _reports.ReportOrderError(clientId, id, warning.Code, warning.Text);
        _ledger.Begin(order);
        if (!terms.Transmit)
        {
            // Held back until a linked order is transmitted.
            _endings.Tell(order);
            return;
        }

        Accept(order);
        ReleaseHeldFamily(order);
    }

    /// <summary>Takes in an order that does not come from the API.</summary>
    public void Take(SimOrder order, long nowMs)
    {
        NowMs = nowMs;
        _ledger.Begin(order);
        Accept(order);
    }

    /// <summary>Fills an order that does not come from the API, wholly and at once.</summary>
    public void FillWhole(SimOrder order, in Match match, long nowMs)
    {
        NowMs = nowMs;
        _ledger.Begin(order);
        Fill(order, _state(order.Instrument), match);
    }

    /// <summary>Cancels one order.</summary>
    public void Cancel(int clientId, int orderId, long nowMs)
    {
        NowMs = nowMs;
        SimOrder? order = Find(clientId, orderId);
        if (order is null)
            _reports.ReportOrderError(clientId, orderId, 10147, string.Create(CultureInfo.InvariantCulture, $"OrderId {orderId} that needs to be cancelled is not found."));
        else if (!order.IsWorking)
            _reports.ReportOrderError(clientId, orderId, 10148, string.Create(CultureInfo.InvariantCulture, $"OrderId {orderId} that needs to be cancelled cannot be cancelled, state: {OrderStatusText.Of(order.Status)}."));
        else
            _endings.Cancel(order, "");
    }

    /// <summary>Cancels every working order of every client.</summary>
    public void CancelAll(long nowMs)
    {
        NowMs = nowMs;
        foreach (SimOrder order in Working.ToArray())
            if (order.IsWorking) _endings.Cancel(order, "");
    }

    /// <summary>Starts a new trading day of the account when its time has come.</summary>
    public void StartDay(DateOnly day)
    {
        if (day == _accounts.First.Day)
            return;
        _ledger.ForgetOldExecutions(NowMs);
        foreach (Account account in _accounts.All)
        {
            account.StartDay(day);
            _store.Store(account);
        }
    }

    /// <summary>Lets time pass: orders on their way arrive.</summary>
    public void Pass(long nowMs)
    {
        NowMs = nowMs;
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
        NowMs = nowMs;
        foreach (SimOrder order in Working.Where(o => Combos.Concerns(o, state.Instrument) && _timing.IsOver(o, nowMs)).Reverse().ToArray())
        {
            // One that expires can take others with it.
            if (order.IsWorking)
                _endings.Cancel(order, "Order expired");
        }
    }

    /// <summary>Matches the orders of an instrument against its quote.</summary>
    /// <param name="state">The quote.</param>
    /// <param name="trade">Price of the trade of this moment; null when there was none.</param>
    /// <param name="nowMs">Time of the market.</param>
    public void Match(InstrumentState state, double? trade, long nowMs)
    {
        NowMs = nowMs;
        // By index and with a check: a fill can cancel partners of a group, which leave the list.
        for (int i = 0; i < Working.Count; i++)
        {
            SimOrder order = Working[i];
            if (order.IsActive && order.Instrument == state.Instrument)
                MatchOne(order, state, trade);
            else if (order.IsActive && Combos.Concerns(order, state.Instrument))
                MatchOne(order, _state(order.Instrument), null);
            if (i < Working.Count && Working[i] != order)
                i--;
        }
    }

    private void Modify(SimOrder order, Order terms, Instrument instrument)
    {
        Order old = order.Order;
        if (ModifyChecks.Find(order, terms, instrument, _accounts, _margin) is { } fault)
        {
            _reports.ReportOrderError(order.ClientId, order.OrderId, fault.Code, fault.Text);
            return;
        }

        bool wasHeld = !old.Transmit;
        // Changed conditions and times are judged anew.
        order.IsDue = false;
        order.Order = terms with { OrderRef = terms.OrderRef.Length == 0 ? old.OrderRef : terms.OrderRef };
        if (terms.AuxPrice != old.AuxPrice || terms.TrailingPercent != old.TrailingPercent || terms.TrailStopPrice != old.TrailStopPrice)
            order.TrailStop = terms.TrailStopPrice;
        if (wasHeld && terms.Transmit)
        {
            Accept(order);
            ReleaseHeldFamily(order);
            return;
        }

        _endings.Tell(order);
        if (order.IsActive)
            MatchArrival(order);
    }

    /// <summary>Takes the order in; it meets the market after the latency.</summary>
    private void Accept(SimOrder order)
    {
        order.Status = OrderStatusKind.PreSubmitted;
        if (order.Order.ParentId != 0 && Find(order.ClientId, order.Order.ParentId) is { Status: not OrderStatusKind.Filled })
        {
            order.WhyHeld = "child";
            _endings.Tell(order);
            return;
        }

        Send(order);
    }

    private void Send(SimOrder order)
    {
        order.Status = OrderStatusKind.PreSubmitted;
        _endings.Tell(order);
        if (_latencyMs == 0)
            Arrive(order);
        else
            _arriving.Enqueue(order, NowMs + _latencyMs);
    }

    private void Arrive(SimOrder order)
    {
        order.IsActive = true;
        InstrumentState state = _state(order.Instrument);
        order.TrailStop = OrderMatcher.TrailStop(order, state);
        if (order.TrailStop is not null && order.Order.TrailStopPrice is null)
        {
            // Where a trailing stop begins is known only now, when the client has not said it.
            _store.Store(order);
            _reports.ReportOrder(order);
        }

        if (!_timing.MayTrade(order, NowMs))
        {
            _store.Store(order);
            _reports.ReportOrderError(order.ClientId, order.OrderId, 399, OrderWarnings.HeldText(order));
        }

        MatchArrival(order);
    }

    private void MatchArrival(SimOrder order)
    {
        InstrumentState state = _state(order.Instrument);
        if (!order.IsDue)
        {
            if (!_timing.IsDue(order, NowMs))
                return;
            order.IsDue = true;
        }

        bool mayTrade = _timing.MayTrade(order, NowMs);
        if (order.Order.Tif == "FOK" && mayTrade && OrderMatcher.Find(order, state, null).Quantity < order.Remaining)
        {
            _endings.Cancel(order, "Fill or kill order could not be filled at once");
            return;
        }

        bool isNowOrNever = order.Order.Tif is "IOC" or "FOK";
        if (mayTrade || isNowOrNever)
            MatchOne(order, state, null);
        if (order.IsWorking && isNowOrNever)
            _endings.Cancel(order, "Immediate or cancel order: the rest could not be filled at once");
    }

    private void MatchOne(SimOrder order, InstrumentState state, double? trade)
    {
        if (!_timing.MayTrade(order, NowMs))
            return;
        if (!order.IsDue)
        {
            if (!_timing.IsDue(order, NowMs))
                return;
            order.IsDue = true;
            if (order.Order.Tif is "IOC" or "FOK")
            {
                MatchArrival(order);
                return;
            }
        }

        if (_timing.CancelsNow(order, NowMs))
        {
            _endings.Cancel(order, "Conditions to cancel the order are met");
            return;
        }

        if (!BeginsToWork(order, state))
            return;
        Match match = OrderMatcher.Find(order, state, trade);
        if (order.Order.AllOrNone && match.Quantity < order.Remaining)
            return;
        if (match.Quantity > 0)
            Fill(order, state, match);
    }

    /// <summary>Whether the order works at the exchange: at once, or when its trigger has come.</summary>
    private bool BeginsToWork(SimOrder order, InstrumentState state)
    {
        bool needsTrigger = OrderMatcher.NeedsTrigger(order.Order.OrderType);
        bool isNew = order.Status == OrderStatusKind.PreSubmitted && !needsTrigger;
        if (!order.IsTriggered)
        {
            order.TrailStop = OrderMatcher.TrailStop(order, state);
            if (!OrderMatcher.IsTriggered(order, state))
                return false;
            order.IsTriggered = true;
            isNew |= needsTrigger;
        }

        if (!isNew)
            return true;
        order.Status = OrderStatusKind.Submitted;
        _endings.Tell(order);
        return true;
    }

    private void Fill(SimOrder order, InstrumentState state, in Match match)
    {
        if (!match.AddsLiquidity)
            Take(order, state, match.Quantity);
        IReadOnlyList<SimExecution> executions = order.Instrument.Legs.Items.Count == 0 ? _booking.Book(order, match, NowMs) : _booking.BookLegs(order, match, _state, NowMs);
        bool isFilled = order.Remaining == 0;
        order.Status = isFilled ? OrderStatusKind.Filled : OrderStatusKind.Submitted;
        if (isFilled)
            _endings.Complete(order, string.Create(CultureInfo.InvariantCulture, $"Filled Size: {order.Filled}"));
        _store.Store(order, executions);

        foreach (SimExecution execution in executions)
            _reports.ReportExecution(execution);
        _endings.Report(order);
        // The gateway repeats the final state once the commission is known.
        if (isFilled)
            _endings.Report(order);
        foreach (SimExecution execution in executions)
            if (execution.Instrument.Legs.Items.Count == 0) _reports.ReportCommission(execution);
        foreach ((Instrument instrument, _) in Combos.PartsOf(order.Instrument, 1))
            _reports.ReportAccountChange(instrument);
        if (isFilled)
            _endings.ReleaseChildren(order);
        _endings.SettlePartners(order, match.Quantity);
    }

    // What one order takes is not there for the next one until the quote changes.
    private void Take(SimOrder order, InstrumentState state, decimal quantity)
    {
        foreach ((Instrument instrument, decimal signed) in Combos.PartsOf(order.Instrument, order.IsBuy ? quantity : -quantity))
        {
            InstrumentState taken = instrument == state.Instrument ? state : _state(instrument);
            if (signed > 0) taken.AskLeft -= signed;
            else taken.BidLeft += signed;
        }
    }

    private void ReleaseHeldFamily(SimOrder child)
    {
        foreach (SimOrder held in _families.HeldWith(child))
        {
            held.Order = held.Order with { Transmit = true };
            Accept(held);
        }
    }
}
