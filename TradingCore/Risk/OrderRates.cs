using TradingCore.Risk.Activity;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk;

/// <summary>
/// Token buckets of orders: per second and per minute of each strategy (the empty name is people), and per second of each account. A limit of a scope counts the
/// orders of that scope: that of one symbol leaves the firm's to the orders in others. Not thread-safe: one writer. Allocates only when it meets a new name.
/// </summary>
public sealed class OrderRates : IRiskFigures
{
    private readonly Dictionary<(RiskScope Scope, string Name), Bucket> _seconds = [];
    private readonly Dictionary<(RiskScope Scope, string Name), Bucket> _minutes = [];
    private readonly Dictionary<(RiskScope Scope, string Name), Bucket> _accounts = [];

    /// <summary>The fewest orders that may leave now by a limit, of the scopes that hold for an order.</summary>
    /// <param name="limit"><see cref="RiskLimit.OrdersPerSecond"/>, <see cref="RiskLimit.OrdersPerMinute"/> or <see cref="RiskLimit.AccountOrdersPerSecond"/>.</param>
    /// <param name="context">The order.</param>
    /// <param name="of">The scope that leaves the fewest, and its limit.</param>
    public decimal Left(RiskLimit limit, RiskContext context, out ScopedLimit of)
    {
        ArgumentNullException.ThrowIfNull(context);
        (Dictionary<(RiskScope, string), Bucket> buckets, string name, decimal seconds) = Of(limit, context);
        of = default;
        decimal least = decimal.MaxValue;
        foreach (ScopedLimit scoped in context.Limits.Each(limit))
        {
            decimal left = Available(buckets, (scoped.Scope, name), scoped.Value, seconds, context.Now);
            if (left >= least) continue;
            least = left;
            of = scoped;
        }
        return least;
    }

    /// <summary>An order leaves.</summary>
    public void Take(RiskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Take(RiskLimit.OrdersPerSecond, context);
        Take(RiskLimit.OrdersPerMinute, context);
        Take(RiskLimit.AccountOrdersPerSecond, context);
    }

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) => [.. Figures("second", _seconds), .. Figures("minute", _minutes), .. Figures("account", _accounts)];

    private static IEnumerable<string> Figures(string what, Dictionary<(RiskScope Scope, string Name), Bucket> buckets) =>
        buckets.OrderBy(b => b.Key.Name, StringComparer.Ordinal).ThenBy(b => b.Key.Scope.Kind).ThenBy(b => b.Key.Scope.Name, StringComparer.Ordinal).Select(b => $"{what}|{b.Key.Scope}|{b.Key.Name}|{b.Value.Tokens}|{b.Value.Time.UtcTicks}");

    private (Dictionary<(RiskScope, string), Bucket> Buckets, string Name, decimal Seconds) Of(RiskLimit limit, RiskContext context) => limit switch
    {
        RiskLimit.OrdersPerSecond => (_seconds, context.Spec.Strategy, 1m),
        RiskLimit.OrdersPerMinute => (_minutes, context.Spec.Strategy, 60m),
        _ => (_accounts, context.Account.Value ?? "", 1m),
    };

    private void Take(RiskLimit limit, RiskContext context)
    {
        (Dictionary<(RiskScope, string), Bucket> buckets, string name, decimal seconds) = Of(limit, context);
        foreach (ScopedLimit scoped in context.Limits.Each(limit))
            buckets[(scoped.Scope, name)] = new Bucket(Available(buckets, (scoped.Scope, name), scoped.Value, seconds, context.Now) - 1m, context.Now);
    }

    private static decimal Available(Dictionary<(RiskScope, string), Bucket> buckets, (RiskScope, string) key, decimal limit, decimal seconds, DateTimeOffset now)
    {
        if (!buckets.TryGetValue(key, out Bucket bucket)) return limit;
        // Ticks are whole numbers, so the sum stays exact in decimal.
        decimal passed = Math.Max(0L, (now - bucket.Time).Ticks) / (decimal)TimeSpan.TicksPerSecond;
        return Math.Min(limit, bucket.Tokens + passed * limit / seconds);
    }

    private readonly record struct Bucket(decimal Tokens, DateTimeOffset Time);
}
