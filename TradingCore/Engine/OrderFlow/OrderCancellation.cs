using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Orders;

namespace TradingCore.Engine.OrderFlow;

/// <summary>Cancels: they always leave, whatever Risk and the journal say. A queued order is taken out of the queue at once.</summary>
internal sealed class OrderCancellation(EngineState state, OrderQueue queue)
{
    public void Cancel(CancelOrder command)
    {
        OrderEntry? entry = state.Orders.Find(command.OrderRef);
        if (entry is null)
        {
            state.Effects.Reply(command.Reply, OrderCommands.NotFound(command.OrderRef));
            return;
        }
        if (entry.Order.State == OrderState.Queued)
        {
            queue.Withdraw(entry, command.Context);
            // Nobody but the journal knows of it: whether it was written is known when the answer is given.
            state.Effects.Replies.Add(() => command.Reply.TrySetResult(new CommandResult(CommandOutcome.Accepted, state.JournalProblem.Length == 0
                ? "Taken out of the queue."
                : $"Taken out of the queue, which cannot be written now: should the program end before it is, the order waits again after the next start. {state.JournalProblem}", entry.Order)));
            return;
        }
        string refusal = WhyNot(entry.Order);
        if (refusal.Length == 0 && state.Session.AlternateClientId is not null)
            refusal = $"The session is read-only because client id {state.Session.ClientId} is in use elsewhere, and the broker takes the cancel of a single order from its owner only. Cancel all orders, which works, or cancel this one in TWS.";
        if (refusal.Length == 0) Send(entry, command.Context);
        state.Effects.Reply(command.Reply, refusal.Length > 0
            ? new CommandResult(CommandOutcome.Refused, refusal, entry.Order)
            : new CommandResult(CommandOutcome.Accepted, state.Session.IsConnected ? "Cancel sent." : "The cancel goes out as soon as the gateway is back.", entry.Order));
    }

    public void CancelAll(CancelAllOrders command)
    {
        if (state.Session.AlternateClientId is not null && state.Session.IsConnected)
        {
            CancelEverything(command);
            return;
        }
        OrderEntry[] entries =
        [
            .. state.Orders.Open.Where(e =>
                WhyNot(e.Order).Length == 0
                && (command.Ticker is null || string.Equals(e.Order.Contract.Ticker, command.Ticker, StringComparison.OrdinalIgnoreCase))
                && (command.Side is null || e.Order.Side == command.Side)),
        ];
        foreach (OrderEntry entry in entries)
        {
            if (entry.Order.State == OrderState.Queued) queue.Withdraw(entry, command.Context);
            else if (entry.Order.State.IsWorking()) Send(entry, command.Context);
        }
        string message = entries.Length switch { 0 => "There is no open order to cancel.", 1 => "Cancel of 1 order sent.", _ => $"Cancels of {entries.Length} orders sent." };
        state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Accepted, message));
    }

    // A connection that owns no order can still end all of them, those of other clients too: that is the only cancel the broker takes from it.
    private void CancelEverything(CancelAllOrders command)
    {
        if (command.Ticker is not null || command.Side is not null)
        {
            string which = command.Ticker is null ? "only those" : $"those of {command.Ticker}";
            state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Refused,
                $"The session is read-only because client id {state.Session.ClientId} is in use elsewhere: only all orders of all contracts can be cancelled at once. Cancel all, or cancel {which} in TWS."));
            return;
        }
        foreach (OrderEntry entry in state.Orders.Open.Where(e => WhyNot(e.Order).Length == 0).ToArray())
        {
            if (entry.Order.State == OrderState.Queued) queue.Withdraw(entry, command.Context);
            else if (entry.Order.State.IsWorking()) Request(entry, command.Context);
        }
        state.Effects.Calls.Add(GatewayCall.CancelEverything());
        state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Accepted, "Cancel of every order of every client of this gateway sent: the session is read-only, so no smaller cancel is possible."));
    }

    /// <summary>Cancels what can be cancelled from here; leaves alone what cannot.</summary>
    public void Cancel(OrderEntry entry, CommandContext context)
    {
        if (WhyNot(entry.Order).Length > 0) return;
        if (entry.Order.State == OrderState.Queued) queue.Withdraw(entry, context);
        else Send(entry, context);
    }

    /// <summary>Sends the cancel of an order that is, or may be, at the broker.</summary>
    /// <param name="entry">The order.</param>
    /// <param name="context">Who wants it gone.</param>
    /// <param name="isRepeat">True when it was sent before for the same wish.</param>
    public void Send(OrderEntry entry, CommandContext context, bool isRepeat = false)
    {
        Request(entry, context, isRepeat);
        state.Effects.Calls.Add(GatewayCall.Cancel(entry.Order));
        // A cancel never harms: whichever id the broker has, it goes.
        foreach (OrderId twin in entry.Twins) state.Effects.Calls.Add(GatewayCall.Cancel(entry.Order with { OrderId = twin }));
    }

    private void Request(OrderEntry entry, CommandContext context, bool isRepeat = false)
    {
        entry.IsCancelWanted = true;
        entry.IsCancelAtBroker = false;
        entry.CancelsSent = isRepeat ? entry.CancelsSent + 1 : 1;
        state.CountMessage(entry.Order);
        state.Orders.Update(entry, entry.Order with { State = OrderStateMachine.Next(entry.Order.State, OrderEventKind.CancelRequested) ?? entry.Order.State },
            new OrderRemark(state.Now, OrderHistory.CancelRequested, context.Source, context.Who));
        // When the order itself was sent says whether it can still arrive; its cancel does not change that.
        entry.AwaitingSince = state.Now;
        // Written when it has left: a hundred lines of the log would hold up the first of a hundred cancels by milliseconds.
        (OrderRef orderRef, string correlationId) = (entry.Order.OrderRef, entry.Order.Handling.CorrelationId);
        state.Effects.Replies.Add(() => state.Log.CancelSent(orderRef, correlationId));
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
    }

    private string WhyNot(Order order) =>
        order.State.IsFinal() ? $"The order is {OrderText.Name(order.State)} already, so it cannot be cancelled."
        : order.State == OrderState.Queued || OrderCommands.IsOurs(state, order) ? ""
        : OrderCommands.Foreign(order);
}
