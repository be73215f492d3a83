using System.Globalization;
using TwsProtocol.Orders;
using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>The checks a gateway makes before it takes a new order: its id, its fields, what it depends on.</summary>
internal sealed class PlaceChecks(OrderLedger ledger, OrderConditions conditions, AccountList accounts)
{
    /// <summary>The first fault; null when the order may be taken, its margin apart.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="terms">The order in the gateway's form.</param>
    /// <param name="instrument">What is traded.</param>
    /// <param name="existing">The order of the same id that is done; null when there is none.</param>
    public OrderFault? Find(int clientId, Order terms, Instrument instrument, SimOrder? existing)
    {
        if (existing is { Status: OrderStatusKind.Filled } && !terms.WhatIf)
            return new OrderFault(104, "Cannot modify a filled order.");
        // An id that is known is a duplicate also when the next valid id has gone back behind it.
        if (!terms.WhatIf && (existing is not null || terms.OrderId < ledger.NextOrderId(clientId)))
            return new OrderFault(103, "Duplicate order id");
        if (OrderChecks.Find(instrument, terms, accounts) is { } fault)
            return fault;
        if (conditions.UnknownConId(terms) is var unknown and not 0)
            return new OrderFault(200, string.Create(CultureInfo.InvariantCulture, $"No security definition has been found for the request: a condition names conId {unknown}"));
        // A parent that is cancelled or rejected will never set its child free.
        return terms.ParentId != 0 && ledger.Find(clientId, terms.ParentId) is not ({ IsWorking: true } or { Status: OrderStatusKind.Filled })
            ? new OrderFault(10006, "Missing parent order")
            : null;
    }
}
