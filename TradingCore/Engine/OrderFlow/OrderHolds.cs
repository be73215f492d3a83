using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;
using TradingCore.Risk;

namespace TradingCore.Engine.OrderFlow;

/// <summary>
/// Orders that would trade with own resting ones, where the limits say that the resting ones give way (R34): these are cancelled, and the new order waits in the queue until each
/// of them has ended. Here is what it waits for; the queue judges it anew, lets it leave and ends it.
/// </summary>
/// <remarks>
/// The waiting order is durable before the first cancel leaves. What was cancelled stays so whatever becomes of the order. A resting order whose cancel is under way gets no second one.
/// </remarks>
internal sealed class OrderHolds(EngineState state, OrderCancellation cancellation)
{
    private const string WaitingKind = "waiting";

    // Those that wait, so that an event costs nothing while none does.
    private readonly List<OrderRef> _held = [];

    /// <summary>True while an order waits here.</summary>
    public bool IsUsed => _held.Count > 0;

    /// <summary>The orders that wait, oldest first.</summary>
    public IReadOnlyList<OrderEntry> Held => [.. _held.Select(state.Orders.Find).OfType<OrderEntry>()];

    /// <summary>True when an order waits for own orders to end.</summary>
    public static bool IsHeld(OrderEntry entry) => entry.Order is { State: OrderState.Queued, Handling.Hold: not null };

