using TradingCore.Domain;

namespace TradingCore.Bars;

/// <summary>Makes one bar of shorter ones that are added in the order of time: open first, high max, low min, close last, volume and count summed, wap weighted by volume.</summary>
/// <remarks>
/// A part in which nothing traded repeats an old price and so must not set one: taken as real it would move high and low of the longer bar.
/// Products that are not traded on a tape (see <see cref="IsQuoteBased"/>) have no volume at all; there every part sets prices.
/// </remarks>
internal struct BarAccumulator
{
    private const int WapDecimals = 8;

    private readonly bool _isQuoteBased;
    private bool _isPriced;
    private decimal _open, _high, _low, _close, _idleClose;
    private decimal _volume, _turnover;
    private int _count, _parts;
    private BarSource _source;
    private bool _isReal;

    internal BarAccumulator(bool isQuoteBased) => _isQuoteBased = isQuoteBased;

    /// <summary>True for products whose bars are made of quotes or computed values: their bars carry no volume and no count.</summary>
    /// <remarks>Source: real-time bars of currency pairs, CFDs, commodities and funds are <c>MIDPOINT</c> bars, whose volume, wap and count are -1; an index has no trades of its own.</remarks>
    internal static bool IsQuoteBased(SecurityType type) =>
        type is SecurityType.Forex or SecurityType.Index or SecurityType.Cfd or SecurityType.Fund or SecurityType.Commodity;

    /// <summary>True for a bar in which nothing traded.</summary>
    internal static bool IsIdle(Bar bar) => bar.Count == 0 && bar.Volume == 0m;

    /// <summary>Adds a five-second part. With a count or a volume of zero nothing traded in it.</summary>
    internal void AddPart(Bar part) => Add(part, _isQuoteBased || (part.Count > 0 && part.Volume > 0m));

    /// <summary>Adds a bar of a minute or longer. Brokers leave minutes without trades out of history and may not count trades there, so only both zeros mean idle.</summary>
    internal void AddBar(Bar bar) => Add(bar, _isQuoteBased || !IsIdle(bar));

    private void Add(Bar bar, bool setsPrices)
    {
        if (setsPrices)
        {
            if (!_isPriced) (_open, _high, _low) = (bar.Open, bar.High, bar.Low);
            _isPriced = true;
            _high = Math.Max(_high, bar.High);
            _low = Math.Min(_low, bar.Low);
            _close = bar.Close;
        }
        _idleClose = bar.Close;
        _volume += bar.Volume;
        _turnover += bar.Wap * bar.Volume;
        _count += bar.Count;
        _parts += bar.Parts;
        if (bar.Source == BarSource.Backfill) _source = BarSource.Backfill;
        _isReal |= !bar.IsSynthetic;
    }

    /// <summary>Widens the prices by a part whose volume is in the bar already, at least partly; <paramref name="isNewest"/> when it also ends later.</summary>
    internal void Widen(Bar part, bool isNewest)
    {
        if (!_isPriced || !(_isQuoteBased || (part.Count > 0 && part.Volume > 0m))) return;
        _high = Math.Max(_high, part.High);
        _low = Math.Min(_low, part.Low);
        if (isNewest) _close = part.Close;
    }

    /// <summary>The bar. Without a price of its own it is flat at <paramref name="closeBefore"/>, or at the price the idle parts repeat when that is not known.</summary>
    internal readonly Bar ToBar(DateTimeOffset time, BarSize size, decimal? closeBefore)
    {
        decimal flat = closeBefore ?? _idleClose;
        decimal close = _isPriced ? _close : flat;
        return new Bar
        {
            Time = time,
            Size = size,
            Open = _isPriced ? _open : flat,
            High = _isPriced ? _high : flat,
            Low = _isPriced ? _low : flat,
            Close = close,
            Volume = _volume,
            Wap = _volume > 0m ? Math.Round(_turnover / _volume, WapDecimals, MidpointRounding.ToEven) : close,
            Count = _count,
            Parts = _parts,
            Source = _source,
            IsSynthetic = !_isReal,
        };
    }
}
