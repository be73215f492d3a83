using System.Globalization;
using System.Security.Cryptography;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using TwsSimulator.Accounts;
using TwsSimulator.Market;
using TwsSimulator.Persistence;

namespace TwsSimulator.Matching;

/// <summary>
/// All orders of the simulated gateway: accepts, holds, triggers, fills, modifies and cancels them, keeps the account,
/// and stores every change before it is reported. Changed by the gateway's loop only.
/// </summary>
internal sealed class OrderBook
{
    private const int StoredFrameVersion = 200;
    private const int FrameHeaderBytes = 4;
    private const int DaysKept = 7;
    private const int DoneOrdersMax = 20_000;
    private readonly Dictionary<(int Client, int Order), SimOrder> _orders = [];
    private readonly List<SimOrder> _working = [];
    private readonly List<SimExecution> _executions = [];
    private readonly Dictionary<int, int> _highestOrderIds = [];
    private readonly PriorityQueue<SimOrder, long> _arriving = new();
    private readonly Account _account;
    private readonly Func<Instrument, InstrumentState> _state;
    private readonly IMarketSource _source;
    private readonly AccountJournal? _journal;
    private readonly IOrderReports _reports;
    private readonly OrderConditions _conditions;
    private readonly HashSet<Instrument> _halted = [];
    private readonly long _latencyMs;
    private long _lastPermId;
    private int _lastManualId;
    private long _lastExecNumber;
    private string _execPrefix;
    private long _nowMs;

    /// <summary>Creates an empty book.</summary>
    public OrderBook(Account account, Func<Instrument, InstrumentState> state, IMarketSource source, AccountJournal? journal, IOrderReports reports, TimeSpan latency, long nowMs)
    {
        _account = account;
        _state = state;
        _source = source;
        _journal = journal;
        _reports = reports;
        _latencyMs = (long)latency.TotalMilliseconds;
        _nowMs = nowMs;
        _conditions = new OrderConditions(source, state, account, _executions);
        // A memory-only account starts new series; 32 random bits keep execution ids of two runs apart.
        _execPrefix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        _lastPermId = 1_000_000_000 + (RandomNumberGenerator.GetInt32(1_000_000) * 1_000L);
    }

    /// <summary>Number of the account.</summary>
    public string AccountId => _account.Id;

    /// <summary>Orders that can still fill, in the order of their arrival.</summary>
    public IReadOnlyList<SimOrder> Working => _working;

    /// <summary>Every order still remembered.</summary>
    public IEnumerable<SimOrder> All => _orders.Values;

    /// <summary>Fills of the last days, oldest first.</summary>
    public IReadOnlyList<SimExecution> Executions => _executions;

    /// <summary>Lowest order id that a client may use next.</summary>
    public int NextOrderId(int clientId) => _highestOrderIds.GetValueOrDefault(clientId) + 1;

    /// <summary>The order of a client; null when there is none.</summary>
    public SimOrder? Find(int clientId, int orderId) => _orders.GetValueOrDefault((clientId, orderId));

    /// <summary>Takes over what the journal holds and starts a compact one.</summary>
    /// <param name="instrumentOf">Finds instruments by conId; null when one is not known any more.</param>
    /// <param name="today">The trading day now.</param>
    /// <returns>Number of orders and fills that could not be read because their instrument is gone.</returns>
    public int Restore(Func<int, Instrument?> instrumentOf, DateOnly today)
    {
        if (_journal is null)
        {
            _account.StartDay(today);
            return 0;
        }

        int lost = 0;
        foreach (JournalLine line in _journal.Read())
        {
            if (line.Account is { } account)
                lost += RestoreAccount(account, instrumentOf);
            if (line.Fill is { } fill && !RestoreFill(fill, instrumentOf, applies: line.Order is not null))
                lost++;
            if (line.Order is { } order && !RestoreOrder(order, instrumentOf))
                lost++;
        }

        _working.AddRange(_orders.Values.Where(o => o.IsWorking).OrderBy(o => o.PermId));
        if (_account.Day != today)
            _account.StartDay(today);
        Compact();
        // An order that was on its way when the process died arrives now.
        foreach (SimOrder order in _working.Where(o => !o.IsActive && o.WhyHeld.Length == 0 && o.Order.Transmit))
            _arriving.Enqueue(order, _nowMs);
        return lost;
    }

