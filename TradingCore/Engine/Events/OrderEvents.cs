using TradingCore.Domain;
using TradingCore.Engine.Ports;

namespace TradingCore.Engine.Events;

/// <summary>The broker describes an order (wire message <c>openOrder</c>, or <c>completedOrder</c> without ids).</summary>
public sealed record BrokerOrderReceived : EngineEvent
{
    /// <summary>API order id; 0 when not known.</summary>
    public OrderId OrderId { get; init; }
    /// <summary>Owner.</summary>
    public int ClientId { get; init; }
    /// <summary>Id given by TWS.</summary>
    public PermId PermId { get; init; }
    /// <summary>Text of the field orderRef; may be foreign.</summary>
    public OrderRef OrderRef { get; init; }
    /// <summary>Account.</summary>
    public AccountId Account { get; init; }
    /// <summary>Contract.</summary>
    public required Contract Contract { get; init; }
    /// <summary>Side.</summary>
    public OrderSide Side { get; init; }
    /// <summary>Total quantity.</summary>
    public decimal Quantity { get; init; }
    /// <summary>Type; Other for what we do not send.</summary>
    public OrderType Type { get; init; }
    /// <summary>Limit price, when the type has one.</summary>
    public decimal? LimitPrice { get; init; }
    /// <summary>Trigger price, when the type has one.</summary>
    public decimal? StopPrice { get; init; }
    /// <summary>Time in force.</summary>
    public TimeInForce Tif { get; init; }
    /// <summary>Outside regular hours.</summary>
    public bool OutsideRth { get; init; }
    /// <summary>API order id of the parent; 0 when none.</summary>
    public OrderId ParentId { get; init; }
    /// <summary>What it has beyond that.</summary>
    public OrderAttributes Attributes { get; init; } = OrderAttributes.None;
    /// <summary>Status.</summary>
    public BrokerOrderStatus Status { get; init; }
    /// <summary>Warning or reject reason; empty when none.</summary>
    public string Text { get; init; } = "";
    /// <summary>True when it comes from the list of completed orders: it will never work again.</summary>
    public bool IsCompleted { get; init; }
}

/// <summary>Status of an order (wire message <c>orderStatus</c>). Often repeated; repeats are normal.</summary>
public sealed record OrderStatusReceived(
    OrderId OrderId, int ClientId, PermId PermId, BrokerOrderStatus Status, decimal Filled, decimal Remaining, decimal? AverageFillPrice, string WhyHeld) : EngineEvent;

/// <summary>An order was bound to an API client, which can change and cancel it from now on (wire message <c>orderBound</c>): one that was entered in TWS gets its order id so.</summary>
/// <param name="PermId">The order.</param>
/// <param name="ClientId">The client.</param>
/// <param name="OrderId">Its order id there.</param>
public sealed record OrderBoundReceived(PermId PermId, int ClientId, OrderId OrderId) : EngineEvent;

/// <summary>An execution (wire message <c>execDetails</c>); may be a replay of a known one or a correction.</summary>
/// <param name="Fill">The execution; orderRef as on the wire.</param>
/// <param name="IsReplay">True when it answers a query, false when it just happened.</param>
/// <param name="IsFromStatement">True when a statement told it: it is told as one of many, not by itself.</param>
public sealed record ExecutionReceived(Fill Fill, bool IsReplay, bool IsFromStatement = false) : EngineEvent;

/// <summary>Commission of an execution; may come before or after it.</summary>
public sealed record CommissionReceived(ExecId ExecId, decimal Commission, string Currency, decimal? RealizedPnl) : EngineEvent;

/// <summary>The history has told of the position that an old execution was booked to.</summary>
/// <param name="ExecId">The execution that was asked about.</param>
/// <param name="Past">The position; null when the history does not hold the execution any more.</param>
public sealed record PositionPastRead(ExecId ExecId, PositionPast? Past) : EngineEvent;

/// <summary>The message that places or changes an order was written to the socket.</summary>
/// <param name="OrderId">Order.</param>
/// <param name="ClientId">Owner.</param>
public sealed record OrderOnWire(OrderId OrderId, int ClientId) : EngineEvent;

/// <summary>Every open order of every client was told once more, outside a comparison.</summary>
/// <param name="Asked">When it was asked for, UTC: an order that was not told since is not open any more.</param>
public sealed record OpenOrdersPolled(DateTimeOffset Asked) : EngineEvent;

/// <summary>An error message with the id of an order.</summary>
/// <param name="OrderId">Order.</param>
/// <param name="Code">TWS code.</param>
/// <param name="Text">TWS text.</param>
/// <param name="IsWarning">True when the order lives on.</param>
public sealed record OrderErrorReceived(OrderId OrderId, int Code, string Text, bool IsWarning) : EngineEvent
{
    /// <summary>What the user can do about it, one or more sentences; empty when there is nothing to add.</summary>
    public string Advice { get; init; } = "";
}
