using TradingCore.Domain;

namespace TradingBlazor.Api.Model;

/// <summary>One order as known now.</summary>
/// <param name="Id">Id of the order in this system. <example>TB-0199b0d04f6a7c3e8f2a9d7e5b1c0a64</example></param>
/// <param name="OrderId">API order id at the gateway; 0 when none.</param>
/// <param name="PermId">Id given by TWS; 0 until acknowledged.</param>
/// <param name="ClientId">API client id that owns the order.</param>
/// <param name="Account">Account.</param>
/// <param name="Symbol">Name of the contract. <example>SPY</example></param>
/// <param name="ConId">Contract id of IB.</param>
/// <param name="Side"><c>BUY</c> or <c>SELL</c>. <example>BUY</example></param>
/// <param name="Quantity">Total quantity.</param>
/// <param name="Type">Code of the type, such as <c>MKT</c> or <c>TRAIL LIMIT</c>; <c>OTHER</c> for what was entered elsewhere. <example>LMT</example></param>
/// <param name="LimitPrice">Limit price; null when the type has none.</param>
/// <param name="StopPrice">Trigger price; null when the type has none.</param>
/// <param name="Tif"><c>DAY</c>, <c>GTC</c>, <c>GTD</c>, <c>IOC</c>, <c>FOK</c>, <c>OPG</c>; <c>OTHER</c> for what was entered elsewhere. <example>DAY</example></param>
/// <param name="OutsideRth">May trade outside regular hours.</param>
/// <param name="ParentId">API order id of the order that must fill first; 0 when none.</param>
/// <param name="Attributes">What it has beyond that; null when nothing.</param>
/// <param name="State"><c>queued</c>, <c>pendingSubmit</c>, <c>preSubmitted</c>, <c>working</c>, <c>pendingCancel</c>, <c>unknown</c>, <c>inactive</c>, <c>filled</c>, <c>cancelled</c>, <c>rejected</c>, <c>expired</c> or <c>denied</c>. <example>working</example></param>
/// <param name="IsFinal">True when nothing but a late fill can follow.</param>
/// <param name="Filled">Filled quantity.</param>
/// <param name="Remaining">Quantity that can still fill.</param>
/// <param name="AverageFillPrice">Average price of the fills; null before the first.</param>
/// <param name="Commission">Commission so far; null before the first report.</param>
/// <param name="Reason">Why it is rejected, held or cancelled; empty otherwise.</param>
/// <param name="PendingChange">Values asked for by a modify that the broker has not confirmed; null when none.</param>
/// <param name="Source"><c>user</c>, <c>api</c>, <c>strategy</c>; <c>TWS</c>, <c>client 5</c> or <c>broker</c> for orders entered elsewhere.</param>
/// <param name="Strategy">Strategy that decided; empty for a person.</param>
/// <param name="IdempotencyKey">Key of the request that made it; empty when none.</param>
/// <param name="CreatedTime">When it was accepted.</param>
/// <param name="UpdatedTime">When it last changed.</param>
/// <param name="Version">Rises with every change of any order.</param>
/// <param name="Legs">Legs of a combination; null otherwise.</param>
/// <param name="CorrelationId">Id that its history and every log line about it carry; empty for orders entered elsewhere.</param>
/// <param name="Intent">Name of what it is for; empty when none.</param>
/// <param name="Role"><c>single</c>, <c>entry</c>, <c>takeProfit</c>, <c>stopLoss</c> or <c>triggered</c>. <example>single</example></param>
/// <param name="QueuedUntil">Until when it waits, or waited, for the gateway or for own orders to end (R34); null when it was never queued.</param>
/// <param name="Latency">How long each stage of its way took; null before the first.</param>
/// <param name="History">Every event, oldest first; null in lists.</param>
public sealed record OrderDto(
    string Id, int OrderId, long PermId, int ClientId, string Account, string Symbol, int ConId, string Side, decimal Quantity, string Type,
    decimal? LimitPrice, decimal? StopPrice, string Tif, bool OutsideRth, int ParentId, OrderAttributesDto? Attributes, string State, bool IsFinal, decimal Filled, decimal Remaining,
    decimal? AverageFillPrice, decimal? Commission, string Reason, OrderChangeDto? PendingChange, string Source, string Strategy,
    string IdempotencyKey, DateTimeOffset CreatedTime, DateTimeOffset UpdatedTime, long Version, IReadOnlyList<ComboLegDto>? Legs, string CorrelationId, string Intent, string Role, DateTimeOffset? QueuedUntil, OrderLatencyDto? Latency, IReadOnlyList<OrderEventDto>? History)
{
    internal static OrderDto Of(Order o, bool withHistory) => new(
        o.OrderRef.Value, o.OrderId.Value, o.PermId.Value, o.ClientId, o.Account.ToString(), o.Contract.Ticker, o.Contract.ConId.Value, Terms.Name(o.Side), o.Quantity, Terms.Name(o.Type),
        o.LimitPrice, o.StopPrice, Terms.Name(o.Tif), o.OutsideRth, o.ParentId.Value, OrderAttributesDto.Of(o.Attributes), Terms.Name(o.State), o.State.IsFinal(), o.Filled, o.Remaining,
        o.AverageFillPrice, o.Commission, o.Reason, o.PendingChange is { } c ? new OrderChangeDto(c.Quantity, c.LimitPrice, c.StopPrice, c.Tif is { } tif ? Terms.Name(tif) : null) : null,
        o.Source, o.Strategy, o.IdempotencyKey, o.CreatedTime, o.UpdatedTime, o.Version, o.Contract.Legs is { } legs ? [.. legs.Items.Select(ComboLegDto.Of)] : null,
        o.Handling.CorrelationId, o.Handling.Intent, Terms.Name(o.Handling.Role), o.Handling.QueuedUntil, OrderLatencyDto.Of(o),
        withHistory ? [.. o.History.Select(e => new OrderEventDto(e.Time, e.Kind, Terms.Name(e.State), e.Source, e.Text))] : null);
}

