using TradingCore.Domain;
using TradingCore.Risk.Activity;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk;

/// <summary>Orders that left within the duplicate window. Not thread-safe: one writer.</summary>
public sealed class RecentOrders : IRiskFigures
{
    private readonly Queue<(DateTimeOffset Time, DateTimeOffset Until, AccountId Account, OrderSpec Spec)> _orders = new();

    /// <summary>When the same order last left; null when it did not within the window.</summary>
    public DateTimeOffset? LastSame(RiskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        DateTimeOffset? last = null;
        foreach ((DateTimeOffset time, _, AccountId account, OrderSpec spec) in _orders)
            if (IsSame(spec, account, context.Spec, context.Account)) last = time;
        return last;
    }

    /// <summary>An order leaves. What is older than its window is forgotten, so the order rate bounds the list.</summary>
    public void Add(RiskContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // Each by its own window: symbols and strategies may have longer ones.
        while (_orders.TryPeek(out (DateTimeOffset, DateTimeOffset Until, AccountId, OrderSpec) oldest) && context.Now >= oldest.Until) _orders.Dequeue();
        _orders.Enqueue((context.Now, context.Now + context.Limits.Duration(RiskLimit.DuplicateWindow), context.Account, context.Spec));
    }

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) => _orders.Select(o => $"{o.Time.UtcTicks}|{o.Account}|{o.Spec.Ticker}|{o.Spec.Side}|{o.Spec.Quantity}|{o.Spec.Type}|{o.Spec.LimitPrice}|{o.Spec.StopPrice}|{o.Spec.Strategy}|{o.Spec.Attributes.CashQuantity}|{o.Spec.Attributes.FaGroup}");

    // The account of an order to a group is the one that is worst off, and the next order may find another one so.
    private static bool IsSame(OrderSpec a, AccountId ofA, OrderSpec b, AccountId ofB) =>
        a.Side == b.Side && a.Quantity == b.Quantity && a.Type == b.Type && a.LimitPrice == b.LimitPrice && a.StopPrice == b.StopPrice
        && a.Attributes.CashQuantity == b.Attributes.CashQuantity && a.Attributes.FaGroup == b.Attributes.FaGroup && (ofA == ofB || a.Attributes.FaGroup.Length > 0)
        && a.Strategy == b.Strategy && string.Equals(a.Ticker, b.Ticker, StringComparison.OrdinalIgnoreCase);
}
