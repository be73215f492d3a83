namespace TwsSimulator.Market;

/// <summary>A market that plays files. With looping, the files repeat with their dates moved on by whole weeks, so time never runs back.</summary>
internal sealed class ReplayMarket : IMarketSource
{
    private const long WeekSeconds = 7 * 86_400;
    private readonly Dictionary<int, ReplaySeries> _series;
    private readonly long _seed;
    private readonly long _loopSeconds;

    /// <summary>Creates the market of a set of files.</summary>
    /// <param name="series">At least one instrument's data.</param>
    /// <param name="seed">Seed of quotes and of the ticks inside a bar, which the files do not hold.</param>
    /// <param name="loop">Whether the files repeat.</param>
    public ReplayMarket(IReadOnlyList<ReplaySeries> series, long seed, bool loop)
    {
        _seed = seed;
        _series = series.ToDictionary(s => s.Instrument.ConId);
        Instruments = [.. series.Select(s => s.Instrument)];
        FirstTime = series.Min(s => s.Bars[0].Time);
        LastTime = series.Max(s => s.Bars[^1].Time);
        long span = LastTime + Bar.SlotSeconds - FirstTime;
        _loopSeconds = loop ? (span + WeekSeconds - 1) / WeekSeconds * WeekSeconds : 0;
    }

    /// <summary>Start of the first bar of all files, Unix seconds.</summary>
    public long FirstTime { get; }

    /// <summary>Start of the last bar of all files, Unix seconds.</summary>
    public long LastTime { get; }

    /// <inheritdoc />
    public IReadOnlyList<Instrument> Instruments { get; }

    /// <inheritdoc />
    public TradingCalendar Calendar { get; } = new(realHours: true);

    /// <inheritdoc />
    public long HistoryStart(Instrument instrument) => _series[instrument.ConId].Bars[0].Time;

    /// <inheritdoc />
    public bool TryGetBar(Instrument instrument, long slot, out Bar bar)
    {
        long shift = ShiftAt(slot);
        ReplaySeries series = _series[instrument.ConId];
        int index = series.IndexFrom(slot - shift);
        if (index < series.Bars.Length && series.Bars[index].Time == slot - shift)
        {
            bar = series.Bars[index] with { Time = slot };
            return true;
        }

        bar = default;
        return false;
    }

    /// <inheritdoc />
    public void AddTicks(Instrument instrument, long slot, List<MarketTick> into)
    {
        ReplaySeries series = _series[instrument.ConId];
        if (series.Ticks is { } recorded)
        {
            if (recorded.TryGetValue(slot - ShiftAt(slot), out MarketTick[]? ticks))
                into.AddRange(ticks);
        }
        else if (TryGetBar(instrument, slot, out Bar bar))
        {
            TickPath.AddTicks(instrument, bar, Noise.StreamKey(_seed, "ticks " + instrument.LocalSymbol), into);
        }
    }

    /// <inheritdoc />
    public void VisitBars(Instrument instrument, long from, long to, Action<Bar> visit)
    {
        ReplaySeries series = _series[instrument.ConId];
        long firstShift = Math.Max(0, ShiftAt(from));
        long lastShift = Math.Max(0, ShiftAt(to));
        for (long shift = firstShift; shift <= lastShift; shift += Math.Max(1, _loopSeconds))
        {
            for (int i = series.IndexFrom(from - shift); i < series.Bars.Length && series.Bars[i].Time + shift < to; i++)
            {
                visit(series.Bars[i] with { Time = series.Bars[i].Time + shift });
            }
        }
    }

    /// <inheritdoc />
    public long? NextSlot(long from)
    {
        long shift = ShiftAt(from);
        long next = _series.Values.Min(s => s.IndexFrom(from - shift) is int i && i < s.Bars.Length ? s.Bars[i].Time + shift : long.MaxValue);
        return next == long.MaxValue && _loopSeconds > 0 ? FirstTime + shift + _loopSeconds : next;
    }

    private long ShiftAt(long time) => _loopSeconds == 0 || time < FirstTime ? 0 : (time - FirstTime) / _loopSeconds * _loopSeconds;
}
