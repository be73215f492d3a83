using TradingCore.Domain;

namespace TradingCore.Risk.Activity;

/// <summary>Sizes of the orders that people sent in the last 30 days, by symbol (R37). Not thread-safe: one writer.</summary>
public sealed class UsualSizes : IRiskFigures
{
    /// <summary>Orders that are needed before a size can be called unusual.</summary>
    public const int NeededMin = 5;

    /// <summary>How long a size counts.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(30);

    private const int KeptMax = 500;

    private readonly Dictionary<string, Sizes> _symbols = new(StringComparer.Ordinal);

    /// <summary>True for an order whose size a person chose: what closes a position, and an exit, are as large as what is held.</summary>
    public static bool Counts(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Source == "user" && !order.Handling.IsClosing && !order.Handling.Role.IsExit();
    }

    /// <summary>The middle size; null when there are too few. Of an even number the lower one of the two, which is the stricter.</summary>
    public decimal? Median(string symbol, DateTimeOffset now) => _symbols.TryGetValue(symbol, out Sizes? sizes) ? sizes.Median(now) : null;

    /// <summary>An order of a person left.</summary>
    public void Add(string symbol, decimal quantity, DateTimeOffset time)
    {
        if (!_symbols.TryGetValue(symbol, out Sizes? sizes)) _symbols.Add(symbol, sizes = new Sizes());
        sizes.Add(quantity, time);
    }

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) => _symbols.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}|{s.Value.Figures(now)}");

    // Asked for every order of a person: both lists are kept in order, so that nothing is sorted then.
    private sealed class Sizes
    {
        private readonly Queue<(DateTimeOffset Time, decimal Quantity)> _orders = new();   // oldest first
        private readonly List<decimal> _sorted = [];

        public void Add(decimal quantity, DateTimeOffset time)
        {
            _orders.Enqueue((time, quantity));
            int place = _sorted.BinarySearch(quantity);
            _sorted.Insert(place < 0 ? ~place : place, quantity);
            if (_orders.Count > KeptMax) ForgetOldest();
        }

        public string Figures(DateTimeOffset now) => string.Join(',', _orders.Where(o => now - o.Time <= Span).Select(o => $"{o.Time.UtcTicks}:{o.Quantity}"));

        public decimal? Median(DateTimeOffset now)
        {
            while (_orders.TryPeek(out (DateTimeOffset Time, decimal Quantity) oldest) && now - oldest.Time > Span) ForgetOldest();
            return _sorted.Count < NeededMin ? null : _sorted[(_sorted.Count - 1) / 2];
        }

        private void ForgetOldest() => _sorted.RemoveAt(_sorted.BinarySearch(_orders.Dequeue().Quantity));
    }
}
