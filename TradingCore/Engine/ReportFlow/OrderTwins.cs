using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;

namespace TradingCore.Engine.ReportFlow;

/// <summary>
/// Finds an order that the broker tells under a second order id with the same permId. Modifying one id of such a pair can leave two live orders, so the
/// order counts once, is not changed any more, and the broker's list of open orders decides which id it has.
/// </summary>
/// <param name="state">The engine's state.</param>
/// <param name="ask">Asks for a comparison with the broker.</param>
internal sealed class OrderTwins(EngineState state, Action ask)
{
    /// <summary>The broker named an order.</summary>
    /// <param name="entry">The order that the message was found to be about.</param>
    /// <param name="clientId">Owner in the message.</param>
    /// <param name="orderId">Id in the message; 0 when it has none.</param>
    /// <param name="isDescribed">True when the message describes the order, as the broker's list does; a status alone may still be an echo.</param>
    public void OnNamed(OrderEntry entry, int clientId, OrderId orderId, bool isDescribed)
    {
        Order order = entry.Order;
        // Other clients' and hand-made orders have ids that mean nothing here.
        if (orderId.Value <= 0 || order.OrderId.Value <= 0 || clientId != order.ClientId) return;
        if (isDescribed && state.RunningRound != 0) entry.NamedIn(state.RunningRound, orderId);
        if (orderId == order.OrderId || entry.Twins.Contains(orderId)) return;
        // The id of another order that is open: as this one's second id it would end that one with a cancel of this one.
        if (state.Orders.Find(new OrderRef(""), default, clientId, orderId) is { } owner && owner != entry && !owner.Order.State.IsFinal())
        {
            state.Log.OrderTwinId(order.OrderRef, order.PermId, order.OrderId, orderId);
            ask();
            return;
        }
        state.Orders.AddTwin(entry, orderId);
        state.Log.OrderTwinId(order.OrderRef, order.PermId, order.OrderId, orderId);
        state.Orders.Update(entry, order, new OrderRemark(state.Now, "warning", "broker", $"Told under order id {orderId.Value} as well as {order.OrderId.Value}."));
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
        state.Notices.Add(state.Now, NoticeSeverity.Error, "warning",
            $"The broker tells the order to {OrderText.Short(order)} under two order ids, {order.OrderId.Value} and {orderId.Value}, with one permanent id. It counts once and is not changed until the broker's list of orders says which it has.",
            order.Contract.Ticker, order.OrderRef);
        ask();
    }

    /// <summary>A comparison is complete: the id that the broker's list names is the order's.</summary>
    public void Decide(OrderEntry entry, int round)
    {
        if (entry.Twins.Count == 0 || entry.IdsNamedIn(round) is not { Count: 1 } named) return;
        OrderId id = named.Single();
        state.Orders.EndTwins(entry, id);
        state.Orders.Update(entry, entry.Order, new OrderRemark(state.Now, "reconciled", "engine", $"The broker has it once, as order {id.Value}."));
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
        state.Notices.Add(state.Now, NoticeSeverity.Info, "warning", $"The broker has the order to {OrderText.Short(entry.Order)} once, as order {id.Value}.", entry.Order.Contract.Ticker, entry.Order.OrderRef);
    }
}
