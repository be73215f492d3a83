using TradingCore.Domain;
using TradingCore.Risk.Activity;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk;

/// <summary>Orders that left within the duplicate window. Not thread-safe: one writer.</summary>
public sealed class RecentOrders : IRiskFigures
{
    private readonly Queue<(DateTimeOffset Time, AccountId Account, OrderSpec Spec)> _orders = new();

    /// <summary>When the same order last left; null when it did not within the window.</summary>
    public DateTimeOffset? LastSame(RiskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        DateTimeOffset? last = null;
        foreach ((DateTimeOffset time, AccountId account, OrderSpec spec) in _orders)
            if (account == context.Account && IsSame(spec, context.Spec)) last = time;
        return last;
    }

    /// <summary>An order leaves. What is older than the window is forgotten, so the order rate bounds the list.</summary>
    public void Add(RiskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        TimeSpan window = context.Limits.Duration(RiskLimit.DuplicateWindow);
        while (_orders.TryPeek(out (DateTimeOffset Time, AccountId, OrderSpec) oldest) && context.Now - oldest.Time >= window) _orders.Dequeue();
        _orders.Enqueue((context.Now, context.Account, context.Spec));
    }

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) => _orders.Select(o => $"{o.Time.UtcTicks}|{o.Account}|{o.Spec.Ticker}|{o.Spec.Side}|{o.Spec.Quantity}|{o.Spec.Type}|{o.Spec.LimitPrice}|{o.Spec.StopPrice}|{o.Spec.Strategy}");

    private static bool IsSame(OrderSpec a, OrderSpec b) =>
        a.Side == b.Side && a.Quantity == b.Quantity && a.Type == b.Type && a.LimitPrice == b.LimitPrice && a.StopPrice == b.StopPrice
        && a.Strategy == b.Strategy && string.Equals(a.Ticker, b.Ticker, StringComparison.OrdinalIgnoreCase);
}
