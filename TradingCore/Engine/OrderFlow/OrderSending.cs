using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Orders;

namespace TradingCore.Engine.OrderFlow;

/// <summary>Sends the orders of a plan as one step: all are in the journal, or none of them leaves.</summary>
internal sealed class OrderSending(EngineState state)
{
    /// <summary>Gives each order of a plan its id and its parent's.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="ids">Ids.</param>
    /// <param name="make">Makes the order: planned, id, parent's id, place in the plan.</param>
    /// <param name="entries">Gets what must be durable first.</param>
    /// <param name="reserveUpTo">Ids to be noted as reserved when it is.</param>
    public IReadOnlyList<Order> Draft(OrderPlan plan, OrderIdAllocator ids, Func<PlannedOrder, OrderId, OrderId, Order> make, List<JournalEntry> entries, out int? reserveUpTo)
    {
        reserveUpTo = null;
        var orders = new List<Order>(plan.Orders.Count);
        foreach (PlannedOrder planned in plan.Orders)
        {
            OrderId id = ids.Take(out int? upTo);
            reserveUpTo = upTo ?? reserveUpTo;
            OrderId parent = planned.Role.IsExit() ? orders[0].OrderId : OrderDrafts.ParentIdOf(state, planned.Context.Spec);
            Order order = make(planned, id, parent);
            // Drafts do not know of each other, so each would take the next version.
            orders.Add(orders.Count == 0 ? order : order with { Version = order.Version + orders.Count });
        }
        entries.AddRange(OrderDrafts.Reservation(state, reserveUpTo));
        entries.AddRange(orders.Select(o => new OrderWritten(o)));
        return orders;
    }

    /// <summary>Puts the orders on their way. The gateway holds all until the last one, so that no entry works before its exits are there.</summary>
    public void Leave(OrderPlan plan, IReadOnlyList<OrderEntry> entries)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            state.Risk.OnLeaving(plan.Orders[i].Context);
            OrderDrafts.Await(state, entries[i]);
            state.Effects.Calls.Add(GatewayCall.Place(entries[i].Order, isHeld: i < entries.Count - 1));
        }
    }
}
