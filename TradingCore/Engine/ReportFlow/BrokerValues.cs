using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Orders;

namespace TradingCore.Engine.ReportFlow;

/// <summary>Takes over the values with which the broker describes an order that is known here: a change that it confirms, or that was made elsewhere.</summary>
/// <param name="state">The engine's state.</param>
/// <param name="transitions">Changes orders.</param>
internal sealed class BrokerValues(EngineState state, OrderTransitions transitions)
{
    /// <summary>The broker described an order.</summary>
    public void Take(OrderEntry entry, BrokerOrderReceived e)
    {
        Order order = entry.Order;
        Order taken = order with
        {
            PermId = e.PermId.Value != 0 ? e.PermId : order.PermId,
            // One entered in TWS has none, or one below 0, until it is bound to a client.
            OrderId = order.OrderId.Value <= 0 && e.OrderId.Value != 0 ? e.OrderId : order.OrderId,
            ClientId = order.OrderId.Value <= 0 && e.OrderId.Value > 0 ? e.ClientId : order.ClientId,
        };
        // Completed orders come without their working values, but for the size of one that filled: a change, or a fill of its group, may have made it another one meanwhile.
        if (e is { IsCompleted: true, Status: BrokerOrderStatus.Filled, Quantity: > 0m } && order.Attributes.CashQuantity is null && (order.State == OrderState.Filled || !order.State.IsFinal()) && (e.Quantity != order.Quantity || order.PendingChange?.Quantity is not null))
        {
            transitions.Change(entry, taken with { Quantity = e.Quantity, PendingChange = null }, "modified", $"It had {OrderText.Number(e.Quantity)} when it filled.");
            return;
        }
        bool isChange = !e.IsCompleted && e.Quantity > 0m && Differs(order, e);
        if (isChange)
        {
            taken = taken with
            {
                Quantity = e.Quantity,
                LimitPrice = e.LimitPrice ?? order.LimitPrice,
                StopPrice = e.StopPrice ?? order.StopPrice,
                Tif = e.Tif == TimeInForce.Other ? order.Tif : e.Tif,
                Attributes = Attributes(order, e),
            };
        }
        bool isConfirmed = order.PendingChange is { } pending && !e.IsCompleted && Has(taken, pending);
        if (isConfirmed) taken = taken with { PendingChange = null };
        // A trailing stop moves with the market all the time: that is no line in the history.
        if (!e.IsCompleted && IsTrailing(order) && e.StopPrice is { } stop) taken = taken with { StopPrice = stop };
        if (isChange || isConfirmed) transitions.Change(entry, taken, "modified", isConfirmed ? OrderText.Of(order.PendingChange!, state.Market.FindInstrument(order.Contract.ConId)) : "Changed at the broker.");
        else if (taken != order) transitions.Change(entry, taken, "");
    }

    private static bool IsTrailing(Order order) => order.Type.Traits().Trail != Need.No;

    // Values that can change at the broker; conditions and the like come back in other words and stay as they were sent.
    private static OrderAttributes Attributes(Order order, BrokerOrderReceived e) => order.Attributes with
    {
        TrailAmount = e.Attributes.TrailAmount ?? order.Attributes.TrailAmount,
        TrailPercent = e.Attributes.TrailPercent ?? order.Attributes.TrailPercent,
        GoodTill = e.Attributes.GoodTill ?? order.Attributes.GoodTill,
    };

    private static bool Differs(Order order, BrokerOrderReceived e) =>
        e.Quantity != order.Quantity
        || (e.LimitPrice is { } limit && order.LimitPrice is { } && limit != order.LimitPrice)
        || (e.StopPrice is { } stop && order.StopPrice is { } && stop != order.StopPrice && !IsTrailing(order))
        || (e.Attributes.TrailAmount is { } amount && amount != order.Attributes.TrailAmount)
        || (e.Attributes.TrailPercent is { } percent && percent != order.Attributes.TrailPercent)
        || (e.Attributes.GoodTill is { } till && till != order.Attributes.GoodTill)
        || (e.Tif != TimeInForce.Other && e.Tif != order.Tif);

    private static bool Has(Order order, OrderChange change) =>
        (change.Quantity is null || change.Quantity == order.Quantity)
        && (change.LimitPrice is null || change.LimitPrice == order.LimitPrice)
        && (change.StopPrice is null || change.StopPrice == order.StopPrice)
        && (change.Tif is null || change.Tif == order.Tif);
}