    /// <summary>Places an order, or modifies the working one of the same id.</summary>
    public void Place(int clientId, PlaceOrder request, Instrument instrument, long nowMs)
    {
        _nowMs = nowMs;
        int id = request.OrderId;
        Order terms = Normalize(request.Order, clientId, id);
        SimOrder? existing = Find(clientId, id);
        if (existing is { IsWorking: true } && !terms.WhatIf)
        {
            Modify(existing, request.Contract, terms, instrument);
            return;
        }

        if (existing is { Status: OrderStatusKind.Filled } && !terms.WhatIf)
        {
            _reports.ReportOrderError(clientId, id, 104, "Cannot modify a filled order.");
            return;
        }

        // An id that is known is a duplicate also when the next valid id has gone back behind it.
        if (!terms.WhatIf && (existing is not null || id < NextOrderId(clientId)))
        {
            _reports.ReportOrderError(clientId, id, 103, "Duplicate order id");
            return;
        }

        if (OrderChecks.Find(instrument, terms, _account.Id) is { } fault)
        {
            _reports.ReportOrderError(clientId, id, fault.Code, fault.Text);
            return;
        }

        if (_conditions.UnknownConId(terms) is var unknown and not 0)
        {
            _reports.ReportOrderError(clientId, id, 200, string.Create(CultureInfo.InvariantCulture, $"No security definition has been found for the request: a condition names conId {unknown}"));
            return;
        }

        if (terms.ParentId != 0 && Find(clientId, terms.ParentId) is null)
        {
            _reports.ReportOrderError(clientId, id, 10006, "Missing parent order");
            return;
        }

        MarginPreview preview = Preview(instrument, terms);
        if (terms.WhatIf)
        {
            var imagined = new SimOrder(clientId, id, 0, instrument, request.Contract, terms) { Status = OrderStatusKind.PreSubmitted };
            _reports.ReportPreview(imagined, preview);
            return;
        }

        var order = new SimOrder(clientId, id, ++_lastPermId, instrument, request.Contract, terms) { Day = _source.Calendar.DateAt(instrument, nowMs / 1000), PlacedMs = nowMs };
        if (Auctions.IsFor(order))
            order.AuctionTime = Auctions.Next(_source.Calendar, order, nowMs / 1000);
        _highestOrderIds[clientId] = id;
        _orders.Add((clientId, id), order);
        if (RejectReason(preview, terms) is { } reason)
        {
            order.Status = OrderStatusKind.Inactive;
            Complete(order, "Rejected");
            Store(order);
            _reports.ReportOrderError(clientId, id, 201, reason);
            Report(order);
            return;
        }

        _working.Add(order);
        if (!terms.Transmit)
        {
            // Held back until a linked order is transmitted.
            Store(order);
            Report(order);
            return;
        }

        Accept(order);
        ReleaseHeldFamily(order);
    }

    /// <summary>Cancels one order.</summary>
    public void Cancel(int clientId, int orderId, long nowMs)
    {
        _nowMs = nowMs;
        SimOrder? order = Find(clientId, orderId);
        if (order is null)
        {
            _reports.ReportOrderError(clientId, orderId, 10147, string.Create(CultureInfo.InvariantCulture, $"OrderId {orderId} that needs to be cancelled is not found."));
            return;
        }

        if (!order.IsWorking)
        {
            _reports.ReportOrderError(clientId, orderId, 10148, string.Create(CultureInfo.InvariantCulture, $"OrderId {orderId} that needs to be cancelled cannot be cancelled, state: {OrderStatusText.Of(order.Status)}."));
            return;
        }

        CancelNow(order, "");
    }

    /// <summary>Cancels every working order of every client.</summary>
    public void CancelAll(long nowMs)
    {
        _nowMs = nowMs;
        foreach (SimOrder order in _working.ToArray())
        {
            if (order.IsWorking)
                CancelNow(order, "");
        }
    }

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

    /// <summary>Stops or resumes trading in an instrument.</summary>
    public void SetHalted(Instrument instrument, bool isHalted)
    {
        if (isHalted)
            _halted.Add(instrument);
        else
            _halted.Remove(instrument);
    }

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

