using TradingCore.Domain;

namespace TradingCore.Risk.Activity;

/// <summary>Prices of own fills of the last minutes, by contract (R13). Not thread-safe: one writer.</summary>
public sealed class RecentFills : IRiskFigures
{
    private const int KeptMax = 1_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);
    private readonly Dictionary<ConId, Queue<(DateTimeOffset Time, decimal Quantity, decimal Price)>> _fills = [];

    /// <summary>Average price of the fills of the window, by quantity; null when there are none. Sums anew: they are few.</summary>
    public decimal? Mean(ConId conId, TimeSpan window, DateTimeOffset now)
    {
        if (!_fills.TryGetValue(conId, out Queue<(DateTimeOffset Time, decimal Quantity, decimal Price)>? fills)) return null;
        while (fills.TryPeek(out (DateTimeOffset Time, decimal, decimal) oldest) && now - oldest.Time > KeptFor) fills.Dequeue();
        decimal quantity = 0m, value = 0m;
        foreach ((DateTimeOffset time, decimal q, decimal price) in fills)
        {
            if (now - time > window) continue;
            quantity += q;
            value += q * price;
        }
        return quantity == 0m ? null : value / quantity;
    }

    /// <summary>A fill of ours came.</summary>
    public void Add(Fill fill, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fill);
        if (fill.Quantity <= 0m) return;
        if (!_fills.TryGetValue(fill.Contract.ConId, out Queue<(DateTimeOffset, decimal, decimal)>? fills)) _fills.Add(fill.Contract.ConId, fills = new Queue<(DateTimeOffset, decimal, decimal)>());
        fills.Enqueue((now, fill.Quantity, fill.Price));
        if (fills.Count > KeptMax) fills.Dequeue();
    }

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) =>
        _fills.OrderBy(f => f.Key.Value).SelectMany(f => f.Value.Where(v => now - v.Time <= KeptFor).Select(v => $"{f.Key}|{v.Time.UtcTicks}|{v.Quantity}|{v.Price}"));
}
