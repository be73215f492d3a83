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
    public static bool CanMove(Order order) =>
        order.State is OrderState.Working or OrderState.PreSubmitted or OrderState.Inactive or OrderState.Queued
        && order.Type is OrderType.Limit or OrderType.Stop or OrderType.MarketIfTouched or OrderType.StopLimit or OrderType.LimitIfTouched
        && order.Source != "TWS" && !order.Source.StartsWith("client ", StringComparison.Ordinal);

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
