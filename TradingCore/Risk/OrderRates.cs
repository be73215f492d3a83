namespace TradingCore.Risk;

/// <summary>Token buckets of orders per second and per minute, one pair for each strategy (the empty name is people). Not thread-safe: one writer.</summary>
public sealed class OrderRates(RiskOptions options)
{
    private readonly Dictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Orders that may leave now: by the second and by the minute.</summary>
    public (decimal Second, decimal Minute) Available(string strategy, DateTimeOffset now) =>
        _buckets.TryGetValue(strategy, out Bucket bucket) ? Refilled(bucket, now) : (options.OrdersPerSecond, options.OrdersPerMinute);

    /// <summary>An order leaves.</summary>
    public void Take(string strategy, DateTimeOffset now)
    {
        (decimal second, decimal minute) = Available(strategy, now);
        _buckets[strategy] = new Bucket(second - 1m, minute - 1m, now);
    }

    private (decimal Second, decimal Minute) Refilled(Bucket bucket, DateTimeOffset now)
    {
        // Ticks are whole numbers, so the sum stays exact in decimal.
        decimal seconds = Math.Max(0L, (now - bucket.Time).Ticks) / (decimal)TimeSpan.TicksPerSecond;
        return (Math.Min(options.OrdersPerSecond, bucket.Second + seconds * options.OrdersPerSecond),
            Math.Min(options.OrdersPerMinute, bucket.Minute + seconds * options.OrdersPerMinute / 60m));
    }

    private readonly record struct Bucket(decimal Second, decimal Minute, DateTimeOffset Time);
}
