using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;
using TradingCore.Risk;

namespace TradingCore.Engine.OrderFlow;

/// <summary>New orders: an order leaves only after Risk allowed it, with all that belongs to it, and its entry is in the journal.</summary>
internal sealed class OrderSubmission(EngineState state, OrderPlanner planner, OrderSending sending, OrderQueue queue, OrderHolds holds, OrderAnswers answers)
{
    public void Submit(SubmitOrder command)
    {
        if (IsRepeated(command)) return;
        if (command.Spec.IfOffline == OfflineChoice.Queue && queue.WhyAway() is { Length: > 0 } away)
        {
            queue.Take(command, planner.Plan(command.Spec, command.OrderRef, command.Context.Source, queue: QueueStep.Entering, mayWait: true), away);
            return;
        }
        Judge(command, planner.Plan(command.Spec, command.OrderRef, command.Context.Source, mayWait: true), wait: command.Spec.IfOffline == OfflineChoice.Queue ? command.Spec.QueueFor ?? state.Options.QueueExpiry : null);
    }

    public void Preview(PreviewOrder command)
    {
        bool isQueueing = command.Spec.IfOffline == OfflineChoice.Queue && queue.WhyAway().Length > 0;
        OrderPlan plan = planner.Plan(command.Spec, new OrderRef(""), command.Context.Source, queue: isQueueing ? QueueStep.Entering : QueueStep.None, mayWait: true);
        PlannedOrder first = plan.Orders[0];
        RiskVerdict verdict = isQueueing ? OrderQueue.Entering(plan.Verdict) : plan.Verdict;
        var result = new PreviewResult(verdict, RiskGate.NotionalOf(first.Context), null)
        {
            Legs = [.. plan.Orders.Select(o => new PreviewLeg(o.Role, o.Context.Spec))],
            WouldQueue = isQueueing && verdict.IsAllowed,
            WouldCancel = verdict.IsAllowed ? [.. plan.Crossings.Select(e => e.Order)] : [],
            IsRepeated = state.Keys.Find(command.Context.IdempotencyKey) is not null,
        };
        if (command.IsMeant && !verdict.IsAllowed && !result.IsRepeated) TellDenial(state, command.Context, plan with { Verdict = verdict });
        // The broker is asked about an order that it could take, whatever our limits say to it.
        bool canAsk = command.WithMargin && state.IsVerified && state.Session.AlternateClientId is null && state.OrderIds is not null && !plan.Verdict.Failures.Any(f => f.Code is "R03" or "R05" or "R06" or "R07");
        if (!canAsk)
        {
            state.Effects.Reply(command.Reply, (result, (Order?)null));
            return;
        }
        OrderIdAllocator ids = state.OrderIds!;
        OrderId id = ids.Take(out int? reserveUpTo);
        Order order = OrderDrafts.New(state, first, id, default, command.Context, OrderState.PendingSubmit);
        state.Effects.Step = new DurableStep(
            OrderDrafts.Reservation(state, reserveUpTo),
            () =>
            {
                if (reserveUpTo is { } upTo) ids.OnReserved(upTo);
                state.Effects.Reply(command.Reply, (result, order));
            },
            _ => state.Effects.Reply(command.Reply, (result, (Order?)null)));
    }

