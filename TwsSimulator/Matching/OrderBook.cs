using System.Globalization;
using System.Security.Cryptography;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Orders;
using TwsSimulator.Accounts;
using TwsSimulator.Market;
using TwsSimulator.Persistence;

namespace TwsSimulator.Matching;

/// <summary>
/// All orders of the simulated gateway: accepts, holds, triggers, fills, modifies and cancels them, keeps the account,
/// and stores every change before it is reported. Changed by the gateway's loop only.
/// </summary>
internal sealed partial class OrderBook
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
    private readonly AccountList _accounts;
    private readonly Func<Instrument, InstrumentState> _state;
    private readonly IMarketSource _source;
    private readonly AccountJournal? _journal;
    private readonly IOrderReports _reports;
    private readonly OrderConditions _conditions;
    private readonly HashSet<Instrument> _halted = [];
    private readonly Dictionary<int, SimOrder> _bound = [];
    private readonly long _latencyMs;
    private long _lastPermId;
    private int _lastManualId;
    private bool _bindsManual;
    private long _lastExecNumber;
    private string _execPrefix;
    private long _nowMs;

    /// <summary>Creates an empty book.</summary>
    public OrderBook(AccountList accounts, Func<Instrument, InstrumentState> state, IMarketSource source, AccountJournal? journal, IOrderReports reports, TimeSpan latency, long nowMs)
    {
        _accounts = accounts;
        _state = state;
        _source = source;
        _journal = journal;
        _reports = reports;
        _latencyMs = (long)latency.TotalMilliseconds;
        _nowMs = nowMs;
        _conditions = new OrderConditions(source, state, accounts, _executions);
        // A memory-only account starts new series; 32 random bits keep execution ids of two runs apart.
        _execPrefix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        _lastPermId = 1_000_000_000 + (RandomNumberGenerator.GetInt32(1_000_000) * 1_000L);
    }

    /// <summary>Number of the first account.</summary>
    public string FirstAccount => _accounts.First.Id;

    /// <summary>Orders that can still fill, in the order of their arrival.</summary>
    public IReadOnlyList<SimOrder> Working => _working;

    /// <summary>Every order still remembered.</summary>
    public IEnumerable<SimOrder> All => _orders.Values;

    /// <summary>Fills of the last days, oldest first.</summary>
    public IReadOnlyList<SimExecution> Executions => _executions;

    /// <summary>Lowest order id that a client may use next.</summary>
    public int NextOrderId(int clientId) => _highestOrderIds.GetValueOrDefault(clientId) + 1;

    /// <summary>The order of a client; null when there is none.</summary>
    public SimOrder? Find(int clientId, int orderId) => _orders.GetValueOrDefault((clientId, orderId)) ?? (clientId == 0 ? _bound.GetValueOrDefault(orderId) : null);

    /// <summary>Places an order, or modifies the working one of the same id.</summary>
    public void Place(int clientId, PlaceOrder request, Instrument instrument, long nowMs)
    {
        _nowMs = nowMs;
        int id = request.OrderId;
        Order terms = Sized(Normalize(request.Order, clientId, id), instrument);
        OrderFault[] warnings = [.. OrderWarnings.Of(instrument, request.Contract, terms, AccountOf(terms).QuantityOf(instrument.ConId))];
        if (OrderWarnings.IgnoresOutsideRth(instrument, terms))
            terms = terms with { OutsideRth = false };
        SimOrder? existing = Find(clientId, id);
        if (existing is { IsWorking: true } && !terms.WhatIf)
        {
            Modify(existing, terms, instrument);
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

        if (OrderChecks.Find(instrument, terms, _accounts) is { } fault)
        {
            _reports.ReportOrderError(clientId, id, fault.Code, fault.Text);
            return;
        }

        if (_conditions.UnknownConId(terms) is var unknown and not 0)
        {
            _reports.ReportOrderError(clientId, id, 200, string.Create(CultureInfo.InvariantCulture, $"No security definition has been found for the request: a condition names conId {unknown}"));
            return;
        }

        if (terms.ParentId != 0 && Find(clientId, terms.ParentId) is not ({ IsWorking: true } or { Status: OrderStatusKind.Filled }))
        {
            // A parent that is cancelled or rejected will never set its child free.
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
        if (RejectReason(preview) is { } reason)
        {
            order.Status = OrderStatusKind.Inactive;
            Complete(order, "Rejected");
            Store(order);
            _reports.ReportOrderError(clientId, id, 201, reason);
            Report(order);
            return;
        }

        foreach (OrderFault warning in warnings)
            _reports.ReportOrderError(clientId, id, warning.Code, warning.Text);
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

    /// <summary>Stops or resumes trading in an instrument.</summary>
    public void SetHalted(Instrument instrument, bool isHalted)
    {
        if (isHalted)
            _halted.Add(instrument);
        else
            _halted.Remove(instrument);
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
        if (day == _accounts.First.Day)
            return;
        _executions.RemoveAll(e => e.TimeMs < _nowMs - (DaysKept * 86_400_000L));
        foreach (Account account in _accounts.All)
        {
            account.StartDay(day);
            _journal?.Append(new JournalLine { Account = StoredOf(account) });
        }
    }

    private void Modify(SimOrder order, Order terms, Instrument instrument)
    {
        Order old = order.Order;
        if (order.Instrument != instrument || terms.Action != old.Action || terms.Account != old.Account || terms.ParentId != old.ParentId || terms.OcaGroup != old.OcaGroup)
        {
            _reports.ReportOrderError(order.ClientId, order.OrderId, 105, "Order being modified does not match original order");
            return;
        }

        if (terms.OrderType != old.OrderType)
        {
            _reports.ReportOrderError(order.ClientId, order.OrderId, 329, "Order modify failed. Cannot change to the new order type.");
            return;
        }

        if (OrderChecks.Find(instrument, terms, _accounts) is { } fault)
        {
            _reports.ReportOrderError(order.ClientId, order.OrderId, fault.Code, fault.Text);
            return;
        }

        if ((terms.TotalQuantity ?? 0) <= order.Filled)
        {
            _reports.ReportOrderError(order.ClientId, order.OrderId, 105, "Order being modified does not match original order. The new quantity is not above the filled quantity.");
            return;
        }

        if ((terms.TotalQuantity ?? 0) > order.Quantity && RejectReason(Preview(instrument, terms with { TotalQuantity = terms.TotalQuantity - order.Quantity })) is { } reason)
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

    private void CancelNow(SimOrder order, string reason)
    {
        order.Status = OrderStatusKind.Cancelled;
        order.WhyHeld = "";
        Complete(order, reason.Length == 0 ? "Cancelled by Trader" : reason);
        Store(order);
        _reports.ReportStatus(order);
        _reports.ReportOrderError(order.ClientId, order.OrderId, 202, "Order Canceled - reason:" + reason);
        EndChildren(order);
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

    /// <summary>An order by amount of money gets the quantity that the amount buys now.</summary>
    private Order Sized(Order terms, Instrument instrument)
    {
        if (terms.TotalQuantity is not (null or 0) || terms.CashQty is not { } cash || cash <= 0)
            return terms;
        InstrumentState state = _state(instrument);
        double price = terms.LmtPrice ?? (terms.Action == "BUY" ? state.Ask : state.Bid) ?? instrument.BasePrice;
        decimal step = instrument.SizeIncrement;
        return terms with { TotalQuantity = Math.Floor((decimal)(cash / (price * (double)instrument.Multiplier)) / step) * step };
    }

    private Account AccountOf(Order terms) => _accounts.Find(terms.Account) ?? _accounts.First;

    private Order Normalize(Order order, int clientId, int orderId) => order with
    {
        OrderId = orderId,
        ClientId = clientId,
        Action = order.Action.ToUpperInvariant() is "SSHORT" ? "SELL" : order.Action.ToUpperInvariant(),
        OrderType = order.OrderType.ToUpperInvariant() switch
        {
            "STPLMT" or "STP_LMT" => "STP LMT",
            "TRAILLMT" or "TRAIL_LIMIT" => "TRAIL LIMIT",
            "PEGMID" => "PEG MID",
            string type => type,
        },
        Tif = order.Tif.Length == 0 ? "DAY" : order.Tif.ToUpperInvariant(),
        Account = order.Account.Length == 0 && !_accounts.AreSeveral ? _accounts.First.Id : order.Account,
    };
}
