using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;
using TradingCore.Risk;

namespace TradingCore.Engine.OrderFlow;

/// <summary>Changes of open orders: judged like new ones, durable before they leave. A queued order is changed where it is, in the queue.</summary>
internal sealed class OrderModification(EngineState state, RiskContexts contexts, OrderQueue queue)
{
    private readonly OrderJudge _judge = new(state, contexts);

    public void Modify(ModifyOrder command)
    {
        OrderEntry? entry = state.Orders.Find(command.OrderRef);
        if (entry is null)
        {
            state.Effects.Reply(command.Reply, OrderCommands.NotFound(command.OrderRef));
            return;
        }
        Order order = entry.Order;
        if (command.IfVersion is { } version && version != order.Version)
        {
            state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.ChangedMeanwhile, $"The order '{order.OrderRef}' has changed since it was read: it is {OrderText.Name(order.State)} in version {order.Version}, and the change was made for version {version}. Nothing was sent. Read it again and decide anew.", order));
            return;
        }
        OrderChange change = OrderDrafts.Effective(order, command.Change);
        string refusal = WhyNot(entry, change);
        if (refusal.Length > 0)
        {
            state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Refused, refusal, order));
            return;
        }
        bool isQueued = order.State == OrderState.Queued;
        Order wanted = OrderDrafts.With(order, change);
        QueueStep step = isQueued ? QueueStep.Entering : QueueStep.None;
        // Who sent the size has answered for it: only more of it is asked about again.
        OrderSpec spec = OrderDrafts.SpecOf(wanted) with { IsConfirmed = command.Change.IsConfirmed || wanted.Quantity <= order.Quantity };
        RiskContext context = contexts.Of(spec, entry, queue: step, source: command.Context.Source);
        RiskVerdict verdict = _judge.Evaluate(context, entry, isClosing: false, step, command.Context.Source);
        if (isQueued) verdict = OrderQueue.Entering(verdict);
        if (!verdict.IsAllowed)
        {
            state.Denials.Count(verdict);
            state.Log.ModifyDenied(order.OrderRef, verdict.Summary, order.Handling.CorrelationId);
            state.Notices.Add(state.Now, NoticeSeverity.Warning, "denied", verdict.Summary, order.Contract.Ticker, order.OrderRef);
            state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Refused, verdict.Summary, order, verdict));
            return;
        }
        if (isQueued) ChangeInQueue(command, entry, change, verdict, order.Handling.QueuedUntil is { } asked ? OrderQueue.Until(context, asked) : null);
        else Send(command, entry, change, context, verdict);
    }

    private void Send(ModifyOrder command, OrderEntry entry, OrderChange change, RiskContext context, RiskVerdict verdict)
    {
        Order order = entry.Order;
        string text = OrderText.Of(change, state.Market.FindInstrument(entry.Order.Contract.ConId));
        var remark = new OrderRemark(state.Now, "modify requested", command.Context.Source, $"{text} ({command.Context.Who})");
        Order pending = state.Orders.Draft(order with { PendingChange = change }, remark);
        state.Effects.Step = new DurableStep(
            [new OrderWritten(pending)],
            () =>
            {
                state.Orders.Put(entry, pending);
                state.Risk.OnLeaving(context);
                OrderDrafts.Await(state, entry);
                state.Effects.Calls.Add(GatewayCall.Place(OrderDrafts.With(pending, change)));
                state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Accepted, $"Change sent: {text}.", pending, verdict));
            },
            reason => state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Refused, $"The change cannot be made durable, so it was not sent. {reason}", order, verdict)));
    }

    private void ChangeInQueue(ModifyOrder command, OrderEntry entry, OrderChange change, RiskVerdict verdict, DateTimeOffset? until)
    {
        string text = OrderText.Of(change, state.Market.FindInstrument(entry.Order.Contract.ConId));
        var remark = new OrderRemark(state.Now, "modified", command.Context.Source, $"{text}, in the queue ({command.Context.Who})");
        // The exits close what the entry brings, so they change their quantity with it, and wait no longer than it.
        var exits = new OrderChange(Quantity: change.Quantity);
        (OrderEntry Entry, Order Order)[] changed =
        [
            .. queue.Group(entry).Where(e => e == entry || change.Quantity is not null || e.Order.Handling.QueuedUntil > until)
                .Select(e => (e, state.Orders.Draft(OrderDrafts.With(e.Order, e == entry ? change : exits), remark)))
                .Select((c, i) => (c.e, c.Item2 with { Version = c.Item2.Version + i, Handling = c.Item2.Handling with { QueuedUntil = until ?? c.Item2.Handling.QueuedUntil } })),
        ];
        state.Effects.Step = new DurableStep(
            [.. changed.Select(c => new OrderWritten(c.Order))],
            () =>
            {
                foreach ((OrderEntry one, Order order) in changed) state.Orders.Put(one, order);
                state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Accepted, $"Changed in the queue: {text}.", entry.Order, verdict));
            },
            reason => state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Refused, $"The change cannot be made durable, so the order stays as it was. {reason}", entry.Order, verdict)));
    }

    private string WhyNot(OrderEntry entry, OrderChange change)
    {
        Order order = entry.Order;
        if (order.State.IsFinal()) return $"The order is {OrderText.Name(order.State)} already, so it cannot be changed.";
        if (OrderHolds.IsHeld(entry)) return $"{order.Reason} Change it when it has left, or cancel it.";
        if (order.State != OrderState.Queued)
        {
            if (!OrderCommands.IsOurs(state, order)) return OrderCommands.Foreign(order);
            if (order.State is OrderState.PendingSubmit or OrderState.Unknown) return "The broker has not confirmed the order yet. Change it when it has, or cancel it.";
            if (order.State == OrderState.PendingCancel) return "A cancel of the order is under way.";
            if (entry.Twins.Count > 0) return "The broker tells this order under two order ids; changing one could leave two live orders. Wait until the broker's list decides, or cancel it.";
            if (order.PendingChange is not null) return "An earlier change is not confirmed yet. Wait for it, or cancel the order.";
            if (order.Type == OrderType.Other) return "This type of order cannot be changed here. Change it where it was entered.";
        }
        if (change.Quantity <= order.Filled && order.Filled > 0m) return $"{OrderText.Number(order.Filled)} of the order have filled already, so its quantity cannot become {OrderText.Number(change.Quantity.Value)}. Cancel it to keep what has filled.";
        if (order.Attributes.CashQuantity is not null && change.Quantity is not null) return "The order is for an amount of money, so it has no quantity to change. Cancel it and send another one.";
        if (order.Handling.Role.IsExit() && change.Quantity is not null) return "The quantity of an exit follows what its entry has filled. Change the entry, or cancel the exit.";
        if (order.Contract.Legs is not null && change.Quantity > order.Quantity) return "More of a combination is a new order, because each of its legs is judged. Send one for the difference.";
        return change == new OrderChange() ? "Nothing would change: the order has these values already." : "";
    }
}