    private bool IsRepeated(SubmitOrder command)
    {
        OrderRef? known = state.Keys.Find(command.Context.IdempotencyKey) ?? (state.Orders.Find(command.OrderRef) is null ? null : command.OrderRef);
        if (known is not { } orderRef) return false;
        if (state.Orders.Find(orderRef) is { } entry && Asked(entry.Order, command.Spec))
            answers.PromiseAgain(command, entry, "This order was accepted before.");
        else
            state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.KeyConflict, null, default, $"The key '{command.Context.IdempotencyKey}' was used before with another order (R33). Use a new key for a new order."));
        return true;
    }

    private bool Asked(Order order, OrderSpec spec)
    {
        if (spec.Account is not null && spec.Account != order.Account.Value) return false;
        // The history keeps what was asked for, also when the order was changed since.
        if (order.History.FirstOrDefault(l => l.Kind == OrderDrafts.SubmittedKind)?.Text is { } asked)
            return OrderText.Says(asked, spec, state.Market.FindInstrument(order.Contract.ConId)) && order.Strategy == spec.Strategy;
        // Another engine sent it and the broker told of it: its words and its strategy are not known here.
        return string.Equals(order.Contract.Ticker, spec.Ticker, StringComparison.OrdinalIgnoreCase) && order.Side == spec.Side && order.Type == spec.Type
            && (spec.Quantity == 0m || order.Quantity == spec.Quantity) && order.LimitPrice == spec.LimitPrice && order.StopPrice == spec.StopPrice;
    }

    /// <summary>Sends a plan when Risk allows it, at once or when the own orders that it would trade with have ended, and answers the command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="plan">What it led to.</param>
    /// <param name="isClosing">True when it closes what is held.</param>
    /// <param name="wait">How long it may wait for the gateway; null when it does not.</param>
    public void Judge(EngineCommand<SubmitResult> command, OrderPlan plan, bool isClosing = false, TimeSpan? wait = null)
    {
        if (!plan.Verdict.IsAllowed)
        {
            Deny(state, command, plan);
            return;
        }
        if (state.OrderIds is not { } ids)
        {
            state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.Denied, null, plan.Verdict, "The gateway has not told which order ids may be used. Try again in a moment."));
            return;
        }
        if (plan.Crossings.Count > 0) holds.Take(command, plan, isClosing, wait);
        else Send(command, plan, ids);
    }

    /// <summary>Answers that Risk said no.</summary>
    public static void Deny(EngineState state, EngineCommand<SubmitResult> command, OrderPlan plan)
    {
        TellDenial(state, command.Context, plan);
        state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.Denied, null, plan.Verdict, plan.Verdict.Summary));
    }

    // To the counts, the log, those who follow the orders and the desk.
    private static void TellDenial(EngineState state, CommandContext who, OrderPlan plan)
    {
        RiskContext context = plan.Orders[0].Context;
        string summary = plan.Verdict.Summary;
        string correlationId = OrderDrafts.CorrelationOf(who, plan.Orders[0].OrderRef);
        state.RiskDesk.OnDenied(context, plan.Verdict);
        state.Denials.Count(plan.Verdict);
        state.Log.OrderDenied(who.Source, summary, correlationId);
        string ticker = context.Instrument?.Contract.Ticker ?? context.Spec.Ticker;
        state.Orders.News.Denied(state.Now, who.Source, summary, ticker, context.Account, context.Spec.Strategy);
        state.Notices.Add(state.Now, NoticeSeverity.Warning, "denied", summary, ticker);
    }

    private void Send(EngineCommand<SubmitResult> command, OrderPlan plan, OrderIdAllocator ids)
    {
        var entries = new List<JournalEntry>();
        IReadOnlyList<Order> orders = sending.Draft(plan, ids, (planned, id, parent) => state.Orders.Draft(
            OrderDrafts.New(state, planned, id, parent, command.Context, OrderState.PendingSubmit),
            new OrderRemark(state.Now, OrderDrafts.SubmittedKind, command.Context.Source, OrderText.Of(planned.Context.Spec, planned.Context.Instrument))), entries, out int? reserveUpTo);
        string text = OrderText.Of(plan.Orders[0].Context.Spec, plan.Orders[0].Context.Instrument);
        state.Effects.Step = new DurableStep(
            entries,
            () =>
            {
                if (reserveUpTo is { } upTo) ids.OnReserved(upTo);
                OrderEntry[] added = [.. orders.Select(state.Orders.Add)];
                state.Keys.Add(command.Context.IdempotencyKey, orders[0].OrderRef);
                sending.Leave(plan, added);
                // Written when the order has left.
                state.Effects.Replies.Add(() =>
                {
                    foreach (Order order in orders) state.Log.OrderAccepted(order.OrderRef, command.Context.Source, order.History[0].Text, order.Handling.CorrelationId);
                });
                answers.Promise(command, orders, plan.Verdict, text);
            },
            reason => state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.NotDurable, null, plan.Verdict, $"The order cannot be made durable, so it was not sent. {reason}")));
    }
}
