using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;

namespace TradingBlazor.State;

/// <summary>
/// Moves orders to other prices for a chart or a ladder: shown at once where they were dropped and marked pending, one change at a time for each order,
/// and back where they were, with the reason, when risk or the broker refuses.
/// </summary>
/// <remarks>Belongs to one component and is used on its dispatcher. Drags that follow while a change is under way are conflated to the last one.</remarks>
public sealed class OrderMover(ITradingCommands commands)
{
    // A drag begins at an order that was drawn; so many drawings back it can have begun, and of so many orders.
    private const int LooksKept = 8;
    private const int OrdersKept = 200;
    private const int PricesKept = 2000;

    private readonly Dictionary<(OrderRef, OrderLineKind), Pending> _moves = [];
    private readonly Dictionary<OrderRef, List<Order>> _looks = [];
    private readonly HashSet<(OrderRef, OrderLineKind, decimal)> _asked = [];

    /// <summary>How prices of the contract are written, as <see cref="Format.Decimals"/> says.</summary>
    public int Decimals { get; set; } = 2;

    /// <summary>Why the last move was refused; empty when it was not.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Forgets the last refusal.</summary>
    public void CloseProblem() => Problem = "";

    /// <summary>Where a line is to be drawn; null when the order has no such price.</summary>
    public decimal? Shown(Order order, OrderLineKind kind) =>
        _moves.TryGetValue((order.OrderRef, kind), out Pending? move) ? move.Target : OrderLines.Asked(order, kind) ?? OrderLines.Price(order, kind);

    /// <summary>True while the broker has not confirmed where the line is drawn.</summary>
    public bool IsPending(Order order, OrderLineKind kind) => _moves.ContainsKey((order.OrderRef, kind)) || OrderLines.Asked(order, kind) is not null;

    /// <summary>Notes that an order is drawn, and says which look at it that was: the same one until something changes that matters for moving it.</summary>
    public long Look(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (_looks.Count >= OrdersKept) _looks.Clear();
        if (!_looks.TryGetValue(order.OrderRef, out List<Order>? looks)) _looks[order.OrderRef] = looks = [];
        if (looks.Count == 0 || SeenOrders.WhatChanged(looks[^1], order, new OrderChange(), Decimals).Length > 0)
        {
            if (looks.Count >= LooksKept) looks.RemoveAt(0);
            looks.Add(order);
        }
        return looks[^1].Version;
    }

    /// <summary>The order as it was drawn at a look; null when that is too long ago.</summary>
    public Order? Looked(OrderRef orderRef, long look) => _looks.GetValueOrDefault(orderRef)?.Find(o => o.Version == look);

    /// <summary>Moves a line.</summary>
    /// <param name="order">The order as known now.</param>
    /// <param name="kind">Line.</param>
    /// <param name="price">New price, on the price steps.</param>
    /// <param name="keepDistance">See <see cref="OrderLines.Move"/>.</param>
    /// <param name="seen">The order as it was drawn when the move began; null when it is <paramref name="order"/>.</param>
    public async Task MoveAsync(Order order, OrderLineKind kind, decimal price, bool keepDistance, Order? seen = null)
    {
        if (OrderLines.WhyNotMove(order) is { Length: > 0 } why)
        {
            // An order that has filled meanwhile has nothing left to name.
            Problem = $"{OrderSentence.Of(order with { Quantity = order.Remaining > 0m ? order.Remaining : order.Quantity }, Decimals)}: {why}.";
            return;
        }
        (OrderRef, OrderLineKind) key = (order.OrderRef, kind);
        if (_moves.TryGetValue(key, out Pending? move))
        {
            move.Target = price;
            return;
        }
        if (seen is not null && SeenOrders.WhatChanged(WithOwnMoves(seen, order), order, OrderLines.Move(order, kind, price, keepDistance), Decimals) is { Length: > 0 } what)
        {
            Problem = $"{TickerName.Short(order.Contract.Ticker)} stays at {Format.ExactPrice(OrderLines.Price(order, kind), Decimals)}. It changed while you moved it: {what}. Look at it, and move it again if you still want to.";
            return;
        }
        if (price == Shown(order, kind)) return;
        Problem = "";
        _moves[key] = move = new Pending { Target = price, KeepDistance = keepDistance };
        // A change of before that the broker has not confirmed goes first.
        if (order.PendingChange is null) await SendAsync(order, kind, move);
    }

