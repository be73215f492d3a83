namespace TradingCore.Telemetry;

/// <summary>Upper bounds of the buckets of every histogram of latencies.</summary>
public static class LatencyBuckets
{
    /// <summary>
    /// 25 microseconds to 30 seconds. Neighbours are at most a factor of two apart up to two seconds, so that a percentile read between two of them is off by less than that.
    /// </summary>
    public static IReadOnlyList<double> Seconds { get; } =
    [
        0.000_025, 0.000_05, 0.000_075, 0.000_1, 0.000_15, 0.000_2, 0.000_3, 0.000_5, 0.000_75,
        0.001, 0.001_5, 0.002, 0.003, 0.005, 0.007_5, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75,
        1, 1.5, 2, 5, 10, 30,
    ];
}
