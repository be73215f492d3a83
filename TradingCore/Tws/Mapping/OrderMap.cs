using TradingCore.Domain;
using TradingCore.Engine.Events;
using TwsProtocol.Orders;
using DomainOrder = TradingCore.Domain.Order;
using WireContract = TwsProtocol.Contracts.Contract;
using WireOrder = TwsProtocol.Orders.Order;
using WireOrderState = TwsProtocol.Orders.OrderState;

namespace TradingCore.Tws.Mapping;

/// <summary>Orders between domain and wire.</summary>
internal static class OrderMap
{
    private const string NoValue = "1.7976931348623157E308";

    /// <summary>The wire order, carrying our own id in <c>orderRef</c>.</summary>
    /// <exception cref="ArgumentException">The order has a type or time in force that is never sent, or lacks a price that its type needs.</exception>
    /// <param name="order">The order.</param>
    /// <param name="whatIf">Only asks for margin and commission.</param>
    /// <param name="transmit">False: the gateway holds it until a later order of its group is transmitted.</param>
    public static WireOrder ToWire(DomainOrder order, bool whatIf = false, bool transmit = true) => AttributesMap.Write(order, new WireOrder
    {
        OrderId = order.OrderId.Value,
        Action = order.Side switch
        {
            OrderSide.Buy => "BUY",
            OrderSide.Sell => "SELL",
            _ => throw new ArgumentException($"Order {order.OrderRef} has no side. Expected Buy or Sell.", nameof(order)),
        },
        // A size in money leaves the quantity to the broker; ours is only an estimate.
        TotalQuantity = order.Attributes.CashQuantity is null ? order.Quantity : 0m,
        OrderType = order.Type.IsKnown()
            ? order.Type.Code()
            : throw new ArgumentException($"Order {order.OrderRef} has type {order.Type}, which is never sent. Expected one of {string.Join(", ", OrderTypes.All)}.", nameof(order)),
        LmtPrice = Price(order, order.LimitPrice, order.Type.Traits().Limit, "limit price"),
        Tif = order.Tif.IsKnown()
            ? order.Tif.Code()
            : throw new ArgumentException($"Order {order.OrderRef} has time in force {order.Tif}, which is never sent. Expected one of {string.Join(", ", TimesInForce.All)}.", nameof(order)),
        OutsideRth = order.OutsideRth,
        Account = order.Account.ToString(),
        OrderRef = order.OrderRef.ToString(),
        ParentId = order.ParentId.Value,
        Transmit = transmit,
        WhatIf = whatIf,
    });

    /// <summary>Reads an open or completed order. Times without a zone are of <paramref name="loginZone"/>; without one, UTC.</summary>
    public static BrokerOrderReceived ToDomain(int orderId, WireContract contract, WireOrder order, WireOrderState state, bool isCompleted, DateTimeOffset now, TimeZoneInfo? loginZone = null)
    {
        OrderType type = OrderTypes.OfCode(order.OrderType);
        return new BrokerOrderReceived
        {
            Time = now,
            OrderId = new OrderId(Math.Max(0, orderId)),
            ClientId = order.ClientId,
            PermId = new PermId(order.PermId),
            OrderRef = new OrderRef(order.OrderRef),
            Account = new AccountId(order.Account),
            Contract = ContractMap.ToDomain(contract),
            Side = order.Action == "BUY" ? OrderSide.Buy : OrderSide.Sell,
            // A completed order can have its total cut to nothing; what it filled is then its quantity.
            Quantity = order.TotalQuantity is { } total and > 0 ? total : order.FilledQuantity ?? 0m,
            Type = type,
            LimitPrice = LimitOf(order, type),
            StopPrice = WireNumber.ToDecimal(AttributesMap.StopOf(order, type)),
            Tif = TimesInForce.OfCode(order.Tif),
            OutsideRth = order.OutsideRth,
            ParentId = new OrderId(order.ParentId),
            Attributes = AttributesMap.Read(order, type, now, loginZone ?? TimeZoneInfo.Utc),
            Status = StatusOf(OrderStatusText.Parse(state.Status)),
            Text = Text(state),
            IsCompleted = isCompleted,
        };
    }

    /// <summary>The status in the engine's words.</summary>
    public static BrokerOrderStatus StatusOf(OrderStatusKind kind) => kind switch
    {
        OrderStatusKind.ApiPending => BrokerOrderStatus.ApiPending,
        OrderStatusKind.PendingSubmit => BrokerOrderStatus.PendingSubmit,
        OrderStatusKind.PreSubmitted => BrokerOrderStatus.PreSubmitted,
        OrderStatusKind.Submitted => BrokerOrderStatus.Submitted,
        OrderStatusKind.PendingCancel => BrokerOrderStatus.PendingCancel,
        OrderStatusKind.ApiCancelled => BrokerOrderStatus.ApiCancelled,
        OrderStatusKind.Cancelled => BrokerOrderStatus.Cancelled,
        OrderStatusKind.Filled => BrokerOrderStatus.Filled,
        OrderStatusKind.Inactive => BrokerOrderStatus.Inactive,
        _ => BrokerOrderStatus.Unknown,
    };

    /// <summary>True when nothing but a late fill can follow.</summary>
    public static bool IsFinal(BrokerOrderStatus status) => status is BrokerOrderStatus.Filled or BrokerOrderStatus.Cancelled or BrokerOrderStatus.ApiCancelled;

    /// <summary>The answer to a what-if order.</summary>
    public static MarginPreview ToPreview(WireOrderState state) => new(
        WireNumber.ToDecimal(state.CommissionAndFees ?? state.MaxCommissionAndFees),
        state.CommissionAndFeesCurrency,
        Margin(state.InitMarginChange),
        Margin(state.InitMarginAfter),
        Margin(state.MaintMarginChange),
        Margin(state.MaintMarginAfter),
        Margin(state.EquityWithLoanAfter),
        Text(state));

    private static double? Price(DomainOrder order, decimal? price, Need need, string name) => need switch
    {
        Need.No => null,
        Need.Required when price is null => throw new ArgumentException($"Order {order.OrderRef} of type {order.Type} has no {name}.", nameof(order)),
        _ => (double?)price,
    };

    // The server writes 0 where there is no price; a cap of 0 is none.
    private static decimal? LimitOf(WireOrder order, OrderType type) => type.Traits().Limit switch
    {
        Need.Required => WireNumber.ToDecimal(order.LmtPrice),
        Need.Optional when order.LmtPrice is { } cap and not 0 => WireNumber.ToDecimal(cap),
        _ => null,
    };

    private static decimal? Margin(string text) => text == NoValue ? null : WireNumber.Parse(text);

    private static string Text(WireOrderState state) =>
        string.Join(' ', new[] { state.RejectReason, state.WarningText, state.CompletedStatus }.Where(t => t.Length > 0));
}
