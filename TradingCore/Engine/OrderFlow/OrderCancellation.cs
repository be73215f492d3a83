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
            state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Accepted, "Taken out of the queue.", entry.Order));
            return;
        }
        string refusal = WhyNot(entry.Order);
        if (refusal.Length == 0) Send(entry, command.Context);
        state.Effects.Reply(command.Reply, refusal.Length > 0
            ? new CommandResult(CommandOutcome.Refused, refusal, entry.Order)
            : new CommandResult(CommandOutcome.Accepted, state.Session.IsConnected ? "Cancel sent." : "The cancel goes out as soon as the gateway is back.", entry.Order));
    }

    public void CancelAll(CancelAllOrders command)
    {
        OrderEntry[] entries =
        [
            .. state.Orders.Open.Where(e =>
                WhyNot(e.Order).Length == 0
                && (command.Ticker is null || string.Equals(e.Order.Contract.Ticker, command.Ticker, StringComparison.OrdinalIgnoreCase))),
        ];
        foreach (OrderEntry entry in entries)
        {
            if (entry.Order.State == OrderState.Queued) queue.Withdraw(entry, command.Context);
            else if (entry.Order.State.IsWorking()) Send(entry, command.Context);
        }
        string message = entries.Length switch { 0 => "There is no open order to cancel.", 1 => "Cancel of 1 order sent.", _ => $"Cancels of {entries.Length} orders sent." };
        state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Accepted, message));
    }

    /// <summary>Sends the cancel of an order that is, or may be, at the broker.</summary>
    public void Send(OrderEntry entry, CommandContext context)
    {
        entry.IsCancelWanted = true;
        entry.IsCancelAtBroker = false;
        entry.CancelsSent++;
        state.Orders.Update(entry, entry.Order with { State = OrderStateMachine.Next(entry.Order.State, OrderEventKind.CancelRequested) ?? entry.Order.State },
            new OrderRemark(state.Now, "cancel requested", context.Source, context.Who));
        OrderDrafts.Await(state, entry);
        state.Log.CancelSent(entry.Order.OrderRef, entry.Order.Handling.CorrelationId);
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
        state.Effects.Calls.Add(GatewayCall.Cancel(entry.Order));
    }

    private string WhyNot(Order order) =>
        order.State.IsFinal() ? $"The order is {OrderText.Name(order.State)} already, so it cannot be cancelled."
        : order.State == OrderState.Queued || OrderCommands.IsOurs(state, order) ? ""
        : OrderCommands.Foreign(order);
}
