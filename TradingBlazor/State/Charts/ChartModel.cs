using System.Runtime.InteropServices;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Indicators;

namespace TradingBlazor.State.Charts;

/// <summary>
/// Turns the bars of one contract, and the older ones that were loaded before them, into candles with indicators; lets trades between two bars
/// move the last candle; and works out what the browser does not have yet. Holds what was sent last, so that a moved candle costs one row.
/// </summary>
public sealed class ChartModel
{
    /// <summary>Candles shown at first, and added by each look further back; a trading day of minutes.</summary>
    public const int Capacity = 390;

    /// <summary>Most candles of one chart.</summary>
    public const int Most = 12_000;

    /// <summary>Indicators of a person who never chose any.</summary>
    public const string UsualIndicators = "ema:20,ema:50";

    // A hole of up to this many candles is drawn as a hole; a longer one is a night or a weekend and takes one slot.
    private const int LongestGap = 60;

    private readonly List<Bar> _older = [];
    private readonly LiveCandle _live = new();
    private List<ChartRow> _sent = [];
    private List<ChartRow> _rows = [];
    // The rows of the frame before the last one: nobody looks at them any more, so the next ones are written over them. Charts are looked at several times a second.
    private List<ChartRow> _spare = [];
    private BarSeries? _series;
    private BarSeries? _all;
    private SharedIndicators _values;
    private string[] _names;
    private double?[] _newest = [];
    private long _seen;
    private int _from;
    private int _wanted = Capacity;
    private int _digits = 6;
    private bool _isRestructured;
    private bool _mustReset;

    /// <summary>An empty chart with the usual indicators.</summary>
    public ChartModel() => SetIndicators(Parse(UsualIndicators), null);

    /// <summary>Lines of the indicators; the values of a row are in this order.</summary>
    public IReadOnlyList<ChartLine> Lines { get; private set; } = [];

    /// <summary>The candles as of the last call, oldest first.</summary>
    public IReadOnlyList<ChartRow> Rows => _rows;

    /// <summary>Start of the newest candle; null when there is none.</summary>
    public DateTimeOffset? LastTime { get; private set; }

    /// <summary>Start of the oldest bar that is known; null when there is none.</summary>
    public DateTimeOffset? FirstTime => _older.Count > 0 ? _older[0].Time : _series?.Bars.Count > 0 ? _series.Bars[0].Time : null;

    /// <summary>What is to be said about history and holes; empty when there is nothing.</summary>
    public string GapNote { get; private set; } = "";

    /// <summary>Candles from history.</summary>
    public int Backfilled { get; private set; }

    /// <summary>True when bars are known that lie before the first candle.</summary>
    public bool HasMore => _from > 0;

    /// <summary>Newest value of an indicator, of the bars alone and unrounded; null when there is none.</summary>
    public double? Value(string name) => Array.IndexOf(_names, name) is >= 0 and var at && at < _newest.Length ? _newest[at] : null;

    /// <summary>Forgets everything but the indicators: another contract, another size or an empty browser.</summary>
    /// <param name="decimals">Decimals of prices: how far indicator values can be told apart on the screen.</param>
    public void Reset(int decimals = 2)
    {
        _sent = [];
        _rows = [];
        _series = null;
        _all = null;
        _older.Clear();
        // Whoever shares the old ones looks at another contract from now on.
        if (_values.IsShared) UseOwn();
        _newest = [];
        _live.Reset();
        _from = 0;
        _wanted = Capacity;
        _digits = Math.Clamp(decimals + 3, 4, 10);
        _isRestructured = true;
        LastTime = null;
        GapNote = "";
        Backfilled = 0;
    }

