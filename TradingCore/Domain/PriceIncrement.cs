namespace TradingCore.Domain;

/// <summary>One band of a market rule.</summary>
/// <param name="LowEdge">The band is valid from this price up.</param>
/// <param name="Increment">Price step in the band; above 0.</param>
/// <remarks>Source: message <c>marketRule</c>.</remarks>
public readonly record struct PriceIncrement(decimal LowEdge, decimal Increment);
