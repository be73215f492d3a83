using TradingCore.Risk.Activity;

namespace TradingCore.Risk;

/// <summary>
/// Token buckets of orders: per second and per minute of each strategy (the empty name is people), and per second of each account.
/// Not thread-safe: one writer. Allocates only when it meets a new name.
/// </summary>
public sealed class OrderRates : IRiskFigures
{
    private readonly Dictionary<string, Bucket> _seconds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Bucket> _minutes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Bucket> _accounts = new(StringComparer.Ordinal);

    /// <summary>Orders of a strategy that may leave in this second, of <paramref name="perSecond"/>.</summary>
    public decimal Second(string strategy, decimal perSecond, DateTimeOffset now) => Available(_seconds, strategy, perSecond, 1m, now);

    /// <summary>Orders of a strategy that may leave in this minute, of <paramref name="perMinute"/>.</summary>
    public decimal Minute(string strategy, decimal perMinute, DateTimeOffset now) => Available(_minutes, strategy, perMinute, 60m, now);

    /// <summary>Orders of an account that may leave in this second, of <paramref name="perSecond"/>.</summary>
    public decimal Account(string account, decimal perSecond, DateTimeOffset now) => Available(_accounts, account, perSecond, 1m, now);

    /// <summary>An order leaves.</summary>
    public void Take(RiskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string strategy = context.Spec.Strategy;
        Limits.EffectiveLimits limits = context.Limits;
        _seconds[strategy] = new Bucket(Second(strategy, limits[Limits.RiskLimit.OrdersPerSecond], context.Now) - 1m, context.Now);
        _minutes[strategy] = new Bucket(Minute(strategy, limits[Limits.RiskLimit.OrdersPerMinute], context.Now) - 1m, context.Now);
        _accounts[context.Account.Value] = new Bucket(Account(context.Account.Value, limits[Limits.RiskLimit.AccountOrdersPerSecond], context.Now) - 1m, context.Now);
    }

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) => [.. Figures("second", _seconds), .. Figures("minute", _minutes), .. Figures("account", _accounts)];

    private static IEnumerable<string> Figures(string what, Dictionary<string, Bucket> buckets) => buckets.OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => $"{what}|{b.Key}|{b.Value.Tokens}|{b.Value.Time.UtcTicks}");

    private static decimal Available(Dictionary<string, Bucket> buckets, string key, decimal limit, decimal seconds, DateTimeOffset now)
    {
        if (!buckets.TryGetValue(key, out Bucket bucket)) return limit;
        // Ticks are whole numbers, so the sum stays exact in decimal.
        decimal passed = Math.Max(0L, (now - bucket.Time).Ticks) / (decimal)TimeSpan.TicksPerSecond;
        return Math.Min(limit, bucket.Tokens + passed * limit / seconds);
    }

    private readonly record struct Bucket(decimal Tokens, DateTimeOffset Time);
}
