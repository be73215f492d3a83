namespace TradingCore.Domain;

/// <summary>One line of an order's history.</summary>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Kind">What happened: <c>submitted</c>, <c>acknowledged</c>, <c>filled</c>, <c>cancel requested</c>, <c>cancelled</c>, <c>rejected</c>, <c>modify requested</c>, <c>modified</c>, <c>modify rejected</c>, <c>unknown</c>, <c>reconciled</c>, <c>warning</c>.</param>
/// <param name="State">State after it.</param>
/// <param name="Source">Who: <c>user</c>, <c>api</c>, <c>strategy</c>, <c>broker</c>, <c>engine</c>.</param>
/// <param name="Text">A sentence for people; empty when the kind says all.</param>
public sealed record OrderEvent(DateTimeOffset Time, string Kind, OrderState State, string Source, string Text);
