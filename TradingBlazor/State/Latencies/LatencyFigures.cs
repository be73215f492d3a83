using TradingCore.Domain;
using TradingCore.Telemetry;

namespace TradingBlazor.State.Latencies;

/// <summary>A bar of a histogram.</summary>
/// <param name="From">Latencies above it are in here; zero for the first bar.</param>
/// <param name="To">Latencies up to it are in here; null when there is no end.</param>
/// <param name="Count">How many.</param>
public sealed record LatencyBar(TimeSpan From, TimeSpan? To, int Count);

/// <summary>How long a part of an order's way took, over many orders.</summary>
/// <param name="Count">How many were measured.</param>
/// <param name="P50">Half took at most this long.</param>
/// <param name="P95">Ninety-five of a hundred took at most this long.</param>
/// <param name="P99">Ninety-nine of a hundred took at most this long.</param>
/// <param name="Max">The slowest.</param>
/// <param name="Bars">The distribution, from the first bar that is not empty to the last.</param>
public sealed record LatencyFigures(int Count, TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Max, IReadOnlyList<LatencyBar> Bars)
{
    /// <summary>Nothing was measured.</summary>
    public static LatencyFigures None { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, []);

    /// <summary>The figures of what was measured. Percentiles are of the nearest rank: each is a latency that was really measured.</summary>
    public static LatencyFigures Of(IEnumerable<TimeSpan> measured)
    {
        TimeSpan[] sorted = [.. measured.Order()];
        if (sorted.Length == 0) return None;
        return new LatencyFigures(sorted.Length, At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99), sorted[^1], BarsOf(sorted));
    }

    private static TimeSpan At(TimeSpan[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];

    private static List<LatencyBar> BarsOf(TimeSpan[] sorted)
    {
        IReadOnlyList<double> bounds = LatencyBuckets.Seconds;
        int[] counts = new int[bounds.Count + 1];
        int bucket = 0;
        foreach (TimeSpan took in sorted)
        {
            while (bucket < bounds.Count && took.TotalSeconds > bounds[bucket]) bucket++;
            counts[bucket]++;
        }
        int first = Array.FindIndex(counts, c => c > 0), last = Array.FindLastIndex(counts, c => c > 0);
        return [.. Enumerable.Range(first, last - first + 1).Select(i => new LatencyBar(i == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(bounds[i - 1]), i == bounds.Count ? null : TimeSpan.FromSeconds(bounds[i]), counts[i]))];
    }
}

/// <summary>A part of an order's way, with its figures.</summary>
/// <param name="Key">For programs and tests.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Meaning">From where to where, a sentence.</param>
/// <param name="Figures">How long it took.</param>
public sealed record LatencyPart(string Key, string Name, string Meaning, LatencyFigures Figures)
{
    /// <summary>The parts of the way of the orders that left since a time. What orders carry is read from them, so it is right in every process and after a restart; the rest is what this process measured.</summary>
    /// <param name="orders">All known orders.</param>
    /// <param name="meter">What orders do not carry.</param>
    /// <param name="since">Earlier ones are left out.</param>
    public static IReadOnlyList<LatencyPart> Read(IReadOnlyList<Order> orders, OrderMeter meter, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(meter);
        Order[] sent = [.. orders.Where(o => o.Handling.WireTime >= since)];
        return
        [
            new("command-to-wire", "Command to wire", "From the click or call, or from leaving the queue, to the first byte in the socket. Risk and journal are in it.", Of(sent, o => o.Handling.WireTime - OrderLatency.Start(o))),
            new("tick-to-order", "Tick to order", "From a message of the gateway to the order that it caused in the socket. Orders of strategies and of the engine itself alone.", LatencyFigures.Of(meter.Ticks.Since(since))),
            new("wire-to-acknowledgement", "Wire to acknowledgement", "From the socket to the broker's first word.", Of(sent, o => o.Handling.AckTime - o.Handling.WireTime)),
            new("wire-to-fill", "Wire to fill", "From the socket to the first fill. An order that rests in the book waits for the market, which is in it.", Of(sent, o => o.Handling.FirstFillTime - o.Handling.WireTime)),
            new("fill-to-screen", "Fill to screen", "From the arrival of a fill to the browser's word that it is drawn, one for each open page of this process.", LatencyFigures.Of(meter.Screens.Since(since))),
        ];
    }

    // A clock that was set back would otherwise put a nonsense among the figures.
    private static LatencyFigures Of(Order[] orders, Func<Order, TimeSpan?> part) => LatencyFigures.Of(orders.Select(part).OfType<TimeSpan>().Where(t => t >= TimeSpan.Zero));
}
