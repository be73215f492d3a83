using System.Runtime.InteropServices;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Indicators;

namespace TradingBlazor.State;

/// <summary>How a candle is to be drawn.</summary>
[Flags]
public enum CandleFlags
{
    /// <summary>A live candle.</summary>
    None = 0,
    /// <summary>From history: drawn a little faded.</summary>
    Backfill = 1,
    /// <summary>The first one after a session break.</summary>
    SessionStart = 2,
    /// <summary>Candles are missing before it.</summary>
    AfterGap = 4,
    /// <summary>Made from trades since the last bar; the bar itself has not come yet.</summary>
    Provisional = 8,
}

/// <summary>One candle as the browser gets it.</summary>
/// <param name="Slot">Place on the time axis: rises by one with each candle, by more over a gap.</param>
/// <param name="EtSeconds">Start on a New York wall clock, in seconds since 1970-01-01 of that clock: only for labels.</param>
/// <param name="Open">Open.</param>
/// <param name="High">High.</param>
/// <param name="Low">Low.</param>
/// <param name="Close">Close.</param>
/// <param name="Volume">Volume.</param>
/// <param name="Fast">Fast EMA; null before its first value.</param>
/// <param name="Slow">Slow EMA; null before its first value.</param>
/// <param name="Flags">How to draw it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChartRow(int Slot, long EtSeconds, double Open, double High, double Low, double Close, double Volume, double? Fast, double? Slow, CandleFlags Flags)
{
    /// <summary>The row as the browser's module reads it.</summary>
    public double?[] ToWire() => [Slot, EtSeconds, Open, High, Low, Close, Volume, Fast, Slow, (int)Flags];
}

/// <summary>What changed on the chart since the last frame.</summary>
/// <param name="IsReset">True when the browser must forget what it has.</param>
/// <param name="Drop">Candles to take off the front.</param>
/// <param name="Start">Index, after the drop, from which <paramref name="Rows"/> replace what is there.</param>
/// <param name="Rows">The changed candles.</param>
public sealed record ChartFrame(bool IsReset, int Drop, int Start, IReadOnlyList<ChartRow> Rows);

/// <summary>
/// Turns the bars of one contract into candles with their EMAs, lets trades between two bars move the last candle, and works out what
/// the browser does not have yet. Holds what was sent last, so that an appended candle costs one row.
/// </summary>
public sealed class ChartModel
{
    /// <summary>Candles kept on the chart; a trading day of minutes.</summary>
    public const int Capacity = 390;

    private const string FastName = "ema20";
    private const string SlowName = "ema50";

    // A hole of up to this many candles is drawn as a hole; a longer one is a night or a weekend and takes one slot.
    private const int LongestGap = 60;

    private List<ChartRow> _sent = [];
    private List<ChartRow> _rows = [];
    private BarSeries? _series;
    private IndicatorSeries _averages = NewAverages();
    private Bar? _lastBar;
    private decimal? _seenTrade;
    private long _seenVersion;
    private Candle? _live;

    /// <summary>The candles as of the last call, oldest first.</summary>
    public IReadOnlyList<ChartRow> Rows => _rows;

    /// <summary>Start of the newest candle; null when there is none.</summary>
    public DateTimeOffset? LastTime { get; private set; }

    /// <summary>Newest fast EMA of the bar data.</summary>
    public double? Fast => Newest(FastName);

    /// <summary>Newest slow EMA of the bar data.</summary>
    public double? Slow => Newest(SlowName);

    /// <summary>What is to be said about history and holes; empty when there is nothing.</summary>
    public string GapNote { get; private set; } = "";

    /// <summary>Candles from history.</summary>
    public int Backfilled { get; private set; }

    /// <summary>Forgets everything: another contract, another size or an empty browser.</summary>
    public void Reset()
    {
        _sent = [];
        _rows = [];
        _series = null;
        _averages = NewAverages();
        _lastBar = null;
        _seenTrade = null;
        _seenVersion = 0;
        _live = null;
        LastTime = null;
        GapNote = "";
        Backfilled = 0;
    }

    /// <summary>Makes the frame that brings the browser from the last frame to <paramref name="series"/> and <paramref name="quote"/>; null when nothing changed.</summary>
    public ChartFrame? Next(BarSeries series, Quote? quote)
    {
        bool sameSeries = ReferenceEquals(series, _series);
        bool tradeMoved = Trade(series, quote);
        if (sameSeries && !tradeMoved) return null;
        if (!sameSeries)
        {
            // The averages are those of the bars alone, as in the API: a trade between two bars moves the candle, not the average.
            _averages.Update(series);
            _series = series;
        }
        _rows = Build(series);
        return Difference();
    }

    // Trades since the newest bar move its candle, or begin the next one. When the bar itself comes, it wins.
    private bool Trade(BarSeries series, Quote? quote)
    {
        Bar? last = series.Bars.Count > 0 ? series.Bars[^1] : null;
        bool changed = false;
        if (!ReferenceEquals(last, _lastBar))
        {
            _lastBar = last;
            changed = _live is not null;
            if (_live is { } l && last is not null && l.Time <= last.Time) _live = null;
        }
        if (quote?.Last is not { } price || last is null || quote.IsInterrupted || quote.Version == _seenVersion) return changed;
        bool first = _seenVersion == 0;
        _seenVersion = quote.Version;
        if (price == _seenTrade && !first) return changed;
        _seenTrade = price;
        DateTimeOffset start = series.Size.StartOf(quote.EventTime);
        if (start < last.Time) return changed;
        if (start == last.Time && last.IsClosed) return changed;
        // The first look at a quote may show a trade of long ago; it may not begin a candle.
        if (start > last.Time && first) return changed;
        // Bars and trades of one market keep one clock. In a replay the bars carry the recorded time and the trades the present one.
        if (start > last.Time + LongestGap * series.Size.Span) return changed;
        _live = _live is { } live && live.Time == start
            ? live with { High = Math.Max(live.High, price), Low = Math.Min(live.Low, price), Close = price }
            : new Candle(start, price, price, price, price);
        return true;
    }