    /// <summary>Calculates other indicators from now on; the next frame has everything.</summary>
    /// <param name="specs">Which.</param>
    /// <param name="tradingDayOf">Trading days of the contract; null takes UTC dates.</param>
    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_values), nameof(_names))]
    public void SetIndicators(IReadOnlyList<IndicatorSpec> specs, Func<DateTimeOffset, DateOnly>? tradingDayOf) => SetIndicators(new SharedIndicators(specs, tradingDayOf, isShared: false));

    /// <summary>Shows other indicators from now on; the next frame has everything.</summary>
    /// <param name="figures">What calculates them for the contract that is shown. A chart that loads older bars goes on with its own.</param>
    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_values), nameof(_names))]
    public void SetIndicators(SharedIndicators figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        Lines = ChartLine.Of(figures.Specs);
        _values = figures;
        _names = [.. Lines.Select(l => l.Name)];
        _newest = [];
        _seen = 0;
        _isRestructured = true;
        _mustReset = true;
        if (_older.Count > 0 && figures.IsShared) UseOwn();
    }

    private void UseOwn()
    {
        _values = new SharedIndicators(_values.Specs, _values.TradingDayOf, isShared: false);
        _seen = 0;
    }

    /// <summary>Adds bars that lie before the first one that is known; others are left out.</summary>
    /// <returns>How many were added.</returns>
    public int AddOlder(IReadOnlyList<Bar> bars)
    {
        Bar[] before = [.. bars.Where(b => FirstTime is not { } first || b.Time < first).OrderBy(b => b.Time).TakeLast(Math.Max(0, Most - _older.Count))];
        if (before.Length > 0 && _values.IsShared) UseOwn();
        _older.InsertRange(0, before);
        _wanted = Math.Min(Most, _wanted + before.Length);
        _isRestructured |= before.Length > 0;
        return before.Length;
    }

    /// <summary>Shows more of the bars that are known already.</summary>
    public void ShowMore()
    {
        _wanted = Math.Min(Most, _wanted + Capacity);
        _isRestructured = true;
    }

    /// <summary>Makes the frame that brings the browser from the last frame to <paramref name="series"/> and <paramref name="quote"/>; null when nothing changed.</summary>
    public ChartFrame? Next(BarSeries series, Quote? quote)
    {
        bool sameSeries = ReferenceEquals(series, _series) && !_isRestructured;
        if (!sameSeries) Merge(series);
        bool tradeMoved = _live.Move(series.Size, _all!.Bars.Count > 0 ? _all.Bars[^1] : null, quote);
        if (sameSeries && !tradeMoved) return null;
        // The values are those of the bars alone, as in the API: a trade between two bars moves the candle, not the average.
        lock (_values.Gate)
        {
            int changed = _values.Update(_all, ref _seen);
            Build(sameSeries ? Math.Min(changed, Math.Max(0, _all.Bars.Count - 1)) : changed);
            if (_all.Bars.Count > 0) _newest = [.. _names.Select(n => _values.Values(n)[_all.Bars.Count - 1])];
        }
        _isRestructured = false;
        return Difference();
    }

    // Older bars, then those that the engine keeps; what the engine drops at its front stays with the older ones.
    private void Merge(BarSeries series)
    {
        if (_older.Count > 0 && _series is { } before && series.Bars.Count > 0)
            _older.AddRange(before.Bars.TakeWhile(b => b.Time < series.Bars[0].Time).Where(b => b.Time > _older[^1].Time));
        _series = series;
        _all = _older.Count == 0 ? series
            : series with { Bars = series.Bars.Count == 0 ? [.. _older] : [.. _older.Where(b => b.Time < series.Bars[0].Time), .. series.Bars] };
    }

    private void Build(int changed)
    {
        IReadOnlyList<Bar> bars = _all!.Bars;
        bool isProvisional = _live.IsBeyond(bars.Count > 0 ? bars[^1] : null);
        int from = Math.Max(0, bars.Count - (isProvisional ? _wanted - 1 : _wanted));
        int keep = from == _from && !_isRestructured ? Math.Min(Math.Max(0, changed - from), _rows.Count) : 0;
        // The last candle of before may have been moved by trades, or have been provisional.
        keep = Math.Min(keep, Math.Max(0, bars.Count - from - 1));
        int firstSlot = keep > 0 ? 0 : FirstSlot(bars, from);
        List<ChartRow> rows = _spare;
        rows.Clear();
        rows.EnsureCapacity(Math.Max(bars.Count - from + 1, 0));
        rows.AddRange(CollectionsMarshal.AsSpan(_rows)[..keep]);
        IReadOnlyList<double?>[] values = [.. _names.Select(_values.Values)];
        for (int i = from + keep; i < bars.Count; i++)
        {
            CandleFlags flags = FlagsOf(bars[i]);
            int slot = i == from ? firstSlot : rows[^1].Slot + Advance(bars[i - 1].Time, bars[i].Time, _all.Size, ref flags);
            (decimal high, decimal low, decimal close, decimal volume) = _live.Over(bars[i], isLast: i == bars.Count - 1);
            double?[] figures = new double?[values.Length];
            for (int v = 0; v < values.Length; v++) figures[v] = Seen(values[v][i]);
            var row = new ChartRow(slot, Et(bars[i].Time), (double)bars[i].Open, (double)high, (double)low, (double)close, (double)volume, flags, figures);
            // The newest bar still changes, and trades move it as this page saw them.
            rows.Add(i < bars.Count - 1 ? _values.Share(bars[i], row) : row);
        }
        LastTime = bars.Count > 0 ? bars[^1].Time : null;
        if (isProvisional && rows.Count > 0)
        {
            CandleFlags flags = CandleFlags.Provisional;
            int slot = rows[^1].Slot + Advance(bars[^1].Time, _live.Time, _all.Size, ref flags);
            rows.Add(_live.ToRow(slot, Et(_live.Time), flags, _names.Length));
            LastTime = _live.Time;
        }
        _from = from;
        _rows = rows;
        Backfilled = rows.Count(r => r.Flags.HasFlag(CandleFlags.Backfill));
        GapNote = _values.Note(from);
    }

    // Slots stay what they were while the window slides and when older candles come before it, so that the browser's rows need no renumbering.
    private int FirstSlot(IReadOnlyList<Bar> bars, int from)
    {
        if (bars.Count <= from) return 0;
        if (_sent.Count == 0) return _values.SlotOf(bars[from]);
        int at = _sent.FindIndex(r => r.EtSeconds == Et(bars[from].Time));
        if (at >= 0) return _sent[at].Slot;
        int before = 0;
        CandleFlags none = CandleFlags.None;
        for (int i = from; i + 1 < bars.Count; i++)
        {
            before += Advance(bars[i].Time, bars[i + 1].Time, _all!.Size, ref none);
            if (Et(bars[i + 1].Time) == _sent[0].EtSeconds) return _sent[0].Slot - before;
        }
        return 0;
    }

    private static CandleFlags FlagsOf(Bar bar) =>
        (bar.Source == BarSource.Backfill ? CandleFlags.Backfill : CandleFlags.None)
        | (bar is { IsClosed: true, IsComplete: false } ? CandleFlags.Incomplete : CandleFlags.None)
        | (bar.IsSynthetic ? CandleFlags.Synthetic : CandleFlags.None);

    private static int Advance(DateTimeOffset before, DateTimeOffset time, BarSize size, ref CandleFlags flags)
    {
        if (size == BarSize.OneDay) return 1;
        long hole = (time - before).Ticks / size.Span.Ticks - 1;
        if (hole <= 0 && Format.ToEt(before).Date == Format.ToEt(time).Date) return 1;
        if (hole > LongestGap || Format.ToEt(before).Date != Format.ToEt(time).Date)
        {
            flags |= CandleFlags.SessionStart;
            return hole <= 0 ? 1 : 2;
        }
        flags |= CandleFlags.AfterGap;
        return 1 + (int)hole;
    }

    private ChartFrame? Difference()
    {
        List<ChartRow> old = _sent, now = _rows;
        (_sent, _spare) = (now, old);
        bool mustReset = _mustReset;
        _mustReset = false;
        if (old.Count == 0 && now.Count == 0 && !mustReset) return null;
        if (old.Count == 0 || now.Count == 0 || mustReset) return ChartFrame.Whole(now);
        int drop = old.FindIndex(r => r.EtSeconds == now[0].EtSeconds);
        int prepend = drop >= 0 ? 0 : now.FindIndex(r => r.EtSeconds == old[0].EtSeconds);
        if (drop < 0 && prepend < 0) return ChartFrame.Whole(now);
        drop = Math.Max(0, drop);
        int length = Math.Min(old.Count - drop + prepend, now.Count);
        var patches = new List<ChartPatch>();
        int start = -1;
        for (int i = prepend; i <= now.Count; i++)
        {
            bool differs = i < now.Count && (i >= length || old[drop + i - prepend] != now[i]);
            if (differs && start < 0) start = i;
            if (differs || start < 0) continue;
            patches.Add(new ChartPatch(start, now.GetRange(start, i - start)));
            start = -1;
        }
        if (drop == 0 && prepend == 0 && patches.Count == 0 && old.Count == now.Count) return null;
        return new ChartFrame(false, drop, now.GetRange(0, prepend), length, patches);
    }

    private double? Seen(double? value) => value is { } v && double.IsFinite(v) ? Math.Round(v, _digits) : null;

    private static IReadOnlyList<IndicatorSpec> Parse(string text) => IndicatorSpec.TryParseList(text, out IReadOnlyList<IndicatorSpec> specs, out string error) ? specs : throw new InvalidOperationException(error);

    /// <summary>A time on the New York wall clock, in seconds since 1970-01-01 of that clock.</summary>
    internal static long Et(DateTimeOffset time) => Format.ToEt(time).DateTime.Ticks / TimeSpan.TicksPerSecond - DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerSecond;
}
