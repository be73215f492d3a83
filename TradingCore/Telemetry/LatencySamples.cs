namespace TradingCore.Telemetry;

/// <summary>A latency and when it was measured.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Took">How long; never below zero.</param>
public readonly record struct LatencySample(DateTimeOffset Time, TimeSpan Took);

/// <summary>The newest latencies of one kind, for a screen. The histograms of all of them are in the metrics. Any thread.</summary>
/// <param name="clock">Says when.</param>
public sealed class LatencySamples(TimeProvider clock)
{
    /// <summary>How many are kept; the oldest go first.</summary>
    public const int Kept = 1_000;

    private readonly Lock _gate = new();
    private readonly LatencySample[] _ring = new LatencySample[Kept];
    private long _count;

    /// <summary>How many came so far; moves with every new one.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan took)
    {
        lock (_gate)
        {
            _ring[_count % Kept] = new LatencySample(clock.GetUtcNow(), took);
            _count++;
        }
    }

    /// <summary>Those that are kept and not older than <paramref name="since"/>, in no order.</summary>
    public IReadOnlyList<TimeSpan> Since(DateTimeOffset since)
    {
        lock (_gate) return [.. _ring.Take((int)Math.Min(_count, Kept)).Where(s => s.Time >= since).Select(s => s.Took)];
    }
}
