using TradingCore.Domain;

namespace TradingCore.Orders;

/// <summary>
/// All orders that are known, found by our own id, by the broker's permId and by client and order id. Not thread-safe: one writer.
/// </summary>
/// <param name="keptMax">Final orders that are kept in memory; the oldest go first. They stay in the history.</param>
public sealed class OrderBook(int keptMax)
{
    private readonly Dictionary<OrderRef, OrderEntry> _byRef = [];
    private readonly Dictionary<long, OrderEntry> _byPermId = [];
    private readonly Dictionary<(int ClientId, int OrderId), OrderEntry> _byOrderId = [];
    private readonly Dictionary<OrderRef, List<OrderEntry>> _exits = [];
    private readonly Queue<OrderRef> _changedBrackets = new();
    private readonly List<OrderEntry> _open = [];
    private readonly List<OrderEntry> _owed = [];
    private readonly List<OrderEntry> _all = [];   // oldest first
    private Order[]? _snapshot;
    private long _version;

    /// <summary>Tells followers everything that happens.</summary>
    public OrderNewsFeed News { get; } = new();

    /// <summary>Orders that can still fill.</summary>
    public IReadOnlyList<OrderEntry> Open => _open;

    /// <summary>All orders that are in memory, open or not.</summary>
    public IReadOnlyList<OrderEntry> Recent => _all;

    /// <summary>Orders that have ended while the broker counts more fills of them than have come. Few, and not for long.</summary>
    public IReadOnlyList<OrderEntry> Owed => _owed;

    /// <summary>Rises with every change of any order.</summary>
    public long Version => _version;

    /// <summary>All orders, newest first. The same list until something changes.</summary>
    public IReadOnlyList<Order> Snapshot
    {
        get
        {
            if (_snapshot is not null) return _snapshot;
            var orders = new Order[_all.Count];
            for (int i = 0; i < orders.Length; i++) orders[i] = _all[orders.Length - 1 - i].Order;
            return _snapshot = orders;
        }
    }

    /// <summary>The order with this id; null when not known.</summary>
    public OrderEntry? Find(OrderRef orderRef) => string.IsNullOrEmpty(orderRef.Value) ? null : _byRef.GetValueOrDefault(orderRef);

    /// <summary>The order that a broker message is about; null when not known.</summary>
    /// <param name="orderRef">Text of the field orderRef; empty when the message has none.</param>
    /// <param name="permId">Id given by TWS; 0 when the message has none.</param>
    /// <param name="clientId">Owner.</param>
    /// <param name="orderId">API order id; 0 when the message has none.</param>
    public OrderEntry? Find(OrderRef orderRef, PermId permId, int clientId, OrderId orderId)
    {
        if (orderRef.IsOurs && Find(orderRef) is { } byRef && !IsTwin(byRef, permId)) return byRef;
        if (permId.Value != 0 && _byPermId.TryGetValue(permId.Value, out OrderEntry? byPermId)) return byPermId;
        if (orderId.Value == 0 || !_byOrderId.TryGetValue((clientId, orderId.Value), out OrderEntry? byOrderId)) return null;
        // Order ids start again when TWS is reset. An id with another permId or another reference is another order.
        bool isOther = (permId.Value != 0 && byOrderId.Order.PermId.Value != 0) || (orderRef.IsOurs && byOrderId.Order.OrderRef.IsOurs);
        return isOther ? null : byOrderId;
    }

    /// <summary>The exits that were sent with an entry, in the order in which they were sent; empty when there are none.</summary>
    public IReadOnlyList<OrderEntry> ExitsOf(OrderRef entry) => _exits.GetValueOrDefault(entry) ?? [];

    /// <summary>The entry of a bracket of which an order changed since it was last asked for; null when none did.</summary>
    public OrderRef? TakeChangedBracket() => _changedBrackets.TryDequeue(out OrderRef entry) ? entry : null;

    /// <summary>Takes in a new order made by <see cref="Draft"/>, or one of the last run.</summary>
    /// <exception cref="ArgumentException">The reference is in use.</exception>
    public OrderEntry Add(Order order)
    {
        _version = Math.Max(_version, order.Version);
        var entry = new OrderEntry(order);
        if (!_byRef.TryAdd(order.OrderRef, entry)) throw new ArgumentException($"Order {order.OrderRef} exists already.", nameof(order));
        Index(entry);
        if (order.Handling.Role.IsExit() && order.Attributes.Parent is { } parent)
        {
            if (!_exits.TryGetValue(parent, out List<OrderEntry>? exits)) _exits.Add(parent, exits = []);
            exits.Add(entry);
        }
        NoteBracket(order);
        _all.Add(entry);
        if (order.State.IsWorking()) _open.Add(entry);
        _snapshot = null;
        News.Added(order);
        Trim();
        return entry;
    }

