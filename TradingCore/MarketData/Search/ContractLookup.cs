using TradingCore.Domain;

namespace TradingCore.MarketData.Search;

/// <summary>A description that several contracts may fit.</summary>
/// <param name="Symbol">Symbol of the contract or its underlying; for a pair the first currency.</param>
/// <param name="SecurityType">Kind of product.</param>
/// <param name="Exchange">Exchange; empty for any, or the usual one of the kind.</param>
/// <param name="Currency">Currency; empty for any.</param>
/// <param name="Month"><c>yyyyMM</c> or <c>yyyyMMdd</c> of a derivative; empty for all.</param>
/// <param name="Strike">Strike of an option; null for all.</param>
/// <param name="Right"><c>C</c>, <c>P</c>, or empty for both.</param>
public sealed record ContractLookup(string Symbol, SecurityType SecurityType, string Exchange = "", string Currency = "", string Month = "", decimal? Strike = null, string Right = "")
{
    /// <summary>The exchange's own name of the contract, such as <c>SPY   261218C00400000</c>; empty when it is not known.</summary>
    public string LocalSymbol { get; init; } = "";
}
