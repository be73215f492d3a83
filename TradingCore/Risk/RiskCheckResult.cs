using TradingCore.Risk.Limits;

namespace TradingCore.Risk;

/// <summary>What one risk check found.</summary>
/// <param name="Code">Id of the check, <c>R01</c> to <c>R40</c>.</param>
/// <param name="Name">Short name for people, for example <c>Order quantity</c>.</param>
/// <param name="IsPassed">True when the order may pass.</param>
/// <param name="Observed">What was measured; null when the check has no number.</param>
/// <param name="Limit">What it was held against; null when the check has no number.</param>
/// <param name="Message">When failed: a sentence with the reason, the figures and what to do. When passed empty, or what could not be judged or was estimated.</param>
/// <param name="Unit">How the two figures are written; null for a price, and for what has no unit of limits.</param>
public readonly record struct RiskCheckResult(string Code, string Name, bool IsPassed, decimal? Observed, decimal? Limit, string Message, RiskUnit? Unit = null);