    /// <summary>Moves the lines of several orders, as one row of a ladder stands for all that are at its price.</summary>
    /// <param name="seen">The orders as they were drawn.</param>
    /// <param name="now">All orders as known now.</param>
    /// <param name="price">New price.</param>
    public Task MoveAllAsync(IReadOnlyList<Order> seen, IReadOnlyList<Order> now, decimal price) =>
        Task.WhenAll(seen.Select(o => OrderLines.MainOf(o) is { } kind ? MoveAsync(now.FirstOrDefault(n => n.OrderRef == o.OrderRef) ?? o, kind, price, keepDistance: true, o) : Task.CompletedTask).ToArray());

    // What this hand moved itself is no news to it, also when the line was picked up again before the move was drawn.
    private Order WithOwnMoves(Order seen, Order now) => seen with
    {
        LimitPrice = now.LimitPrice is { } limit && _asked.Contains((now.OrderRef, OrderLineKind.Limit, limit)) ? limit : seen.LimitPrice,
        StopPrice = now.StopPrice is { } stop && _asked.Contains((now.OrderRef, OrderLineKind.Trigger, stop)) ? stop : seen.StopPrice,
    };

    /// <summary>Compares with the newest orders; true when what is drawn has changed.</summary>
    public bool Observe(IReadOnlyList<Order> orders)
    {
        if (_moves.Count == 0) return false;
        bool changed = false;
        foreach (((OrderRef, OrderLineKind) key, Pending move) in _moves.ToArray())
        {
            (OrderRef orderRef, OrderLineKind kind) = key;
            if (move.IsInFlight) continue;
            Order? order = orders.FirstOrDefault(o => o.OrderRef == orderRef);
            if (order is null || order.State.IsFinal())
            {
                _moves.Remove(key);
                changed = true;
                continue;
            }
            if (order.Version < move.SentVersion || order.PendingChange is not null) continue;
            changed = true;
            if (move.Sent is { } sent && OrderLines.Price(order, kind) != sent)
            {
                _moves.Remove(key);
                string reason = order.History is [.., { Kind: "modify rejected" } last] ? last.Text : order.Reason;
                Problem = $"{TickerName.Short(order.Contract.Ticker)} stays at {Format.ExactPrice(OrderLines.Price(order, kind), Decimals)}: {(reason.Length > 0 ? reason : "the broker did not take the change")}";
            }
            else if (move.Sent == move.Target)
            {
                _moves.Remove(key);
            }
            else
            {
                _ = SendAsync(order, kind, move);
            }
        }
        return changed;
    }

    private async Task SendAsync(Order order, OrderLineKind kind, Pending move)
    {
        move.IsInFlight = true;
        move.Sent = move.Target;
        OrderChange change = OrderLines.Move(order, kind, move.Target, move.KeepDistance);
        if (_asked.Count >= PricesKept) _asked.Clear();
        if (change.LimitPrice is { } limit) _asked.Add((order.OrderRef, OrderLineKind.Limit, limit));
        if (change.StopPrice is { } stop) _asked.Add((order.OrderRef, OrderLineKind.Trigger, stop));
        try
        {
            CommandResult result = await commands.ModifySeenAsync(order, order, change, Decimals);
            move.SentVersion = result.Order?.Version ?? order.Version;
            if (result.Outcome == CommandOutcome.Accepted) return;
            _moves.Remove((order.OrderRef, kind));
            Problem = result.Message.Length > 0 ? result.Message : result.Verdict.Summary;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _moves.Remove((order.OrderRef, kind));
            Problem = $"No answer: {failure.Message} Look at the order before moving it again.";
        }
        finally
        {
            move.IsInFlight = false;
        }
    }

    private sealed class Pending
    {
        public decimal Target { get; set; }
        public bool KeepDistance { get; init; }
        public decimal? Sent { get; set; }
        public long SentVersion { get; set; }
        public bool IsInFlight { get; set; }
    }
}
