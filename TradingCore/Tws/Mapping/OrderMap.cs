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

    /// <summary>The wire order. Always transmitted at once and carrying our own id in <c>orderRef</c>.</summary>
    /// <exception cref="ArgumentException">The order has a type or time in force that is never sent, or lacks a price that its type needs.</exception>
    public static WireOrder ToWire(DomainOrder order, bool whatIf = false) => new()
    {
        OrderId = order.OrderId.Value,
        Action = order.Side switch
        {
            OrderSide.Buy => "BUY",
            OrderSide.Sell => "SELL",
            _ => throw new ArgumentException($"Order {order.OrderRef} has no side. Expected Buy or Sell.", nameof(order)),
        },
        TotalQuantity = order.Quantity,
        OrderType = order.Type switch
        {
            OrderType.Market => "MKT",
            OrderType.Limit => "LMT",
            OrderType.Stop => "STP",
            OrderType.StopLimit => "STP LMT",
            _ => throw new ArgumentException($"Order {order.OrderRef} has type {order.Type}, which is never sent. Expected Market, Limit, Stop or StopLimit.", nameof(order)),
        },
        LmtPrice = order.Type is OrderType.Limit or OrderType.StopLimit ? Needed(order, order.LimitPrice, "limit price") : null,
        AuxPrice = order.Type is OrderType.Stop or OrderType.StopLimit ? Needed(order, order.StopPrice, "stop price") : null,
        Tif = order.Tif switch
        {
            TimeInForce.Day => "DAY",
            TimeInForce.Gtc => "GTC",
            TimeInForce.Ioc => "IOC",
            _ => throw new ArgumentException($"Order {order.OrderRef} has time in force {order.Tif}, which is never sent. Expected Day, Gtc or Ioc.", nameof(order)),
        },
        OutsideRth = order.OutsideRth,
        Account = order.Account.ToString(),
        OrderRef = order.OrderRef.ToString(),
        Transmit = true,
        WhatIf = whatIf,
    };

    /// <summary>Reads an open or completed order.</summary>
    public static BrokerOrderReceived ToDomain(int orderId, WireContract contract, WireOrder order, WireOrderState state, bool isCompleted, DateTimeOffset now)
    {
        OrderType type = TypeOf(order.OrderType);
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
            LimitPrice = type is OrderType.Limit or OrderType.StopLimit ? WireNumber.ToDecimal(order.LmtPrice) : null,
            StopPrice = type is OrderType.Stop or OrderType.StopLimit ? WireNumber.ToDecimal(order.AuxPrice) : null,
            Tif = order.Tif switch { "DAY" => TimeInForce.Day, "GTC" => TimeInForce.Gtc, "IOC" => TimeInForce.Ioc, _ => TimeInForce.Other },
            OutsideRth = order.OutsideRth,
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

    private static OrderType TypeOf(string wire) => wire switch
    {
        "MKT" => OrderType.Market,
        "LMT" => OrderType.Limit,
        "STP" => OrderType.Stop,
        "STP LMT" or "STPLMT" => OrderType.StopLimit,
        _ => OrderType.Other,
    };

    private static double Needed(DomainOrder order, decimal? price, string name) =>
        (double)(price ?? throw new ArgumentException($"Order {order.OrderRef} of type {order.Type} has no {name}.", nameof(order)));

    private static decimal? Margin(string text) => text == NoValue ? null : WireNumber.Parse(text);

    private static string Text(WireOrderState state) =>
        string.Join(' ', new[] { state.RejectReason, state.WarningText, state.CompletedStatus }.Where(t => t.Length > 0));
}
