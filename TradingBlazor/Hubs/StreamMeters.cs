using System.Diagnostics.Metrics;

namespace TradingBlazor.Hubs;

/// <summary>What the hub counts, under the meter <c>TradingBlazor.Hub</c>.</summary>
internal sealed class StreamMeters
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "TradingBlazor.Hub";

    private readonly Counter<long> _items;
    private readonly Counter<long> _conflated;
    private readonly Counter<long> _resumed;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _slow;

    public StreamMeters(IMeterFactory meters, StreamConnections connections)
    {
        Meter meter = meters.Create(Name);
        meter.CreateObservableGauge("tradingblazor.hub.connections", () => connections.Count, "{connection}", "Clients that are connected to the hub.");
        meter.CreateObservableGauge("tradingblazor.hub.streams", () => connections.Streams, "{stream}", "Streams that are open.");
        _items = meter.CreateCounter<long>("tradingblazor.hub.items", "{item}", "Items sent, by stream.");
        _conflated = meter.CreateCounter<long>("tradingblazor.hub.conflated", "{change}", "Changes of prices, bars and positions that a client did not get because a newer one took their place.");
        _resumed = meter.CreateCounter<long>("tradingblazor.hub.resumed", "{stream}", "Streams of clients that came back, by outcome: resumed or snapshot.");
        _refused = meter.CreateCounter<long>("tradingblazor.hub.refused", "{request}", "Connections and streams refused, by code.");
        _slow = meter.CreateCounter<long>("tradingblazor.hub.slow", "{stream}", "Streams of orders and executions, and connections, ended because the client did not keep up.");
    }

    public void Sent(string stream, long conflated)
    {
        _items.Add(1, new KeyValuePair<string, object?>("stream", stream));
        if (conflated > 0) _conflated.Add(conflated, new KeyValuePair<string, object?>("stream", stream));
    }

    public void Resumed(string kind) => _resumed.Add(1, new KeyValuePair<string, object?>("outcome", kind));

    public void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Slow() => _slow.Add(1);
}
