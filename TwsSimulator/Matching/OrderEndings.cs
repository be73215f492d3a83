using TwsProtocol.Orders;

namespace TwsSimulator.Matching;

/// <summary>How orders end, and what their fills and ends mean for the orders that depend on them. Changed by the gateway's loop only.</summary>
/// <param name="ledger">Remembers the orders.</param>
/// <param name="families">Which orders depend on each other.</param>
/// <param name="store">Stores every change before it is reported.</param>
/// <param name="reports">Told what has happened.</param>
/// <param name="send">Sends a child to the market whose parent sets it free.</param>
internal sealed class OrderEndings(OrderLedger ledger, OrderFamilies families, OrderStore store, IOrderReports reports, Action<SimOrder> send)
{
    /// <summary>Time of the market, Unix milliseconds.</summary>
    public long NowMs { get; set; }

    /// <summary>What a fill means for the others of its group: each is reduced, or cancelled when nothing is left of it.</summary>
    public void SettlePartners(SimOrder order, decimal filled)
    {
        foreach ((SimOrder partner, decimal? quantity) in families.PartnersAfterFill(order, filled))
        {
            // A cancelled parent takes its children with it, which may be partners too.
            if (!partner.IsWorking)
                continue;
            if (quantity is not { } left)
            {
                Cancel(partner, "");
                continue;
            }

            partner.Order = partner.Order with { TotalQuantity = left };
            Tell(partner);
        }
    }

    /// <summary>Children begin to work when their parent has filled, or has ended with a part of it: then they protect that part.</summary>
    public void ReleaseChildren(SimOrder parent)
    {
        foreach (SimOrder child in families.Waiting(parent))
        {
            child.WhyHeld = "";
            if (child.Quantity > parent.Filled && child.Instrument == parent.Instrument)
                child.Order = child.Order with { TotalQuantity = parent.Filled };
            send(child);
        }
    }

    /// <summary>Cancels a working order, and with it what can never begin to work any more.</summary>
    /// <param name="order">The order.</param>
    /// <param name="reason">Why; empty when it was asked for.</param>
    public void Cancel(SimOrder order, string reason)
    {
        order.Status = OrderStatusKind.Cancelled;
        order.WhyHeld = "";
        Complete(order, reason.Length == 0 ? "Cancelled by Trader" : reason);
        store.Store(order);
        reports.ReportStatus(order);
        reports.ReportOrderError(order.ClientId, order.OrderId, 202, "Order Canceled - reason:" + reason);
        // What has filled of a parent is protected by its children; without a fill they end with it.
        if (order.Filled > 0)
            ReleaseChildren(order);
        foreach (SimOrder child in families.EndingWith(order))
            if (child.IsWorking) Cancel(child, "Parent order was cancelled");
    }

    /// <summary>Notes that an order works no more, and how it ended, in words.</summary>
    public void Complete(SimOrder order, string how)
    {
        order.IsActive = false;
        order.CompletedMs = NowMs;
        order.CompletedStatus = how;
        ledger.End(order);
    }

    /// <summary>Stores an order as it is, then reports it.</summary>
    public void Tell(SimOrder order)
    {
        store.Store(order);
        Report(order);
    }

    /// <summary>Reports an order with its terms and its status.</summary>
    public void Report(SimOrder order)
    {
        reports.ReportOrder(order);
        reports.ReportStatus(order);
    }
}