    /// <summary>Applies an event to the state, with a line in the history when the state changes.</summary>
    /// <returns>False when the pair contradicts what is known; then only the history says so.</returns>
    public bool Transition(OrderEntry entry, OrderEventKind on, in OrderRemark remark)
    {
        OrderState from = entry.Order.State;
        OrderState? next = OrderStateMachine.Next(from, on);
        if (next is null)
        {
            Update(entry, entry.Order, new OrderRemark(remark.Time, "warning", remark.Source, $"Unexpected: {on} while {from}. {remark.Text}".TrimEnd()));
            return false;
        }
        if (next == from) return true;
        Update(entry, entry.Order with { State = next.Value }, remark);
        return true;
    }

    /// <summary>Replaces the order's values, with a line in its history when <paramref name="remark"/> has a kind.</summary>
    public void Update(OrderEntry entry, Order order, in OrderRemark remark) => Put(entry, Draft(order, remark));

    /// <summary>The order as it would be after a change; nothing is changed yet, so that it can be made durable first.</summary>
    public Order Draft(Order order, in OrderRemark remark) => order with
    {
        UpdatedTime = remark.Time,
        Version = _version + 1,
        History = remark.Kind.Length == 0
            ? order.History
            : OrderHistory.With(order.History, new OrderEvent(remark.Time, remark.Kind, order.State, remark.Source, remark.Text)),
    };

    /// <summary>Puts a draft in the place of the order.</summary>
    public void Put(OrderEntry entry, Order order)
    {
        bool wasOpen = entry.Order.State.IsWorking();
        News.Changed(entry.Order, order);
        entry.Order = order;
        _version = Math.Max(_version, order.Version);
        Index(entry);
        NoteBracket(order);
        if (wasOpen != order.State.IsWorking())
        {
            if (wasOpen) _open.Remove(entry);
            else _open.Add(entry);
        }
        NoteOwed(entry);
        _snapshot = null;
    }

    /// <summary>Notes how much the broker's status counts as filled; the executions come before or after it.</summary>
    public void NoteBrokerFilled(OrderEntry entry, decimal filled)
    {
        entry.BrokerFilled = filled;
        NoteOwed(entry);
    }

    /// <summary>Notes how much of an ended order may have filled, as long as nobody has counted it; null when it is counted.</summary>
    public void NoteUncounted(OrderEntry entry, decimal? most)
    {
        if (entry.Uncounted == most) return;
        entry.Uncounted = most;
        NoteOwed(entry);
    }

    /// <summary>Notes a further order id under which the broker tells an order; messages about it are about the order.</summary>
    public void AddTwin(OrderEntry entry, OrderId orderId)
    {
        entry.AddTwin(orderId);
        _byOrderId.TryAdd((entry.Order.ClientId, orderId.Value), entry);
    }

    /// <summary>The broker has the order under one id alone. The others stay known as the order's: late messages may still name them.</summary>
    public void EndTwins(OrderEntry entry, OrderId orderId)
    {
        entry.EndTwins();
        if (entry.Order.OrderId != orderId) Put(entry, entry.Order with { OrderId = orderId });
    }

    /// <summary>Whether an account is in an advisor's group: an order to the group can fill in it. In a group that is not known every account may be.</summary>
    public Func<string, AccountId, bool> IsInGroup { get; set; } = static (_, _) => false;

    /// <summary>
    /// Quantities that can still fill in an account and contract, in the worst case. The exits of a bracket can close what their entry has
    /// filled, and only one of them does.
    /// </summary>
    /// <param name="account">Account.</param>
    /// <param name="conId">Contract.</param>
    /// <param name="except">An order to leave out, because it is about to be replaced; null for none.</param>
    public (decimal Buys, decimal Sells) WorkingQuantities(AccountId account, ConId conId, OrderEntry? except)
    {
        decimal buys = 0m, sells = 0m;
        for (int i = 0; i < _open.Count; i++) Count(_open[i], account, conId, except, ref buys, ref sells);
        for (int i = 0; i < _owed.Count; i++) Count(_owed[i], account, conId, except, ref buys, ref sells);
        return (buys, sells);
    }

    private void Count(OrderEntry entry, AccountId account, ConId conId, OrderEntry? except, ref decimal buys, ref decimal sells)
    {
        Order order = entry.Order;
        if (entry == except || !CanFillIn(order, account)) return;
        if (order.Contract.Legs is { } legs && LegOf(legs, conId) is { } leg)
        {
            if (leg.Side == order.Side) buys += entry.WorstRemainingOf(leg);
            else sells += entry.WorstRemainingOf(leg);
        }
        if (order.Contract.ConId != conId || !conId.IsResolved) return;
        decimal rest = IsLargestExit(entry, except) ? WorstOf(entry) : 0m;
        if (order.Side == OrderSide.Buy) buys += rest;
        else sells += rest;
    }

