namespace TradingCore.Risk.Limits;

/// <summary>What one scope says of a limit.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Value">Its value.</param>
public readonly record struct ScopedLimit(RiskScope Scope, decimal Value);