    /// <summary>Corrects an execution: its next revision replaces it, and the account follows.</summary>
    /// <param name="execId">Id of the execution.</param>
    /// <param name="price">The right price; null keeps it.</param>
    /// <param name="quantity">The right quantity; null keeps it.</param>
    /// <param name="nowMs">Time of the market.</param>
    public void Correct(string execId, double? price, decimal? quantity, long nowMs)
    {
        _nowMs = nowMs;
        int at = _executions.FindIndex(e => e.ExecId == execId);
        SimExecution old = _executions[at];
        decimal sign = old.IsBuy ? 1 : -1;
        // Taken back with its commission first, so that nothing of the wrong fill stays in cost or profit.
        _account.Apply(old.Instrument, -sign * old.Shares, (decimal)old.Price, -old.Commission);
        SimExecution right = old.Corrected(price ?? old.Price, quantity ?? old.Shares);
        decimal? realized = _account.Apply(right.Instrument, sign * right.Shares, (decimal)right.Price, right.Commission);
        _executions[at] = right = right with { RealizedPnl = realized };
        SimOrder? order = Find(old.ClientId, old.OrderId);
        if (order is not null)
        {
            order.Filled += right.Shares - old.Shares;
            order.FilledValue += (right.Shares * (decimal)right.Price) - (old.Shares * (decimal)old.Price);
            order.LastFillPrice = right.Price;
        }

        // Stored before it is told. The journal holds fills, not their corrections, so it starts anew with the account as it is.
        if (_journal is not null)
            Compact();
        if (order is not null)
            _reports.ReportExecution(right, order);
        _reports.ReportCommission(right);
        _reports.ReportAccountChange(right.Instrument);
    }

    /// <summary>Lowers the next order id of a client, or of all, as some restarts of the real gateway do.</summary>
    /// <param name="clientId">The client; null for all.</param>
    /// <param name="to">The next id; null to go back by a number of ids.</param>
    /// <param name="by">How many ids to go back.</param>
    public void RollBackOrderIds(int? clientId, int? to, int by)
    {
        foreach (int client in _highestOrderIds.Keys.Where(c => clientId is null || c == clientId).ToArray())
            _highestOrderIds[client] = Math.Max(0, to is { } next ? next - 1 : _highestOrderIds[client] - by);
    }

    /// <summary>Starts a new trading day of the account when its time has come.</summary>
    public void StartDay(DateOnly day)
    {
        if (day == _account.Day)
            return;
        _account.StartDay(day);
        _executions.RemoveAll(e => e.TimeMs < _nowMs - (DaysKept * 86_400_000L));
        _journal?.Append(new JournalLine { Account = StoredAccountNow() });
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
            bool dateIsOver = order.Order.Tif == "GTD" && WireTime.TryParse(order.Order.GoodTillDate, order.Instrument, out long until) && nowMs >= until * 1000;
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

    private SimOrder ManualOrderOf(Instrument instrument, string action, decimal quantity, double? limit)
    {
        // TWS gives its own orders no id; the negative one is known here only.
        int id = --_lastManualId;
        var terms = new Order { Action = action, TotalQuantity = quantity, OrderType = limit is null ? "MKT" : "LMT", LmtPrice = limit, Tif = "DAY" };
        var contract = new Contract { ConId = instrument.ConId, Symbol = instrument.Symbol, SecType = instrument.SecType, Exchange = instrument.Exchange, Currency = instrument.Currency };
        var order = new SimOrder(0, id, ++_lastPermId, instrument, contract, Normalize(terms, 0, id)) { Day = _source.Calendar.DateAt(instrument, _nowMs / 1000), PlacedMs = _nowMs };
        _orders.Add((0, id), order);
        return order;
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
        if (order.Order.GoodAfterTime.Length > 0 && WireTime.TryParse(order.Order.GoodAfterTime, order.Instrument, out long start) && now < start)
            return false;
        if (order.AuctionTime != 0 && !Auctions.IsOpen(order, now))
            return false;
        return order.Order.Conditions.Count == 0 || order.Order.ConditionsCancelOrder || _conditions.AreMet(order, _nowMs);
    }

    private bool CancelsNow(SimOrder order) => order.Order.ConditionsCancelOrder && order.Order.Conditions.Count > 0 && _conditions.AreMet(order, _nowMs);

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
        decimal? realized = _account.Apply(order.Instrument, order.IsBuy ? match.Quantity : -match.Quantity, price, commission);
        order.Status = order.Remaining == 0 ? OrderStatusKind.Filled : OrderStatusKind.Submitted;
        if (order.Remaining == 0)
            Complete(order, string.Create(CultureInfo.InvariantCulture, $"Filled Size: {order.Filled}"));
        var execution = new SimExecution(
            string.Create(CultureInfo.InvariantCulture, $"{_execPrefix}.{++_lastExecNumber:x8}.01.01"), _nowMs, order.ClientId, order.OrderId, order.PermId, order.Instrument, order.IsBuy,
            match.Quantity, match.Price, order.Filled, order.AverageFillPrice, order.Order.OrderRef, match.AddsLiquidity ? 1 : 2, commission, realized, order.IsLiquidation);
        _executions.Add(execution);
        _journal?.Append(new JournalLine { Order = StoredOrderOf(order), Fill = StoredFillOf(execution) });

        _reports.ReportExecution(execution, order);
        Report(order);
        if (order.Status == OrderStatusKind.Filled)
        {
            // The gateway repeats the final state once the commission is known.
            Report(order);
        }

        _reports.ReportCommission(execution);
        _reports.ReportAccountChange(order.Instrument);
        AfterFill(order, match.Quantity);
    }

