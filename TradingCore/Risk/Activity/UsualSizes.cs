namespace TradingCore.Risk.Activity;

/// <summary>Sizes of the orders that people sent in the last 30 days, by symbol (R37). Not thread-safe: one writer.</summary>
public sealed class UsualSizes : IRiskFigures
{
    /// <summary>Orders that are needed before a size can be called unusual.</summary>
    public const int NeededMin = 5;

    private const int KeptMax = 500;
    private static readonly TimeSpan Span = TimeSpan.FromDays(30);

    private readonly Dictionary<string, Sizes> _symbols = new(StringComparer.Ordinal);

    /// <summary>The middle size; null when there are too few. Of an even number the lower one of the two, which is the stricter.</summary>
    public decimal? Median(string symbol, DateTimeOffset now) => _symbols.TryGetValue(symbol, out Sizes? sizes) ? sizes.Median(now) : null;

    /// <summary>An order of a person left.</summary>
    public void Add(string symbol, decimal quantity, DateTimeOffset time)
    {
        if (!_symbols.TryGetValue(symbol, out Sizes? sizes)) _symbols.Add(symbol, sizes = new Sizes());
        sizes.Add(quantity, time);
    }

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) => _symbols.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}|{s.Value.Figures(now)}");

    private sealed class Sizes
    {
        private readonly List<(DateTimeOffset Time, decimal Quantity)> _orders = [];   // oldest first
        private decimal? _median;
        private DateTimeOffset _medianUntil;
        private bool _isKnown;

        public void Add(decimal quantity, DateTimeOffset time)
        {
            _orders.Add((time, quantity));
            if (_orders.Count > KeptMax) _orders.RemoveAt(0);
            _isKnown = false;
        }

        public string Figures(DateTimeOffset now) => string.Join(',', _orders.Where(o => now - o.Time <= Span).Select(o => $"{o.Time.UtcTicks}:{o.Quantity}"));

        public decimal? Median(DateTimeOffset now)
        {
            if (_isKnown && now < _medianUntil) return _median;
            _orders.RemoveAll(o => now - o.Time > Span);
            decimal[] sorted = [.. _orders.Select(o => o.Quantity).Order()];
            _median = sorted.Length < NeededMin ? null : sorted[(sorted.Length - 1) / 2];
            _medianUntil = _orders.Count == 0 ? DateTimeOffset.MaxValue : _orders.Min(o => o.Time) + Span;
            _isKnown = true;
            return _median;
        }
    }
}
