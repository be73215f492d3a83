using System.Globalization;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;
using TradingCore.Risk;

namespace TradingCore.Engine.ReportFlow;

/// <summary>Takes in orders that the broker has and that are not known here: of TWS, of other clients, or own ones of before a loss.</summary>
/// <param name="state">The engine's state.</param>
/// <param name="executions">Counts executions that came before their order.</param>
internal sealed class OrderAdoption(EngineState state, ExecutionReports executions)
{
    private const int BindingsMax = 1_000;

    private readonly Dictionary<long, (int ClientId, OrderId OrderId)> _bindings = [];

    /// <summary>Takes an order in that is not known here.</summary>
    /// <returns>Null when there is nothing to know it by, or it is no more than history.</returns>
    public OrderEntry? Adopt(BrokerOrderReceived e)
    {
        bool isOurs = e.OrderRef.IsOurs && state.Orders.Find(e.OrderRef) is null;
        if (!isOurs && (e.PermId.Value == 0 || e.IsCompleted)) return null;   // nothing to know it by, or no more than history
        if (!isOurs && state.Orders.Find(e.OrderRef) is { } twin)
        {
            state.Log.OrderTwin(e.OrderRef, twin.Order.PermId, e.PermId, twin.Order.Handling.CorrelationId);
            state.Notices.Add(e.Time, NoticeSeverity.Error, "warning", $"The order to {OrderText.Short(twin.Order)} is at the broker twice. Cancel one of them.", twin.Order.Contract.Ticker, twin.Order.OrderRef);
        }
        Order order = state.Orders.Draft(
            new Order
            {
                OrderRef = isOurs ? e.OrderRef : new OrderRef($"X-{e.PermId}"),
                OrderId = e.OrderId,
                ClientId = e.ClientId,
                PermId = e.PermId,
                Account = e.Account,
                Contract = state.Known(e.Contract),
                Side = e.Side,
                Quantity = e.Quantity,
                Type = e.Type,
                LimitPrice = e.LimitPrice,
                StopPrice = e.StopPrice,
                Tif = e.Tif,
                OutsideRth = e.OutsideRth,
                ParentId = e.ParentId,
                Attributes = e.Attributes,
                Source = isOurs ? OrderTransitions.Broker : e.OrderId.Value > 0 ? string.Create(CultureInfo.InvariantCulture, $"client {e.ClientId}") : "TWS",
                CreatedTime = e.Time,
                State = OrderState.PendingSubmit,
            },
            new OrderRemark(e.Time, "reconciled", OrderTransitions.Broker, "Found at the broker."));
        // One by amount has no quantity of its own; what it may make counts all the same.
        if (order is { Quantity: 0m, Attributes.CashQuantity: { } cash })
            order = order with { Quantity = CashSize.Of(order.Side, cash, order.LimitPrice, state.Market.Find(order.Contract.ConId), order.Contract, state.Market.FindInstrument(order.Contract.ConId)?.SizeIncrement) };
        if (_bindings.Remove(order.PermId.Value, out (int ClientId, OrderId OrderId) bound) && order.OrderId.Value <= 0)
            order = state.Orders.Draft(order with { OrderId = bound.OrderId, ClientId = bound.ClientId }, new OrderRemark(e.Time, "reconciled", OrderTransitions.Broker, Bound(bound.ClientId, bound.OrderId)));
        OrderEntry entry = state.Orders.Add(order);
        if (isOurs) state.Keys.AddUnkeyed(order.OrderRef);
        state.Log.OrderAdopted(order.OrderRef, order.PermId, order.ClientId, order.Handling.CorrelationId);
        state.Effects.Journal.Add(new OrderWritten(order));
        // Executions can come before the order they belong to.
        foreach (Fill orphan in state.Fills.Where(f => BelongsTo(f, order)).ToArray())
        {
            Fill fill = orphan;
            if (isOurs && fill.OrderRef != order.OrderRef)
            {
                fill = state.Fills.Attach(fill, order.OrderRef);
                state.Effects.Journal.Add(new FillWritten(fill));
            }
            executions.TakeFill(entry, fill, isNew: true);
        }
        return entry;
    }

    /// <summary>An order that is not described yet has an id at a client: its description may come without, because it was written before.</summary>
    public void Bind(OrderBoundReceived e)
    {
        if (_bindings.Count >= BindingsMax) _bindings.Clear();
        _bindings[e.PermId.Value] = (e.ClientId, e.OrderId);
    }

    /// <summary>That an order has an id at a client, for its history.</summary>
    public static string Bound(int clientId, OrderId orderId) => string.Create(CultureInfo.InvariantCulture, $"Bound to client {clientId} as order {orderId.Value}.");

    private static bool BelongsTo(Fill fill, Order order) =>
        (order.OrderRef.IsOurs && fill.OrderRef == order.OrderRef) || (fill.PermId.Value != 0 && fill.PermId == order.PermId);
}