    private void Reduce(SimOrder order, decimal by)
    {
        order.Order = order.Order with { TotalQuantity = order.Quantity - by };
        Store(order);
        Report(order);
    }

    private void AfterFill(SimOrder order, decimal quantity)
    {
        if (order.Status == OrderStatusKind.Filled)
        {
            foreach (SimOrder child in _working.Where(o => o.ClientId == order.ClientId && o.Order.ParentId == order.OrderId && o.WhyHeld == "child").ToArray())
            {
                child.WhyHeld = "";
                Send(child);
            }
        }

        // One cancels all: named groups, and the two legs of a bracket. Types 2 and 3 take away what has filled instead.
        foreach (SimOrder partner in _working.Where(o => o != order && IsPartner(o, order)).ToArray())
        {
            if (partner.Order.OcaType is 2 or 3 && partner.Order.OcaGroup.Length > 0 && partner.Remaining > quantity)
                Reduce(partner, quantity);
            else
                CancelNow(partner, "");
        }
    }

    private static bool IsPartner(SimOrder one, SimOrder other)
        => one.ClientId == other.ClientId
            && ((one.Order.OcaGroup.Length > 0 && one.Order.OcaGroup == other.Order.OcaGroup)
                || (one.Order.ParentId != 0 && one.Order.ParentId == other.Order.ParentId && other.Status == OrderStatusKind.Filled));

    private void Modify(SimOrder order, Contract contract, Order terms, Instrument instrument)
    {
        Order old = order.Order;
        if (order.Instrument != instrument || terms.Action != old.Action || terms.Account != old.Account || terms.ParentId != old.ParentId || terms.OcaGroup != old.OcaGroup)
        {
            _ = contract;
            _reports.ReportOrderError(order.ClientId, order.OrderId, 105, "Order being modified does not match original order");
            return;
        }

        if (terms.OrderType != old.OrderType)
        {
            _reports.ReportOrderError(order.ClientId, order.OrderId, 329, "Order modify failed. Cannot change to the new order type.");
            return;
        }

        if (OrderChecks.Find(instrument, terms, _account.Id) is { } fault)
        {
            _reports.ReportOrderError(order.ClientId, order.OrderId, fault.Code, fault.Text);
            return;
        }

        if ((terms.TotalQuantity ?? 0) <= order.Filled)
        {
            _reports.ReportOrderError(order.ClientId, order.OrderId, 105, "Order being modified does not match original order. The new quantity is not above the filled quantity.");
            return;
        }

        if ((terms.TotalQuantity ?? 0) > order.Quantity && RejectReason(Preview(instrument, terms with { TotalQuantity = terms.TotalQuantity - order.Quantity }), terms) is { } reason)
        {
            _reports.ReportOrderError(order.ClientId, order.OrderId, 201, reason);
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

        Store(order);
        Report(order);
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
            Store(order);
            Report(order);
            return;
        }

        Send(order);
    }

    private void Send(SimOrder order)
    {
        order.Status = OrderStatusKind.PreSubmitted;
        Store(order);
        Report(order);
        if (_latencyMs == 0)
            Arrive(order);
        else
            _arriving.Enqueue(order, _nowMs + _latencyMs);
    }

