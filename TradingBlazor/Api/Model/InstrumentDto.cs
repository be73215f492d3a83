using TradingCore.Domain;
using TradingCore.MarketData.Search;

namespace TradingBlazor.Api.Model;

/// <summary>A contract that a search found.</summary>
/// <param name="Symbol">The name it has here once it is watched. <example>ESZ6</example></param>
/// <param name="Query">What to send to <c>POST /api/v1/watchlist</c> to watch exactly this contract. <example>ES FUT CME USD 20261218</example></param>
/// <param name="ConId">Contract id; 0 when the gateway did not tell it.</param>
/// <param name="SecurityType">Kind of product as on the wire. <example>FUT</example></param>
/// <param name="Exchange">Exchange; of a stock the listing one. <example>CME</example></param>
/// <param name="Currency">Currency. <example>USD</example></param>
/// <param name="Name">Name for people; may be empty.</param>
/// <param name="Expiry">Last trade date, <c>yyyyMMdd</c>; empty when it does not expire.</param>
/// <param name="Strike">Strike of an option; null otherwise.</param>
/// <param name="Right"><c>C</c> or <c>P</c> of an option; empty otherwise.</param>
/// <param name="Derivatives">Kinds of derivatives that exist on it.</param>
public sealed record InstrumentDto(
    string Symbol, string Query, int ConId, string SecurityType, string Exchange, string Currency, string Name, string Expiry, decimal? Strike, string Right, IReadOnlyList<string> Derivatives)
{
    internal static InstrumentDto Of(ContractHit h) => new(
        h.Ticker, h.Query.ToString(), h.ConId.Value, SecurityTypes.Code(h.SecurityType), h.Exchange, h.Currency, h.Name, h.Expiry, h.Strike, h.Right, [.. h.Derivatives.Select(SecurityTypes.Code)]);
}
