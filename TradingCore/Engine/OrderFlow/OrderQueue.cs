using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;
using TradingCore.Risk;

namespace TradingCore.Engine.OrderFlow;

/// <summary>
/// Orders that were given while the gateway was away and asked to wait, and those that wait for own resting orders to end (<see cref="OrderHolds"/>). Each is in the journal before
/// it is answered, leaves at most once, and only when orders and positions agree with the broker, a fresh price is there and Risk allows it again. The oldest goes first, one
/// at a beat of the clock.
/// </summary>
internal sealed class OrderQueue(EngineState state, OrderPlanner planner, OrderSending sending)
{
    /// <summary>Longest time in the queue.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromHours(24);

    private const int ReleasesMax = 3;
    private static readonly TimeSpan WaitMin = TimeSpan.FromSeconds(1);

    // Only the market and the broker of the moment of release can answer these.
    private static readonly string[] JudgedAtRelease = ["R02", "R12", "R13", "R14", "R15", "R16", "R17", "R18", "R23", "R24", "R35"];

    // While these fail there is nothing to judge by yet: the order waits on.
    private static readonly string[] WaitsFor = ["R02", "R05", "R16", "R28", "R29"];

    // Without a figure these have nothing to judge by either: right after a start the equity and the prices of what is held come one after the other.
    private static readonly string[] NeedsFigures = ["R20", "R21", "R22", "R23", "R24", "R25", "R26", "R27"];

    /// <summary>What orders wait for besides the gateway; set once both exist.</summary>
    public OrderHolds Holds { get; set; } = null!;

    /// <summary>Why no order can leave now, as a sentence; empty when the gateway is there.</summary>
    public string WhyAway() =>
        !state.Session.IsConnected ? "The gateway is not connected."
        : !state.IsVerified ? "Orders and positions are being compared with the broker."
        : state.OrderIds is null ? "The gateway has not told which order ids may be used."
        : SessionView.HoldReason(state);

    /// <summary>The verdict on taking an order in: what only the moment of release can answer is left to it.</summary>
    public static RiskVerdict Entering(RiskVerdict verdict) =>
        new([.. verdict.Checks.Select(c => !c.IsPassed && JudgedAtRelease.Contains(c.Code) ? c with { IsPassed = true, Message = $"Judged when the gateway is back. Now: {c.Message}" } : c)], verdict.LimitsVersion);

