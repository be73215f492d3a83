using TradingCore.Domain;

namespace TradingCore.MarketData.Search;

/// <summary>A contract that a search found.</summary>
/// <param name="Query">What to put on the watchlist to get exactly this contract.</param>
/// <param name="ConId">Contract id; 0 when not resolved.</param>
/// <param name="Ticker">The name it will have here: <c>SPY</c>, <c>EUR.USD</c>, <c>ESZ6</c>.</param>
/// <param name="SecurityType">Kind of product.</param>
/// <param name="Exchange">Exchange, for a stock the listing one.</param>
/// <param name="Currency">Currency.</param>
/// <param name="Name">Name for people; may be empty.</param>
/// <param name="Expiry">Last trade date as <c>yyyyMMdd</c>; empty when it does not expire.</param>
/// <param name="Strike">Strike of an option; null otherwise.</param>
/// <param name="Right"><c>C</c> or <c>P</c> of an option; empty otherwise.</param>
/// <param name="Derivatives">Kinds of derivatives that exist on it.</param>
public sealed record ContractHit(
    ContractQuery Query, ConId ConId, string Ticker, SecurityType SecurityType, string Exchange, string Currency, string Name, string Expiry, decimal? Strike, string Right, IReadOnlyList<SecurityType> Derivatives);
