using TradingCore.Domain;

namespace TradingCore.MarketData.Search;

/// <summary>A hit of the gateway's search by symbol or name.</summary>
/// <param name="ConId">Contract id.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="SecurityType">Kind of product.</param>
/// <param name="PrimaryExchange">Listing exchange.</param>
/// <param name="Currency">Currency.</param>
/// <param name="Name">Name for people; empty where the gateway does not tell it.</param>
/// <param name="Derivatives">Kinds of derivatives that exist on it.</param>
public sealed record SymbolMatch(ConId ConId, string Symbol, SecurityType SecurityType, string PrimaryExchange, string Currency, string Name, IReadOnlyList<SecurityType> Derivatives);