    /// <summary>Takes an order in, with its exits.</summary>
    public void Take(SubmitOrder command, OrderPlan plan, string away)
    {
        RiskVerdict verdict = Entering(plan.Verdict);
        TimeSpan wait = command.Spec.QueueFor ?? state.Options.QueueExpiry;
        if (!verdict.IsAllowed)
        {
            OrderSubmission.Deny(state, command, plan with { Verdict = verdict });
            return;
        }
        if (wait < WaitMin || wait > WaitMax)
        {
            state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.Denied, null, verdict, "An order can wait for the gateway from 1 second to 24 hours. Give another time."));
            return;
        }
        DateTimeOffset until = Until(plan.Orders[0].Context, state.Now + wait);
        Order[] orders = [.. plan.Orders.Select((planned, i) => Queued(planned, command.Context, until, away, i))];
        string text = OrderText.Of(plan.Orders[0].Context.Spec, plan.Orders[0].Context.Instrument);
        state.Effects.Step = new DurableStep(
            [.. orders.Select(o => new OrderWritten(o))],
            () =>
            {
                foreach (PlannedOrder planned in plan.Orders) state.Risk.OnQueued(planned.Context);
                foreach (Order order in orders)
                {
                    state.Orders.Add(order);
                    state.Log.OrderQueued(order.OrderRef, command.Context.Source, until, order.History[0].Text, order.Handling.CorrelationId);
                }
                state.Keys.Add(command.Context.IdempotencyKey, orders[0].OrderRef);
                state.Notices.Add(state.Now, NoticeSeverity.Info, "queued", $"Queued until {Say.Moment(until)}: {text}.", orders[0].Contract.Ticker, orders[0].OrderRef);
                state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.Queued, orders[0], verdict, $"Queued until {Say.Moment(until)}: {text}. {away} It is checked anew before it leaves."));
            },
            reason => state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.NotDurable, null, verdict, $"The order cannot be made durable, so it was not queued. {reason}")));
    }

    /// <summary>Ends what has waited too long, and lets the oldest go that can.</summary>
    public void OnClock()
    {
        OrderEntry[] queued = [.. state.Orders.Open.Where(e => e.Order.State == OrderState.Queued)];
        Holds.Follow(queued);
        Array.Sort(queued, (a, b) => ByAge(a.Order, b.Order));
        foreach (OrderEntry entry in queued.Where(e => e.Order.Handling.QueuedUntil <= state.Now)) OnTimeOver(entry);
        foreach (OrderEntry entry in queued)
            if (GroupFault(entry) is { Length: > 0 } fault) EndDenied(entry, fault);
        if (queued.Length == 0 || !CanLeave) return;
        foreach (OrderEntry first in queued.Where(e => e.Order.State == OrderState.Queued && !e.Order.Handling.Role.IsExit()))
            if (TryRelease(first)) return;
    }

    /// <summary>An event was applied: what waited for it leaves.</summary>
    public void OnApplied()
    {
        if (!Holds.IsUsed) return;
        foreach (OrderEntry held in Holds.Held)
            if (CanLeave && OrderHolds.IsHeld(held) && TryRelease(held)) return;
    }

    /// <summary>Which of two orders in the queue goes first.</summary>
    public static int ByAge(Order one, Order other) =>
        one.CreatedTime.CompareTo(other.CreatedTime) is var byTime && byTime != 0 ? byTime : string.CompareOrdinal(one.OrderRef.Value, other.OrderRef.Value);

    /// <summary>Takes an order out of the queue; an entry takes its exits along.</summary>
    public void Withdraw(OrderEntry entry, CommandContext who)
    {
        foreach (OrderEntry one in Group(entry))
            End(one, OrderEventKind.Withdrawn, "cancelled", one == entry ? "It was still queued; the broker never had it." : "Its entry was taken out of the queue.", NoticeSeverity.Info, who.Source);
    }

    /// <summary>
    /// An order that left the queue and never reached the broker was accepted to wait: it waits on, with its exits, and is judged anew. One whose cancel was asked for meanwhile has ended.
    /// </summary>
    /// <param name="entry">The order; the broker is known not to have it.</param>
    /// <param name="isAbsent">Whether the broker is known not to have another one.</param>
    /// <returns>False when it did not come from the queue, has left it often enough, or the broker may have one of its exits.</returns>
    public bool TakeBack(OrderEntry entry, Func<OrderEntry, bool> isAbsent)
    {
        if (entry.Order.Handling is not { ReleasedTime: not null, QueuedUntil: { } until } || entry.Order.Handling.Role.IsExit()) return false;
        // What gets lost again and again is not sent for ever.
        if (entry.Order.History.Count(l => l.Kind == OrderHistory.Released) >= ReleasesMax) return false;
        OrderEntry[] group = [entry, .. state.Orders.ExitsOf(entry.Order.OrderRef)];
        if (group.Any(e => e.Order.State is not (OrderState.PendingSubmit or OrderState.Unknown or OrderState.PendingCancel) || (e != entry && !isAbsent(e)))) return false;
        bool isCancelled = group.Any(IsCancelAsked);
        foreach (OrderEntry one in group)
        {
            if (isCancelled) End(one, OrderEventKind.Gone, "cancelled", one == entry ? "It left the queue and never reached the broker, and its cancel was asked for." : "Its entry never reached the broker.", NoticeSeverity.Info);
            else WaitOn(one, until);
        }
        return true;
    }

    /// <summary>An order with the exits that wait with it, itself first; an exit alone.</summary>
    public IReadOnlyList<OrderEntry> Group(OrderEntry entry) =>
    [
        entry,
        .. state.Orders.Open.Where(e => e != entry && e.Order.State == OrderState.Queued && e.Order.Handling.Role.IsExit() && e.Order.Attributes.Parent == entry.Order.OrderRef)
            .OrderBy(e => e.Order.Handling.Role),
    ];

    /// <summary>When an order has waited long enough: an order for the day does not wait into the session after the one it was given for, nor one for the open past it.</summary>
    /// <param name="context">The order, judged now.</param>
    /// <param name="asked">When its time in the queue is over.</param>
    public static DateTimeOffset Until(RiskContext context, DateTimeOffset asked)
    {
        DateTimeOffset? end = context.Spec.Tif switch
        {
            TimeInForce.Day => context.Hours.EndOfDay(context.Spec.OutsideRth),
            TimeInForce.Opg => context.Hours.NextRegularOpen,
            TimeInForce.Gtd => context.Spec.Attributes.GoodTill,
            _ => null,
        };
        return end < asked ? end.Value : asked;
    }

    private Order Queued(PlannedOrder planned, CommandContext who, DateTimeOffset until, string away, int place)
    {
        Order order = OrderDrafts.New(state, planned, default, default, who, OrderState.Queued);
        order = order with { Handling = order.Handling with { QueuedUntil = until }, Reason = $"Waits for the gateway until {Say.Moment(until)}." };
        order = state.Orders.Draft(order, new OrderRemark(state.Now, OrderDrafts.SubmittedKind, who.Source, OrderText.Of(planned.Context.Spec, planned.Context.Instrument)));
        order = state.Orders.Draft(order, new OrderRemark(state.Now, "queued", "engine", $"{away} It waits until {Say.Moment(until)}."));
        return order with { Version = order.Version + place };
    }

    private void WaitOn(OrderEntry entry, DateTimeOffset until)
    {
        Order order = entry.Order;
        entry.AwaitingSince = entry.SentTime = entry.AbsentSince = null;
        // Its order ids are spent. What closes a position is held to what is left of it when it leaves.
        OrderHandling handling = order.Handling with { ReleasedTime = null, WireTime = null, Hold = order.Handling.IsClosing ? new OrderHold(until, [], IsClosing: true) : null };
        string text = $"It never reached the broker, so it waits again until {Say.Moment(until)}.";
        state.Orders.Update(entry, order with { State = OrderStateMachine.Next(order.State, OrderEventKind.TakenBack)!.Value, OrderId = default, ParentId = default, Handling = handling, Reason = text },
            new OrderRemark(state.Now, "queued", "engine", text));
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
        state.Log.OrderChanged(order.OrderRef, entry.Order.State, text, order.Handling.CorrelationId);
        if (!order.Handling.Role.IsExit()) state.Notices.Add(state.Now, NoticeSeverity.Warning, "queued", $"The order to {OrderText.Short(order)} left the queue: {text}", order.Contract.Ticker, order.OrderRef);
    }

    private static bool IsCancelAsked(OrderEntry entry) =>
        entry.IsCancelWanted || entry.Order.History.Reverse().TakeWhile(l => l.Kind != OrderHistory.Released).Any(l => l.Kind == OrderHistory.CancelRequested);

    // Nothing leaves while it could not arrive, could not be made durable, or another step of the same event waits for that.
    private bool CanLeave => WhyAway().Length == 0 && state.JournalProblem.Length == 0 && state.Effects.Step is null;

    private void OnTimeOver(OrderEntry entry)
    {
        if (entry.Order.State != OrderState.Queued) return;
        OrderEntry first = entry.Order.Handling.Role.IsExit() && entry.Order.Attributes.Parent is { } parent ? state.Orders.Find(parent) ?? entry : entry;
        if (!OrderHolds.IsHeld(first))
        {
            bool hasLeft = entry.Order.History.Any(l => l.Kind == OrderHistory.Released);
            string why = hasLeft ? "It left the queue and never reached the broker, and its time to wait is over."
                : WhyAway() is { Length: > 0 } away ? $"It could not leave in time, so it was never sent. {away}"
                : $"The gateway was back, but the order could not be judged in time, so it was never sent. {planner.PlanRelease(Group(first), mayWait: true).Verdict.Summary}".TrimEnd();
            End(entry, OrderEventKind.WaitedTooLong, "expired", why, NoticeSeverity.Warning);
            return;
        }
        // With the gateway there it is judged by what is known: its own orders have ended, or it is denied.
        if (WhyAway().Length > 0 || state.JournalProblem.Length > 0)
            foreach (OrderEntry one in Group(first)) End(one, OrderEventKind.WaitedTooLong, "expired", $"It waited for own orders to end, and could not leave in time, so it was never sent. {WhyAway()}{state.JournalProblem}", NoticeSeverity.Warning);
        else if (entry == first && state.Effects.Step is null)
            TryRelease(first, isLast: true);
    }

    // True when something left: the next one waits for the next beat, so that each is judged with all before it on their way.
    private bool TryRelease(OrderEntry first, bool isLast = false)
    {
        if (GroupFault(first) is { Length: > 0 } fault)
        {
            EndDenied(first, fault);
            return false;
        }
        bool isHeld = OrderHolds.IsHeld(first);
        if (isHeld && !Holds.IsOver(first) && !isLast) return false;
        IReadOnlyList<OrderEntry> group = Group(first);
        OrderPlan plan = planner.PlanRelease(group, mayWait: !isHeld);
        if (!isLast && plan.Verdict.Failures.Any(f => WaitsFor.Contains(f.Code) || (f.Observed is null && NeedsFigures.Contains(f.Code)))) return false;
        string refusal = !plan.Verdict.IsAllowed ? plan.Verdict.Summary : isHeld ? NothingToClose(first) : "";
        if (refusal.Length > 0)
        {
            state.Denials.Count(plan.Verdict);
            EndDenied(first, refusal);
            return false;
        }
        if (plan.Crossings.Count > 0)
        {
            Holds.Take(first, plan);
            return true;
        }
        var entries = new List<JournalEntry>();
        IReadOnlyList<Order> orders = sending.Draft(plan, state.OrderIds!, (planned, id, parent) =>
        {
            Order order = state.Orders.Find(planned.OrderRef)!.Order;
            return state.Orders.Draft(
                order with { OrderId = id, ParentId = parent, ClientId = state.Session.ClientId, Reason = "", Handling = order.Handling with { ReleasedTime = state.Now, Hold = null }, State = OrderStateMachine.Next(order.State, OrderEventKind.Released)!.Value },
                new OrderRemark(state.Now, OrderHistory.Released, "engine", isHeld ? "What it would have traded with has ended, the price is fresh and risk allows it." : "The gateway is back, the price is fresh and risk allows it."));
        }, entries, out int? reserveUpTo);
        state.Effects.Step = new DurableStep(
            entries,
            () =>
            {
                if (reserveUpTo is { } upTo) state.OrderIds!.OnReserved(upTo);
                for (int i = 0; i < group.Count; i++)
                {
                    state.Orders.Put(group[i], orders[i]);
                    state.Log.OrderReleased(orders[i].OrderRef, orders[i].Handling.CorrelationId);
                }
                sending.Leave(plan, group);
                state.Notices.Add(state.Now, NoticeSeverity.Info, "queued", $"Leaves the queue: {OrderText.Of(plan.Orders[0].Context.Spec, plan.Orders[0].Context.Instrument)}.", orders[0].Contract.Ticker, orders[0].OrderRef);
            },
            // It waits on: the trouble of the journal shows by itself, and the next beat tries again.
            _ => { });
        return true;
    }

    // The broker cannot take from an order what another one of its group filled before it came.
    private string GroupFault(OrderEntry entry)
    {
        Order order = entry.Order;
        if (order.State != OrderState.Queued || order.Attributes.OcaGroup.Length == 0) return "";
        OrderEntry? filled = state.Orders.Recent.FirstOrDefault(o => o != entry && o.Order.Attributes.OcaGroup == order.Attributes.OcaGroup && o.Order.Account == order.Account
            && o.Order.Filled > 0m && (o.Order.Handling.FirstFillTime ?? o.Order.UpdatedTime) >= order.CreatedTime);
        return filled is null ? "" : $"Denied: the order to {OrderText.Short(filled.Order)} of its group {order.Attributes.OcaGroup} has filled {OrderText.Number(filled.Order.Filled)} meanwhile (R36). Send it anew if it is still wanted.";
    }

    private void EndDenied(OrderEntry first, string refusal)
    {
        state.Log.OrderDenied("queue", refusal, first.Order.Handling.CorrelationId);
        foreach (OrderEntry one in Group(first)) End(one, OrderEventKind.DeniedAtRelease, "denied", one == first ? refusal : "Its entry was denied.", NoticeSeverity.Error);
    }

    // A fill of a resting order, or of another one, may have closed what it was to close.
    private string NothingToClose(OrderEntry first)
    {
        if (first.Order.Handling.Hold is not { IsClosing: true }) return "";
        decimal left = state.Positions.Find(first.Order.Account, first.Order.Contract.ConId) is { } held ? PositionClosing.LeftToClose(state, held, first) : 0m;
        decimal wanted = first.Order.Side == OrderSide.Sell ? first.Order.Quantity : -first.Order.Quantity;
        return Math.Sign(left) == Math.Sign(wanted) && Math.Abs(left) >= Math.Abs(wanted) ? "" : $"Denied: the position changed while it waited, and {OrderText.Number(Math.Abs(left))} {first.Order.Contract.Ticker} are left to close. Close it anew.";
    }

    private void End(OrderEntry entry, OrderEventKind kind, string name, string text, NoticeSeverity severity, string source = "engine")
    {
        if (!state.Orders.Transition(entry, kind, new OrderRemark(state.Now, name, source, text))) return;
        state.Orders.Put(entry, entry.Order with { Reason = text });
        Order order = entry.Order;
        state.Effects.Journal.Add(new OrderWritten(order));
        state.Log.OrderChanged(order.OrderRef, order.State, text, order.Handling.CorrelationId);
        string what = kind switch { OrderEventKind.WaitedTooLong => "Expired in the queue", OrderEventKind.DeniedAtRelease => "Not sent from the queue", _ => "Taken out of the queue" };
        state.Notices.Add(state.Now, severity, name, $"{what}: the order to {OrderText.Short(order)}. {text}", order.Contract.Ticker, order.OrderRef);
    }
}
