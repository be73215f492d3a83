namespace TradingCore.MarketData.Depth;

/// <summary>The ledger of order books: the broker grants few of them at the same time, apart from the market data lines.</summary>
/// <param name="Used">Open at the gateway.</param>
/// <param name="Max">Most that are asked for at the same time: the setting, or what the broker has shown to be its limit.</param>
/// <param name="Waiting">Wanted and not open because none is free.</param>
public sealed record DepthUsage(int Used, int Max, int Waiting);