    private void Arrive(SimOrder order)
    {
        order.IsActive = true;
        InstrumentState state = _state(order.Instrument);
        order.TrailStop = OrderMatcher.TrailStop(order, state);
        if (order.TrailStop is not null)
        {
            // Where a trailing stop begins is known only now.
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

    /// <summary>A transmitted child sets free its parent and brothers that waited for it.</summary>
    private void ReleaseHeldFamily(SimOrder order)
    {
        if (order.Order.ParentId == 0)
            return;
        int parent = order.Order.ParentId;
        // Children first: a parent that fills at once must find them waiting.
        foreach (SimOrder held in _working.Where(o => o.ClientId == order.ClientId && !o.Order.Transmit && (o.OrderId == parent || o.Order.ParentId == parent)).OrderBy(o => o.OrderId == parent).ThenBy(o => o.OrderId).ToArray())
        {
            held.Order = held.Order with { Transmit = true };
            Accept(held);
        }
    }

    private void CancelNow(SimOrder order, string reason)
    {
        order.Status = OrderStatusKind.Cancelled;
        order.WhyHeld = "";
        Complete(order, reason.Length == 0 ? "Cancelled by Trader" : reason);
        Store(order);
        _reports.ReportStatus(order);
        _reports.ReportOrderError(order.ClientId, order.OrderId, 202, "Order Canceled - reason:" + reason);
        foreach (SimOrder child in _working.Where(o => o.ClientId == order.ClientId && o.Order.ParentId == order.OrderId && o.WhyHeld == "child").ToArray())
            CancelNow(child, "Parent order was cancelled");
    }

    private void Complete(SimOrder order, string how)
    {
        order.IsActive = false;
        order.CompletedMs = _nowMs;
        order.CompletedStatus = how;
        _working.Remove(order);
        if (_orders.Count > DoneOrdersMax)
        {
            foreach (SimOrder old in _orders.Values.Where(o => !o.IsWorking && o != order).OrderBy(o => o.PermId).Take(DoneOrdersMax / 2).ToArray())
                _orders.Remove((old.ClientId, old.OrderId));
        }
    }

    private void Report(SimOrder order)
    {
        _reports.ReportOrder(order);
        _reports.ReportStatus(order);
    }

    private MarginPreview Preview(Instrument instrument, Order terms)
    {
        decimal signed = (terms.TotalQuantity ?? 0) * (terms.Action == "BUY" ? 1 : -1);
        decimal mark = _account.Mark(instrument);
        // Working orders of the same side would fill too; what they bind is not free for this one.
        decimal pending = _working.Where(o => o.Instrument == instrument && o.IsBuy == signed > 0).Sum(o => o.IsBuy ? o.Remaining : -o.Remaining);
        decimal held = _account.QuantityOf(instrument.ConId);
        decimal before = _account.InitialMargin;
        decimal change = _account.MarginOf(instrument, held + pending + signed, instrument.InitialMarginRate) - _account.MarginOf(instrument, held, instrument.InitialMarginRate);
        decimal maintChange = _account.MarginOf(instrument, held + pending + signed, instrument.MaintenanceMarginRate) - _account.MarginOf(instrument, held, instrument.MaintenanceMarginRate);
        decimal others = _working.Where(o => o.Instrument != instrument).Sum(o => _account.MarginOf(o.Instrument, o.Remaining, o.Instrument.InitialMarginRate));
        decimal commission = CommissionSchedule.Of(instrument, Math.Abs(signed), Math.Abs(signed) * mark * instrument.Multiplier);
        decimal equity = _account.NetLiquidation;
        return new MarginPreview(before, _account.MaintenanceMargin, equity, before + change + others, _account.MaintenanceMargin + maintChange, equity - commission, commission);
    }

    /// <summary>Text of the rejection when the account cannot carry the order; null when it can. An order that lowers the margin always may.</summary>
    private static string? RejectReason(MarginPreview preview, Order terms)
    {
        _ = terms;
        if (preview.InitAfter <= preview.InitBefore || preview.InitAfter <= preview.EquityAfter)
            return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR EQUITY WITH LOAN VALUE [{preview.EquityAfter:0.00} USD] MUST EXCEED THE INITIAL MARGIN [{preview.InitAfter:0.00} USD]");
    }

    private Order Normalize(Order order, int clientId, int orderId) => order with
    {
        OrderId = orderId,
        ClientId = clientId,
        Action = order.Action.ToUpperInvariant() is "SSHORT" ? "SELL" : order.Action.ToUpperInvariant(),
        OrderType = order.OrderType.ToUpperInvariant() switch
        {
            "STPLMT" or "STP_LMT" => "STP LMT",
            "TRAILLMT" or "TRAIL_LIMIT" => "TRAIL LIMIT",
            string type => type,
        },
        Tif = order.Tif.Length == 0 ? "DAY" : order.Tif.ToUpperInvariant(),
        Account = order.Account.Length == 0 ? _account.Id : order.Account,
    };

    private void Store(SimOrder order) => _journal?.Append(new JournalLine { Order = StoredOrderOf(order) });

    private void Compact()
    {
        long oldest = _nowMs - (DaysKept * 86_400_000L);
        _executions.RemoveAll(e => e.TimeMs < oldest);
        List<JournalLine> lines = [new JournalLine { Account = StoredAccountNow() }];
        // A fill without its order is history: the account line above has it already.
        lines.AddRange(_executions.Select(e => new JournalLine { Fill = StoredFillOf(e) }));
        lines.AddRange(_orders.Values.Where(o => o.IsWorking || o.CompletedMs >= oldest).OrderBy(o => o.PermId).Select(o => new JournalLine { Order = StoredOrderOf(o) }));
        _journal?.Restart(lines);
    }

    private StoredAccount StoredAccountNow() => new(
        _account.Id, _account.Cash, _account.Euros, _account.Day, _lastPermId, _execPrefix, _lastExecNumber, new Dictionary<int, int>(_highestOrderIds),
        [.. _account.Positions.Select(p => new StoredPosition(p.Instrument.ConId, p.Quantity, p.AverageCost, p.RealizedPnl, p.RealizedToday, p.DayStartValue, p.DayFlow))]);

    private static StoredOrder StoredOrderOf(SimOrder o) => new(
        o.ClientId, o.OrderId, o.PermId, o.Instrument.ConId, Convert.ToBase64String(MessageEncoder.Frame(new PlaceOrder(o.OrderId, o.Contract, o.Order), StoredFrameVersion)),
        OrderStatusText.Of(o.Status), o.WhyHeld, o.Filled, o.FilledValue, o.LastFillPrice, o.FillCount, o.Commission, o.IsTriggered, o.IsActive, o.TrailStop, o.Day, o.CompletedMs, o.CompletedStatus, o.PlacedMs, o.IsDue, o.AuctionTime);

    private static StoredFill StoredFillOf(SimExecution e) => new(
        e.ExecId, e.TimeMs, e.ClientId, e.OrderId, e.PermId, e.Instrument.ConId, e.IsBuy, e.Shares, e.Price, e.CumulativeQuantity, e.AveragePrice, e.OrderRef, e.LastLiquidity, e.Commission, e.RealizedPnl, e.IsLiquidation);

    private int RestoreAccount(StoredAccount stored, Func<int, Instrument?> instrumentOf)
    {
        int lost = 0;
        _account.Restore(stored.Cash, stored.Euros, stored.Day);
        _lastPermId = stored.LastPermId;
        _execPrefix = stored.ExecPrefix;
        _lastExecNumber = Math.Max(_lastExecNumber, stored.LastExecNumber);
        foreach ((int client, int highest) in stored.HighestOrderIds)
            _highestOrderIds[client] = highest;
        foreach (StoredPosition p in stored.Positions)
        {
            if (instrumentOf(p.ConId) is { } instrument)
                _account.PositionOf(instrument).Restore(p.Quantity, p.AverageCost, p.RealizedPnl, p.RealizedToday, p.DayStartValue, p.DayFlow);
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
            _account.Apply(instrument, f.IsBuy ? f.Shares : -f.Shares, (decimal)f.Price, f.Commission);
            _lastExecNumber++;
        }

        _executions.Add(new SimExecution(
            f.ExecId, f.TimeMs, f.ClientId, f.OrderId, f.PermId, instrument, f.IsBuy, f.Shares, f.Price, f.CumulativeQuantity, f.AveragePrice, f.OrderRef, f.LastLiquidity, f.Commission, f.RealizedPnl, f.IsLiquidation));
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
        };
        return true;
    }
}