/// <summary>How long each stage of an order's way took, in milliseconds; null for a stage that has not ended.</summary>
/// <param name="CommandToWire">From the command, or the moment it left the queue, to the socket.</param>
/// <param name="WireToAck">From the socket to the broker's first word.</param>
/// <param name="AckToFirstFill">From there to the first fill.</param>
public sealed record OrderLatencyDto(decimal? CommandToWire, decimal? WireToAck, decimal? AckToFirstFill)
{
    internal static OrderLatencyDto? Of(Order o) => o.Handling.WireTime is null ? null : new OrderLatencyDto(
        Between(o.Handling.ReleasedTime ?? o.CreatedTime, o.Handling.WireTime), Between(o.Handling.WireTime, o.Handling.AckTime), Between(o.Handling.AckTime, o.Handling.FirstFillTime));

    // Two threads read the clock, so a stage can seem to end before it began.
    private static decimal? Between(DateTimeOffset? from, DateTimeOffset? to) =>
        to - from is { } time ? Math.Round(Math.Max(0L, time.Ticks) / (decimal)TimeSpan.TicksPerMillisecond, 2) : null;
}

/// <summary>New values of an order; null leaves a value as it is.</summary>
/// <param name="Quantity">New total quantity, above what has filled. <example>50</example></param>
/// <param name="LimitPrice">New limit price. <example>412.34</example></param>
/// <param name="StopPrice">New trigger price.</param>
/// <param name="Tif">New time in force: <c>DAY</c>, <c>GTC</c> or <c>IOC</c>.</param>
/// <param name="Confirmed">True: a person has confirmed by typing that the new quantity is meant, where it is unusual or is more of a short sale that needs a locate. No value of the order.</param>
public sealed record OrderChangeDto(decimal? Quantity, decimal? LimitPrice, decimal? StopPrice, string? Tif, bool? Confirmed = null);

/// <summary>One line of an order's history.</summary>
/// <param name="Time">When.</param>
/// <param name="Kind">What happened, for example <c>submitted</c> or <c>filled</c>.</param>
/// <param name="State">State after it.</param>
/// <param name="Source">Who: <c>user</c>, <c>api</c>, <c>strategy</c>, <c>broker</c>, <c>engine</c>.</param>
/// <param name="Text">A sentence; empty when the kind says all.</param>
public sealed record OrderEventDto(DateTimeOffset Time, string Kind, string State, string Source, string Text);
