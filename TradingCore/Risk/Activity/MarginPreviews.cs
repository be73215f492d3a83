using TradingCore.Domain;

namespace TradingCore.Risk.Activity;

/// <summary>The broker's newest what-if answers, by account, contract and side (R23). Not thread-safe: one writer.</summary>
public sealed class MarginPreviews : IRiskFigures
{
    private readonly Dictionary<(AccountId, ConId, OrderSide), (decimal PerUnit, decimal CommissionPerUnit, DateTimeOffset Time)> _previews = [];

    /// <summary>Change of the initial margin for each share or contract; null when the broker was not asked within <paramref name="maxAge"/>.</summary>
    public decimal? PerUnit(AccountId account, ConId conId, OrderSide side, TimeSpan maxAge, DateTimeOffset now) =>
        _previews.TryGetValue((account, conId, side), out (decimal PerUnit, decimal, DateTimeOffset Time) known) && now - known.Time <= maxAge ? known.PerUnit : null;

    /// <summary>Expected commission for each share or contract; null when the broker never told one.</summary>
    public decimal? CommissionPerUnit(AccountId account, ConId conId, OrderSide side) =>
        _previews.TryGetValue((account, conId, side), out (decimal, decimal CommissionPerUnit, DateTimeOffset) known) && known.CommissionPerUnit > 0m ? known.CommissionPerUnit : null;

    /// <summary>The broker answered. An order that frees margin is taken as needing none: what it frees is not there before it fills.</summary>
    public void Add(AccountId account, ConId conId, OrderSide side, decimal quantity, MarginPreview preview, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(preview);
        if (quantity <= 0m || preview.InitMarginChange is not { } change) return;
        _previews[(account, conId, side)] = (Math.Max(0m, change) / quantity, (preview.Commission ?? 0m) / quantity, now);
    }

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) =>
        _previews.OrderBy(p => p.Key.Item1.Value, StringComparer.Ordinal).ThenBy(p => p.Key.Item2.Value).ThenBy(p => p.Key.Item3).Select(p => $"{p.Key}|{p.Value.PerUnit}|{p.Value.CommissionPerUnit}|{p.Value.Time.UtcTicks}");
}
