namespace TradingCore.Domain;

/// <summary>A request for bars of the past.</summary>
/// <param name="Instrument">Whose.</param>
/// <param name="Size">Bar size asked for.</param>
/// <param name="From">First bar wanted, UTC, inclusive; with <paramref name="To"/> null it only says how much is wanted, see there.</param>
/// <param name="To">
/// End, UTC, exclusive. Null means up to the gateway's present, which in a replay is not ours: then the span asked for is the time from
/// <paramref name="From"/> to our present, counted back from the gateway's present (empty <c>endDateTime</c> on the wire), the answer may hold
/// bars of any time and is not trimmed, and its last bar may still be running.
/// </param>
/// <param name="Reason">Why, for logs and the outage report: <c>subscribe</c>, <c>gap</c>, <c>incomplete bar</c>.</param>
public sealed record HistoryRequest(Instrument Instrument, BarSize Size, DateTimeOffset From, DateTimeOffset? To, string Reason);
