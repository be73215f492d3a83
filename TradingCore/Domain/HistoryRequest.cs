namespace TradingCore.Domain;

/// <summary>A request for bars of the past.</summary>
/// <param name="Instrument">Whose.</param>
/// <param name="Size">Bar size asked for.</param>
/// <param name="From">First bar wanted, UTC, inclusive.</param>
/// <param name="To">End, UTC, exclusive; null means up to now.</param>
/// <param name="Reason">Why, for logs and the outage report: <c>subscribe</c>, <c>gap</c>, <c>incomplete bar</c>.</param>
public sealed record HistoryRequest(Instrument Instrument, BarSize Size, DateTimeOffset From, DateTimeOffset? To, string Reason);
