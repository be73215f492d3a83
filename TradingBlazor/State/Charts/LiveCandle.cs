using TradingCore.Domain;

namespace TradingBlazor.State.Charts;

/// <summary>Trades since the newest bar: they move its candle, or begin the next one. When the bar itself comes, it wins.</summary>
internal sealed class LiveCandle
{
    // Bars and trades of one market keep one clock. In a replay the bars carry the recorded time and the trades the present one.
    private const int FarthestBars = 60;

    private Bar? _last;
    private decimal? _seenTrade;
    private long _seenVersion;
    private decimal? _dayVolume;
    private bool _isThere;
    private decimal _open, _high, _low, _close;

    /// <summary>Start of the candle.</summary>
    public DateTimeOffset Time { get; private set; }

    public void Reset()
    {
        _last = null;
        _seenTrade = null;
        _seenVersion = 0;
        _dayVolume = null;
        _isThere = false;
    }

    /// <summary>True when the candle is one that begins after the newest bar.</summary>
    public bool IsBeyond(Bar? last) => _isThere && last is not null && Time > last.Time;

    /// <summary>Takes the newest bar and quote; true when the candle changed.</summary>
    public bool Move(BarSize size, Bar? last, Quote? quote)
    {
        bool changed = false;
        if (!ReferenceEquals(last, _last))
        {
            _last = last;
            changed = _isThere;
            if (last is not null && Time <= last.Time) _isThere = false;
        }
        if (quote?.Last is not { } price || last is null || quote.IsInterrupted || quote.Version == _seenVersion) return changed;
        bool isFirst = _seenVersion == 0;
        _seenVersion = quote.Version;
        if (size == BarSize.OneDay) _dayVolume = quote.Volume;
        if (price == _seenTrade && !isFirst) return changed;
        _seenTrade = price;
        DateTimeOffset start = StartOf(size, last, quote.EventTime);
        if (start < last.Time) return changed;
        if (start == last.Time && last.IsClosed) return changed;
        // The first look at a quote may show a trade of long ago; it may not begin a candle.
        if (start > last.Time && isFirst) return changed;
        if (start > last.Time + FarthestBars * size.Span) return changed;
        if (_isThere && Time == start)
        {
            _high = Math.Max(_high, price);
            _low = Math.Min(_low, price);
            _close = price;
            return true;
        }
        _isThere = true;
        Time = start;
        _open = _high = _low = _close = price;
        return true;
    }

    /// <summary>The values of a bar with the trades on top.</summary>
    public (decimal High, decimal Low, decimal Close, decimal Volume) Over(Bar bar, bool isLast) =>
        isLast && _isThere && Time == bar.Time
            ? (Math.Max(bar.High, _high), Math.Min(bar.Low, _low), _close, bar.Size == BarSize.OneDay ? Math.Max(bar.Volume, _dayVolume ?? 0m) : bar.Volume)
            : (bar.High, bar.Low, bar.Close, bar.Volume);

    public ChartRow ToRow(int slot, long etSeconds, CandleFlags flags, int values) =>
        new(slot, etSeconds, (double)_open, (double)_high, (double)_low, (double)_close, 0, flags, new double?[values]);

    // A day bar starts at midnight of the login's zone, which is a multiple of nothing: what counts is its date.
    private static DateTimeOffset StartOf(BarSize size, Bar last, DateTimeOffset time)
    {
        if (size != BarSize.OneDay) return size.StartOf(time);
        DateTime day = last.Time.UtcDateTime.AddHours(12).Date, now = Format.ToEt(time).Date;
        return last.Time.AddDays((now - day).Days);
    }
}
