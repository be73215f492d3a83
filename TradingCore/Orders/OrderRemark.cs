namespace TradingCore.Orders;

/// <summary>What is noted in an order's history with a change; see <see cref="Domain.OrderEvent"/>.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Kind">What happened; empty for no line in the history.</param>
/// <param name="Source">Who.</param>
/// <param name="Text">A sentence; empty when the kind says all.</param>
public readonly record struct OrderRemark(DateTimeOffset Time, string Kind, string Source, string Text = "");
