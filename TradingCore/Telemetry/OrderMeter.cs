using System.Collections.Frozen;
using System.Diagnostics.Metrics;

namespace TradingCore.Telemetry;

/// <summary>Instruments of the way of an order. Names are listed in <c>docs/metrics.md</c> and stay as they are.</summary>
/// <remarks>Nothing here is on the trading path: what is recorded was read from orders after they had moved on. Any thread.</remarks>
public sealed class OrderMeter : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "TradingCore.Orders";

    private const string Other = "other";

    // A label that could be anything would grow without end in whoever stores it.
    private static readonly FrozenDictionary<string, KeyValuePair<string, object?>> Kinds = new[]
    {
        "submitted", "queued", "released", "sent", "acknowledged", "held", "filled", "leg filled", "fill corrected", "cancel requested", "cancel refused", "cancelled", "rejected", "denied", "expired",
        "modify requested", "modified", "modify rejected", "unknown", "reconciled", "recovered", "warning", Other,
    }.ToFrozenDictionary(k => k, k => new KeyValuePair<string, object?>("kind", k.Replace(' ', '_')), StringComparer.Ordinal);

    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _commandToWire;
    private readonly Histogram<double> _tickToOrder;
    private readonly Histogram<double> _wireToAcknowledgement;
    private readonly Histogram<double> _wireToFill;
    private readonly Histogram<double> _fillToScreen;
    private readonly Counter<long> _events;

    /// <summary>Makes the instruments.</summary>
    /// <param name="clock">Says when a latency was measured; null for the machine's.</param>
    public OrderMeter(TimeProvider? clock = null)
    {
        Ticks = new LatencySamples(clock ?? TimeProvider.System);
        Screens = new LatencySamples(clock ?? TimeProvider.System);
        _commandToWire = Latency("trading.order.command_to_wire", "From the command, or from leaving the queue, to its first byte in the socket.");
        _tickToOrder = Latency("trading.order.tick_to_order", "From the read that brought a message of the gateway to the order it caused in the socket.");
        _wireToAcknowledgement = Latency("trading.order.wire_to_acknowledgement", "From the order in the socket to the broker's first word about it.");
        _wireToFill = Latency("trading.order.wire_to_fill", "From the order in the socket to its first fill.");
        _fillToScreen = Latency("trading.order.fill_to_screen", "From a fill's arrival in the process to the browser's word that it is drawn.");
        _events = _meter.CreateCounter<long>("trading.order.events", "{event}", "What happened to orders, by kind.");
    }

    /// <summary>The newest times from a tick to the order that it caused: orders do not carry it.</summary>
    public LatencySamples Ticks { get; }

    /// <summary>The newest times from a fill to the browser's word that it is drawn: orders do not carry it.</summary>
    public LatencySamples Screens { get; }

    /// <summary>A command, or an order that left the queue, reached the socket.</summary>
    public void CommandToWire(TimeSpan time) => Record(_commandToWire, time);

    /// <summary>A message of the gateway led to an order in the socket.</summary>
    public void TickToOrder(TimeSpan time) => Record(_tickToOrder, time, Ticks);

    /// <summary>The broker told of an order.</summary>
    public void WireToAcknowledgement(TimeSpan time) => Record(_wireToAcknowledgement, time);

    /// <summary>An order filled for the first time.</summary>
    public void WireToFill(TimeSpan time) => Record(_wireToFill, time);

    /// <summary>A browser has drawn a fill.</summary>
    public void FillToScreen(TimeSpan time) => Record(_fillToScreen, time, Screens);

    /// <summary>Something happened to an order.</summary>
    /// <param name="kind">Kind of an order's event; one that is not known counts as <c>other</c>.</param>
    public void Event(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        _events.Add(1, Kinds.TryGetValue(kind, out KeyValuePair<string, object?> tag) ? tag : Kinds[Other]);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private Histogram<double> Latency(string name, string description) =>
        _meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = LatencyBuckets.Seconds });

    // A clock that was set back would otherwise put a nonsense into a histogram for good.
    private static void Record(Histogram<double> histogram, TimeSpan time, LatencySamples? newest = null)
    {
        if (time < TimeSpan.Zero) return;
        histogram.Record(time.TotalSeconds);
        newest?.Add(time);
    }
}