    private void NoteOwed(OrderEntry entry)
    {
        bool isOwed = entry.IsOwed;
        if (isOwed == _owed.Contains(entry)) return;
        if (isOwed) _owed.Add(entry);
        else _owed.Remove(entry);
        _version++;
    }

    // Asked for every order that is judged: a loop by index allocates nothing.
    private static ComboLeg? LegOf(ComboLegs legs, ConId conId)
    {
        for (int i = 0; i < legs.Items.Count; i++)
            if (legs.Items[i].ConId == conId) return legs.Items[i];
        return null;
    }

    /// <summary>What counts of an order in the worst case: of the exits of a bracket only the largest, and no more than their entry has filled.</summary>
    public decimal CountedRemaining(OrderEntry entry) => IsLargestExit(entry, null) ? WorstOf(entry) : 0m;

    // While the entry works the broker frees of an exit what the entry has filled; after that, all that is left of it can fill.
    private decimal WorstOf(OrderEntry entry) =>
        entry.Order is { Attributes.Parent: { } parent } order && order.Handling.Role.IsExit() && order.State.IsWorking() && Find(parent)?.Order is { } first && first.State.IsWorking()
            ? Math.Min(entry.WorstRemaining, first.Filled)
            : entry.WorstRemaining;

    private bool IsLargestExit(OrderEntry entry, OrderEntry? except)
    {
        if (entry.Order.State.IsFinal() || !entry.Order.Handling.Role.IsExit() || entry.Order.Attributes.Parent is not { } parent) return true;
        foreach (OrderEntry other in ExitsOf(parent))
        {
            if (other == entry || other == except || other.Order.State.IsFinal()) continue;
            decimal mine = WorstOf(entry), its = WorstOf(other);
            if (its > mine || (its == mine && other.Order.Version < entry.Order.Version)) return false;
        }
        return true;
    }

    private void NoteBracket(Order order)
    {
        if (order.Handling.Role == OrderRole.Entry) _changedBrackets.Enqueue(order.OrderRef);
        else if (order.Handling.Role.IsExit() && order.Attributes.Parent is { } parent) _changedBrackets.Enqueue(parent);
    }

    /// <summary>True when an order can fill in an account: it is for it, or for a group that it belongs to or belonged to while the order was open.</summary>
    public bool CanFillIn(Order order, AccountId account)
    {
        if (order.Account == account) return true;
        if (order.Attributes.FaGroup.Length == 0) return false;
        return order.Handling.GroupAccounts is { } accounts ? accounts.Contains(account) : IsInGroup(order.Attributes.FaGroup, account);
    }

    // The same reference under two permIds: one order of ours is at the broker twice.
    private static bool IsTwin(OrderEntry known, PermId permId) => permId.Value != 0 && known.Order.PermId.Value != 0 && known.Order.PermId != permId;

    private void Index(OrderEntry entry)
    {
        Order order = entry.Order;
        if (order.PermId.Value != 0) _byPermId[order.PermId.Value] = entry;
        if (order.OrderId.Value != 0) _byOrderId[(order.ClientId, order.OrderId.Value)] = entry;
    }

    // A bracket is needed whole as long as one of its orders can fill: what an exit may close is what the entry has filled, less what the other exit has.
    private bool MayGo(OrderEntry entry)
    {
        if (!IsDone(entry)) return false;
        OrderRef first = entry.Order is { Attributes.Parent: { } parent } exit && exit.Handling.Role.IsExit() ? parent : entry.Order.OrderRef;
        return (Find(first) is not { } known || IsDone(known)) && ExitsOf(first).All(IsDone);
    }

    private static bool IsDone(OrderEntry entry) => entry.Order.State.IsFinal() && !entry.IsOwed;

    private void Trim()
    {
        if (_all.Count - _open.Count <= keptMax) return;
        int oldest = _all.FindIndex(MayGo);
        if (oldest < 0) return;
        OrderEntry entry = _all[oldest];
        _exits.Remove(entry.Order.OrderRef);
        if (entry.Order.Attributes.Parent is { } parent && _exits.TryGetValue(parent, out List<OrderEntry>? exits)) exits.Remove(entry);
        _all.RemoveAt(oldest);
        _byRef.Remove(entry.Order.OrderRef);
        if (_byPermId.GetValueOrDefault(entry.Order.PermId.Value) == entry) _byPermId.Remove(entry.Order.PermId.Value);
        (int, int) id = (entry.Order.ClientId, entry.Order.OrderId.Value);
        if (_byOrderId.GetValueOrDefault(id) == entry) _byOrderId.Remove(id);
    }
}
