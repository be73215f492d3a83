using TradingCore.Domain;

namespace TradingCore.Risk.Activity;

/// <summary>Prices of own fills of the last minutes, by contract (R13). Not thread-safe: one writer.</summary>
public sealed class RecentFills
{
    private const int KeptMax = 1_000;
    private readonly Dictionary<ConId, Queue<(DateTimeOffset Time, decimal Quantity, decimal Price)>> _fills = [];

    /// <summary>Average price of the fills of the window, by quantity; null when there are none. Sums anew: they are few.</summary>
    public decimal? Mean(ConId conId, TimeSpan window, DateTimeOffset now)
    {
        if (!_fills.TryGetValue(conId, out Queue<(DateTimeOffset Time, decimal Quantity, decimal Price)>? fills)) return null;
        while (fills.TryPeek(out (DateTimeOffset Time, decimal, decimal) oldest) && now - oldest.Time > TimeSpan.FromHours(1)) fills.Dequeue();
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
}
