using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>Which price of an order a line on a chart or ladder stands for.</summary>
public enum OrderLineKind
{
    /// <summary>The limit.</summary>
    Limit = 0,
    /// <summary>The trigger.</summary>
    Trigger,
}

/// <summary>Where the prices of an order are drawn, and what dragging one of them asks for.</summary>
public static class OrderLines
{
    /// <summary>The kinds of lines of an order; none for one without a price of its own.</summary>
    public static IReadOnlyList<OrderLineKind> Of(Order order) => order.Type switch
    {
        OrderType.Limit => [OrderLineKind.Limit],
        OrderType.Stop or OrderType.MarketIfTouched => [OrderLineKind.Trigger],
        OrderType.StopLimit or OrderType.LimitIfTouched => [OrderLineKind.Trigger, OrderLineKind.Limit],
        _ when order.StopPrice is not null => [OrderLineKind.Trigger],
        _ when order.LimitPrice is not null => [OrderLineKind.Limit],
        _ => [],
    };

    /// <summary>The line that a ladder shows: the trigger where there is one.</summary>
    public static OrderLineKind? MainOf(Order order) => Of(order) is [var first, ..] ? first : null;

    /// <summary>Price of a line as the broker has it; null when the order has none.</summary>
    public static decimal? Price(Order order, OrderLineKind kind) => kind == OrderLineKind.Limit ? order.LimitPrice : order.StopPrice;

    /// <summary>Price of a line as asked for by a change that is not confirmed; null when none is.</summary>
    public static decimal? Asked(Order order, OrderLineKind kind) => kind == OrderLineKind.Limit ? order.PendingChange?.LimitPrice : order.PendingChange?.StopPrice;

    /// <summary>True when the order can be dragged to another price now.</summary>
    public static bool CanMove(Order order) => WhyNotMove(order).Length == 0;

    /// <summary>Why an order cannot be dragged to another price now, a sentence without its full stop; empty when it can.</summary>
    public static string WhyNotMove(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (Foreign(order) is { Length: > 0 } foreign) return foreign;
        if (order.Type is not (OrderType.Limit or OrderType.Stop or OrderType.MarketIfTouched or OrderType.StopLimit or OrderType.LimitIfTouched)) return "it has no price that can be dragged; change it in its row";
        return order.State switch
        {
            OrderState.Working or OrderState.PreSubmitted or OrderState.Inactive or OrderState.Queued => "",
            OrderState.PendingCancel => "its cancel is on the way",
            OrderState.PendingSubmit or OrderState.Unknown => "the broker has not answered for it yet",
            _ => $"it is {OrderWords.State(order).ToLowerInvariant()}",
        };
    }

    /// <summary>Who else the order belongs to, so that it is changed there, a sentence without its full stop; empty for one of this desk.</summary>
    public static string Foreign(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Source == "TWS" && order.OrderId.Value <= 0) return "it was entered in TWS; change it there";
        return order.Source.StartsWith("client ", StringComparison.Ordinal) ? $"it belongs to API {order.Source}; only that one, or TWS, can change it" : "";
    }

    /// <summary>The change that brings a line to <paramref name="price"/>.</summary>
    /// <param name="order">The order.</param>
    /// <param name="kind">Line.</param>
    /// <param name="price">New price.</param>
    /// <param name="keepDistance">True moves the limit of a stop limit along with its trigger, as one row of a ladder stands for both.</param>
    public static OrderChange Move(Order order, OrderLineKind kind, decimal price, bool keepDistance)
    {
        if (kind == OrderLineKind.Limit) return new OrderChange(LimitPrice: price);
        decimal? limit = keepDistance && order is { LimitPrice: { } l, StopPrice: { } s } && OrderLines.Of(order).Count == 2 ? l + (price - s) : null;
        return new OrderChange(LimitPrice: limit, StopPrice: price);
    }
}