    private List<ChartRow> Build(BarSeries series)
    {
        IReadOnlyList<Bar> bars = series.Bars;
        bool provisional = _live is { } l && bars.Count > 0 && l.Time > bars[^1].Time;
        int from = Math.Max(0, bars.Count - (provisional ? Capacity - 1 : Capacity));
        var rows = new List<ChartRow>(Math.Min(bars.Count - from + 1, Capacity));
        IReadOnlyList<double?> fast = _averages.Values(FastName), slow = _averages.Values(SlowName);
        int slot = 0;
        int backfilled = 0, missing = 0;
        DateTimeOffset? missingFrom = null;
        for (int i = from; i < bars.Count; i++)
        {
            Bar bar = bars[i];
            CandleFlags flags = bar.Source == BarSource.Backfill ? CandleFlags.Backfill : CandleFlags.None;
            if (flags != CandleFlags.None) backfilled++;
            if (i == from) slot = FirstSlot(Et(bar.Time));
            else slot += Advance(bars[i - 1].Time, bar.Time, series.Size, ref flags, ref missing, ref missingFrom);
            decimal high = bar.High, low = bar.Low, close = bar.Close;
            if (i == bars.Count - 1 && _live is { } live && live.Time == bar.Time)
            {
                high = Math.Max(high, live.High);
                low = Math.Min(low, live.Low);
                close = live.Close;
            }
            rows.Add(new ChartRow(slot, Et(bar.Time), (double)bar.Open, (double)high, (double)low, (double)close, (double)bar.Volume, fast[i], slow[i], flags));
        }
        LastTime = bars.Count > 0 ? bars[^1].Time : null;
        if (provisional && _live is { } next)
        {
            CandleFlags flags = CandleFlags.Provisional;
            slot += Advance(bars[^1].Time, next.Time, series.Size, ref flags, ref missing, ref missingFrom);
            rows.Add(new ChartRow(slot, Et(next.Time), (double)next.Open, (double)next.High, (double)next.Low, (double)next.Close, 0, null, null, flags));
            LastTime = next.Time;
        }
        Backfilled = backfilled;
        GapNote = Note(bars, from, missing, missingFrom);
        return rows;
    }

    // Slots stay what they were while the window slides, so that the browser's rows need no renumbering.
    private int FirstSlot(long etSeconds)
    {
        int at = _sent.FindIndex(r => r.EtSeconds == etSeconds);
        return at >= 0 ? _sent[at].Slot : 0;
    }

    private static int Advance(DateTimeOffset before, DateTimeOffset time, BarSize size, ref CandleFlags flags, ref int missing, ref DateTimeOffset? missingFrom)
    {
        long hole = (time - before).Ticks / size.Span.Ticks - 1;
        if (hole <= 0) return 1;
        if (hole > LongestGap || Format.ToEt(before).Date != Format.ToEt(time).Date)
        {
            flags |= CandleFlags.SessionStart;
            return 2;
        }
        flags |= CandleFlags.AfterGap;
        missing += (int)hole;
        missingFrom = before + size.Span;
        return 1 + (int)hole;
    }

    private static string Note(IReadOnlyList<Bar> bars, int from, int missing, DateTimeOffset? missingFrom)
    {
        var notes = new List<string>(2);
        if (missing > 0 && missingFrom is { } hole) notes.Add($"{missing} {(missing == 1 ? "bar" : "bars")} missing at {Format.MinuteEt(hole)} ET");
        int end = bars.Count - 1;
        while (end >= from && bars[end].Source != BarSource.Backfill) end--;
        if (end >= from)
        {
            int start = end;
            while (start > from && bars[start - 1].Source == BarSource.Backfill) start--;
            notes.Add(start == from
                ? $"History to {Format.MinuteEt(bars[end].Time + bars[end].Size.Span)} ET backfilled"
                : $"{Format.MinuteEt(bars[start].Time)} to {Format.MinuteEt(bars[end].Time + bars[end].Size.Span)} ET backfilled");
        }
        return string.Join(" · ", notes);
    }

    private ChartFrame? Difference()
    {
        List<ChartRow> old = _sent, now = _rows;
        _sent = now;
        if (old.Count == 0 || now.Count == 0) return now.Count == 0 && old.Count == 0 ? null : new ChartFrame(true, 0, 0, now);
        int drop = old.FindIndex(r => r.EtSeconds == now[0].EtSeconds);
        // Older history came in before the first candle, or the window has moved on altogether.
        if (drop < 0) return new ChartFrame(true, 0, 0, now);
        int same = 0;
        while (same < now.Count && drop + same < old.Count && old[drop + same] == now[same]) same++;
        if (drop == 0 && same == now.Count && old.Count == now.Count) return null;
        return new ChartFrame(false, drop, same, now.GetRange(same, now.Count - same));
    }

    private double? Newest(string name) => _averages.Count > 0 ? _averages.Values(name)[_averages.Count - 1] : null;

    private static IndicatorSeries NewAverages() => IndicatorSpec.TryParseList("ema:20,ema:50", out IReadOnlyList<IndicatorSpec> specs, out string error)
        ? new IndicatorSeries(specs)
        : throw new InvalidOperationException(error);

    private static long Et(DateTimeOffset time) => Format.ToEt(time).DateTime.Ticks / TimeSpan.TicksPerSecond - DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerSecond;

    private readonly record struct Candle(DateTimeOffset Time, decimal Open, decimal High, decimal Low, decimal Close);
}