    /// <summary>Takes in a new order that Risk allows once the orders that it would trade with have ended; cancels these.</summary>
    /// <param name="command">The command.</param>
    /// <param name="plan">The order with its exits, and what it would trade with.</param>
    /// <param name="isClosing">True when it was made to close what is held.</param>
    /// <param name="wait">How long it may wait for the gateway; null when it asks for none.</param>
    public void Take(EngineCommand<SubmitResult> command, OrderPlan plan, bool isClosing, TimeSpan? wait)
    {
        RiskContext first = plan.Orders[0].Context;
        OrderHold hold = HoldFor(first, plan.Crossings, isClosing);
        DateTimeOffset until = wait is { } more && more > state.Options.SelfMatchWait ? OrderQueue.Until(first, state.Now + more) : hold.Until;
        Order[] orders = [.. plan.Orders.Select((planned, i) => New(planned, command.Context, i == 0 ? hold : null, until, plan.Crossings, i))];
        string text = OrderText.Of(first.Spec, first.Instrument);
        string why = $"It waits until your own {Names(plan.Crossings)} {Ended(plan.Crossings.Count)}, and is checked anew before it leaves.";
        state.Effects.Step = new DurableStep(
            [.. orders.Select(o => new OrderWritten(o))],
            () =>
            {
                foreach (PlannedOrder planned in plan.Orders) state.Risk.OnQueued(planned.Context);
                foreach (Order order in orders)
                {
                    state.Orders.Add(order);
                    state.Log.OrderHeld(order.OrderRef, command.Context.Source, plan.Crossings.Count, order.History[0].Text, order.Handling.CorrelationId);
                }
                state.Keys.Add(command.Context.IdempotencyKey, orders[0].OrderRef);
                Begin(orders[0], plan.Crossings);
                state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.Queued, orders[0], plan.Verdict, $"{text}: {why}"));
            },
            reason => state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.NotDurable, null, plan.Verdict, $"The order cannot be made durable, so it was not sent and nothing was cancelled for it. {reason}")));
    }

    /// <summary>Lets an order that was about to leave the queue wait for the orders that it would trade with.</summary>
    public void Take(OrderEntry entry, OrderPlan plan)
    {
        OrderHold hold = HoldFor(plan.Orders[0].Context, plan.Crossings, isClosing: false);
        Order held = state.Orders.Draft(
            entry.Order with { Handling = entry.Order.Handling with { Hold = hold }, Reason = Reason(plan.Crossings) },
            new OrderRemark(state.Now, WaitingKind, "engine", Why(plan.Crossings, hold.Until)));
        state.Effects.Step = new DurableStep(
            [new OrderWritten(held)],
            () =>
            {
                state.Orders.Put(entry, held);
                Begin(held, plan.Crossings);
            },
            _ => { });
    }

    /// <summary>Looks at what an order waits for.</summary>
    /// <returns>True when it is to be judged now: all have ended, the cancel of one was refused, or its time is over.</returns>
    public bool IsOver(OrderEntry entry)
    {
        bool isWaiting = false, isRefused = false;
        foreach (OrderRef resting in entry.Order.Handling.Hold!.Orders)
        {
            OrderEntry? other = state.Orders.Find(resting);
            if (other is null || other.Order.State.IsFinal())
            {
                NoteEnd(entry, resting, other?.Order);
                continue;
            }
            isWaiting = true;
            if (other.IsCancelWanted) continue;
            // The program may have ended between the two: then the cancel is sent now.
            if (WasAsked(other.Order, entry.Order)) isRefused = true;
            else if (state.IsVerified) cancellation.Cancel(other, Who(entry.Order));
        }
        return !isWaiting || isRefused || state.Now >= entry.Order.Handling.Hold!.Until;
    }

    /// <summary>Takes note of the orders that wait, and forgets those that do not any more.</summary>
    public void Follow(IEnumerable<OrderEntry> queued)
    {
        _held.RemoveAll(r => state.Orders.Find(r) is not { } entry || !IsHeld(entry));
        foreach (OrderEntry entry in queued)
            if (IsHeld(entry) && !_held.Contains(entry.Order.OrderRef)) _held.Add(entry.Order.OrderRef);
    }

    /// <summary>Own orders as in <c>order to sell 100 SPY at 100.05</c>.</summary>
    public string Names(IReadOnlyList<OrderEntry> orders) =>
        orders.Count == 1 ? $"order to {Name(orders[0].Order)}" : $"orders to {string.Join(", ", orders.Take(orders.Count - 1).Select(e => Name(e.Order)))} and {Name(orders[^1].Order)}";

    private void Begin(Order order, IReadOnlyList<OrderEntry> crossings)
    {
        _held.Add(order.OrderRef);
        foreach (OrderEntry resting in crossings)
            if (!resting.IsCancelWanted) cancellation.Cancel(resting, Who(order));
        state.Notices.Add(state.Now, NoticeSeverity.Info, "queued", $"The order to {OrderText.Short(order)} would trade with your own {Names(crossings)}: {(crossings.Count == 1 ? "that one is" : "these are")} cancelled first (R34).", order.Contract.Ticker, order.OrderRef);
    }

    private Order New(PlannedOrder planned, CommandContext who, OrderHold? hold, DateTimeOffset until, IReadOnlyList<OrderEntry> crossings, int place)
    {
        Order order = OrderDrafts.New(state, planned, default, default, who, OrderState.Queued);
        order = order with { Handling = order.Handling with { QueuedUntil = until, Hold = hold }, Reason = hold is null ? "Waits with its entry." : Reason(crossings) };
        order = state.Orders.Draft(order, new OrderRemark(state.Now, OrderDrafts.SubmittedKind, who.Source, OrderText.Of(planned.Context.Spec, planned.Context.Instrument)));
        order = state.Orders.Draft(order, new OrderRemark(state.Now, WaitingKind, "engine", hold is null ? "Waits with its entry." : Why(crossings, hold.Until)));
        return order with { Version = order.Version + place };
    }

    private OrderHold HoldFor(RiskContext context, IReadOnlyList<OrderEntry> crossings, bool isClosing) =>
        new(OrderQueue.Until(context, state.Now + state.Options.SelfMatchWait), [.. crossings.Select(e => e.Order.OrderRef)], isClosing);

    private void NoteEnd(OrderEntry entry, OrderRef resting, Order? ended)
    {
        OrderHold hold = entry.Order.Handling.Hold!;
        string text = ended is null ? $"Your own order {resting} is not open any more." : $"Your own order to {Name(ended)} {(ended.State == OrderState.Filled ? "has filled" : $"is {OrderText.Name(ended.State)}")}{(ended.State != OrderState.Filled && ended.Filled > 0m ? $"; {OrderText.Number(ended.Filled)} of it had filled" : "")}.";
        state.Orders.Update(entry, entry.Order with { Handling = entry.Order.Handling with { Hold = hold with { Orders = [.. hold.Orders.Where(r => r != resting)] } } }, new OrderRemark(state.Now, WaitingKind, "engine", text));
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
    }

    private static bool WasAsked(Order resting, Order held) =>
        resting.History.Any(l => l.Time >= held.CreatedTime && (l.Kind is OrderHistory.CancelRequested or OrderHistory.CancelRefused));

    private static CommandContext Who(Order held) => new("engine", $"The newer order {held.OrderRef} would trade with it (R34).");

    private string Name(Order order) => $"{OrderText.Short(order)}{(order.LimitPrice is { } price ? $" at {Say.Price(price, state.Market.FindInstrument(order.Contract.ConId))}" : "")}";

    private string Reason(IReadOnlyList<OrderEntry> crossings) => $"Waits until your own {Names(crossings)} {Ended(crossings.Count)}.";

    private string Why(IReadOnlyList<OrderEntry> crossings, DateTimeOffset until) =>
        $"It would trade with your own {Names(crossings)} (R34): {(crossings.Count == 1 ? "that one is" : "these are")} cancelled first. It waits until {Say.Moment(until)} for that.";

    private static string Ended(int count) => count == 1 ? "has ended" : "have ended";
}
