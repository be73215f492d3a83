using TwsProtocol.Orders;

namespace TwsSimulator.Matching;

/// <summary>Orders that depend on each other: parents and children, one-cancels-all groups.</summary>
internal sealed partial class OrderBook
{
    private void Reduce(SimOrder order, decimal by)
    {
        order.Order = order.Order with { TotalQuantity = order.Quantity - by };
        Store(order);
        Report(order);
    }

    private void AfterFill(SimOrder order, decimal quantity)
    {
        if (order.Status == OrderStatusKind.Filled)
            ReleaseChildren(order);

        // One cancels all: named groups, and the two legs of a bracket. Type 1 cancels at the first fill; the others take away what has filled.
        foreach (SimOrder partner in _working.Where(o => o != order && IsPartner(o, order)).ToArray())
        {
            // A cancelled parent takes its children with it, which may be partners too.
            if (!partner.IsWorking)
                continue;
            bool reduces = partner.Order.OcaGroup.Length == 0 || partner.Order.OcaType is 2 or 3;
            if (reduces && partner.Remaining > quantity)
                Reduce(partner, quantity);
            else
                CancelNow(partner, "");
        }
    }

    /// <summary>Children begin to work when their parent has filled, or has ended with a part of it: then they protect that part.</summary>
    private void ReleaseChildren(SimOrder parent)
    {
        foreach (SimOrder child in ChildrenOf(parent).Where(o => o.WhyHeld == "child").ToArray())
        {
            child.WhyHeld = "";
            if (child.Quantity > parent.Filled && child.Instrument == parent.Instrument)
                child.Order = child.Order with { TotalQuantity = parent.Filled };
            Send(child);
        }
    }

    /// <summary>What becomes of the children of an order that ended without filling wholly.</summary>
    private void EndChildren(SimOrder parent)
    {
        if (parent.Filled > 0)
            ReleaseChildren(parent);
        foreach (SimOrder child in ChildrenOf(parent).Where(o => o.WhyHeld == "child" || !o.Order.Transmit).ToArray())
        {
            if (child.IsWorking)
                CancelNow(child, "Parent order was cancelled");
        }
    }

    private IEnumerable<SimOrder> ChildrenOf(SimOrder parent) => _working.Where(o => o.ClientId == parent.ClientId && o.Order.ParentId == parent.OrderId);

    private static bool IsPartner(SimOrder one, SimOrder other)
        => (one.Order.OcaGroup.Length > 0 && one.Order.OcaGroup == other.Order.OcaGroup && one.Order.Account == other.Order.Account)
            || (one.Order.ParentId != 0 && one.ClientId == other.ClientId && one.Order.ParentId == other.Order.ParentId && one.Instrument == other.Instrument && one.IsBuy == other.IsBuy);

    /// <summary>A transmitted child sets free its parent and brothers that waited for it.</summary>
    private void ReleaseHeldFamily(SimOrder order)
    {
        if (order.Order.ParentId == 0)
            return;
        int parent = order.Order.ParentId;
        // Children first: a parent that fills at once must find them waiting.
        foreach (SimOrder held in _working.Where(o => o.ClientId == order.ClientId && !o.Order.Transmit && (o.OrderId == parent || o.Order.ParentId == parent)).OrderBy(o => o.OrderId == parent).ThenBy(o => o.OrderId).ToArray())
        {
            held.Order = held.Order with { Transmit = true };
            Accept(held);
        }
    }
}
