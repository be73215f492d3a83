using TwsProtocol.Orders;
using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>The checks a gateway makes before it changes an order that works.</summary>
internal static class ModifyChecks
{
    /// <summary>The first fault; null when the order may be changed to the new terms.</summary>
    public static OrderFault? Find(SimOrder order, Order terms, Instrument instrument, AccountList accounts, MarginModel margin)
    {
        Order old = order.Order;
        if (order.Instrument != instrument || terms.Action != old.Action || terms.Account != old.Account || terms.ParentId != old.ParentId || terms.OcaGroup != old.OcaGroup)
            return new OrderFault(105, "Order being modified does not match original order");
        if (terms.OrderType != old.OrderType)
            return new OrderFault(329, "Order modify failed. Cannot change to the new order type.");
        if (OrderChecks.Find(instrument, terms, accounts) is { } fault)
            return fault;
        decimal quantity = terms.TotalQuantity ?? 0;
        if (quantity <= order.Filled)
            return new OrderFault(105, "Order being modified does not match original order. The new quantity is not above the filled quantity.");
        // What is more than before must be carried by the account too.
        return quantity > order.Quantity && MarginModel.RejectReason(margin.Preview(instrument, terms with { TotalQuantity = quantity - order.Quantity })) is { } reason
            ? new OrderFault(201, reason)
            : null;
    }
}
