using System.Collections.Concurrent;

namespace TwsSimulator.Market;

/// <summary>
/// A market computed from a seed: log price = base + share of the market's path + share of the sector's + an own path.
/// Every bar is a function of (seed, instrument, time), so a restart goes on with the same market and history needs no file.
/// </summary>
internal sealed class SyntheticMarket : IMarketSource
{
    private const double MarketVolatility = 0.0085;
    private const double SectorVolatility = 0.006;
    private readonly ConcurrentDictionary<string, FactorPath> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<int, InstrumentPaths> _instrumentPaths;
    private readonly long _seed;

    /// <summary>Creates the market of a seed.</summary>
    public SyntheticMarket(long seed, IReadOnlyList<Instrument> instruments, TradingCalendar calendar)
    {
        _seed = seed;
        Instruments = instruments;
        Calendar = calendar;
        _instrumentPaths = instruments.ToDictionary(i => i.ConId, PathsOf);
    }

    /// <inheritdoc />
    public IReadOnlyList<Instrument> Instruments { get; }

    /// <inheritdoc />
    public TradingCalendar Calendar { get; }

    /// <inheritdoc />
    public long HistoryStart(Instrument instrument) => FactorPath.EpochDay * 86_400L;

    /// <inheritdoc />
    public bool TryGetBar(Instrument instrument, long slot, out Bar bar)
    {
        if (slot < HistoryStart(instrument) || !Calendar.IsTrading(instrument, slot))
        {
            bar = default;
            return false;
        }

        Span<Bar> minute = stackalloc Bar[FactorPath.SlotsPerMinute];
        ComputeMinute(instrument, slot - (slot % 60), minute);
        bar = minute[(int)(slot % 60) / Bar.SlotSeconds];
        return true;
    }

    /// <inheritdoc />
    public (double Low, double High)? HourlyRange(Instrument instrument, int day)
    {
        if (day < FactorPath.EpochDay)
            return null;
        InstrumentPaths paths = _instrumentPaths[instrument.ConId];
        double[] market = paths.Market.HourNodes(day);
        double[]? sector = paths.Sector?.HourNodes(day), own = paths.Own?.HourNodes(day);
        (double Low, double High)? range = null;
        for (int hour = 0; hour < market.Length; hour++)
        {
            if (!Calendar.IsTrading(instrument, (day * 86_400L) + (hour * 3_600)))
                continue;
            double level = Math.Log(instrument.BasePrice) + (instrument.Beta * market[hour]) + (sector?[hour] ?? 0) + (own?[hour] ?? 0);
            double price = instrument.PriceOf(instrument.StepsOf(Math.Exp(level)));
            range = IMarketSource.Widened(range, price, price);
        }

        return range;
    }

    /// <inheritdoc />
    public void AddTicks(Instrument instrument, long slot, List<MarketTick> into)
    {
        if (TryGetBar(instrument, slot, out Bar bar))
        {
            TickPath.AddTicks(instrument, bar, _instrumentPaths[instrument.ConId].BarKey, into);
        }
    }

    /// <inheritdoc />
    public void AddTicks(Instrument instrument, in Bar bar, List<MarketTick> into) => TickPath.AddTicks(instrument, bar, _instrumentPaths[instrument.ConId].BarKey, into);

    /// <inheritdoc />
    public double QuoteReach(Instrument instrument) => TickPath.QuoteReach(instrument);

    /// <inheritdoc />
    public void VisitBars(Instrument instrument, long from, long to, Action<Bar> visit)
    {
        from = Math.Max(from, HistoryStart(instrument));
        Span<Bar> bars = stackalloc Bar[FactorPath.SlotsPerMinute];
        foreach (Session session in Calendar.SessionsBetween(instrument, from, to))
        {
            long start = Math.Max(from, session.Open);
            long end = Math.Min(to, session.Close);
            for (long minute = start - (start % 60); minute < end; minute += 60)
            {
                ComputeMinute(instrument, minute, bars);
                for (int i = 0; i < bars.Length; i++)
                {
                    if (bars[i].Time >= start && bars[i].Time < end)
                    {
                        visit(bars[i]);
                    }
                }
            }
        }
    }

    /// <inheritdoc />
    public long? NextSlot(long from) => null;

    private void ComputeMinute(Instrument instrument, long minuteStart, Span<Bar> bars)
    {
        int day = (int)(minuteStart / 86_400);
        int minute = (int)(minuteStart % 86_400) / 60;
        InstrumentPaths paths = _instrumentPaths[instrument.ConId];
        Span<double> nodes = stackalloc double[FactorPath.SlotsPerMinute + 1];
        nodes.Fill(Math.Log(instrument.BasePrice));
        paths.Market.AddSlotNodes(day, minute, paths.Market.MinuteNodes(day), instrument.Beta, nodes);
        paths.Sector?.AddSlotNodes(day, minute, paths.Sector.MinuteNodes(day), 1, nodes);
        paths.Own?.AddSlotNodes(day, minute, paths.Own.MinuteNodes(day), 1, nodes);

        double minuteVolatility = paths.DailyVolatility * DayShape.VolatilityOfMinute(day, minute);
        double minuteVolume = instrument.DailyVolume * DayShape.VolumeOfMinute(day, minute)
            * Math.Exp((0.25 * Noise.Gauss(Noise.Hash(paths.BarKey, day, 10))) + (0.35 * Noise.Gauss(Noise.Hash(paths.BarKey, (day * 1440L) + minute, 11))));
        double from = Math.Exp(nodes[0]);
        long close = instrument.StepsOf(from);
        for (int i = 0; i < bars.Length; i++)
        {
            double to = Math.Exp(nodes[i + 1]);
            long slot = minuteStart + (i * Bar.SlotSeconds);
            bars[i] = Shape(instrument, paths, slot, from, to, minuteVolatility, minuteVolume, ref close, isFirstOfMinute: i == 0);
            from = to;
        }
    }

    private static Bar Shape(Instrument instrument, InstrumentPaths paths, long slot, double from, double to, double minuteVolatility, double minuteVolume, ref long close, bool isFirstOfMinute)
    {
        ulong h = Noise.Hash(paths.BarKey, slot, 20);
        ulong h2 = Noise.Hash(paths.BarKey, slot, 21);
        // The first slot of a minute always trades: a repeated close then never reaches back beyond its own minute.
        if (!isFirstOfMinute && Noise.Uniform(h) < instrument.QuietShare)
        {
            double last = instrument.PriceOf(close);
            return new Bar(slot, last, last, last, last, 0, (decimal)last, 0);
        }

        // Trades print at bid or ask around the path: up to half a step beside it.
        double jitter = instrument.HasTrades ? 0.8 / instrument.TicksPerUnit : 0;
        long open = instrument.StepsOf(from + (jitter * (Noise.Uniform(h2) - 0.5)));
        close = instrument.StepsOf(to + (jitter * (Noise.Uniform(h2 << 20) - 0.5)));
        double swing = from * minuteVolatility * 0.2;
        long high = Math.Max(Math.Max(open, close), instrument.StepsOf(Math.Max(from, to) + (swing * Math.Abs(Noise.Gauss(Noise.Hash(paths.BarKey, slot, 22))))));
        long low = Math.Min(Math.Min(open, close), instrument.StepsOf(Math.Min(from, to) - (swing * Math.Abs(Noise.Gauss(Noise.Hash(paths.BarKey, slot, 23))))));
        decimal wap = instrument.AverageOfFour(open + high + low + close);
        if (!instrument.HasTrades)
            return new Bar(slot, instrument.PriceOf(open), instrument.PriceOf(high), instrument.PriceOf(low), instrument.PriceOf(close), 0, wap, 1 + (int)(h2 % 24));
        if (!instrument.IsTradable)
            return new Bar(slot, instrument.PriceOf(open), instrument.PriceOf(high), instrument.PriceOf(low), instrument.PriceOf(close), 0, wap, 4 + (int)(h2 % 2));

        // Volume follows the move: a slot that travels far trades more.
        double move = Math.Abs(to - from) / (from * minuteVolatility * 0.29);
        double volume = minuteVolume / FactorPath.SlotsPerMinute * (0.35 + (0.55 * move)) * Math.Exp((0.6 * Noise.Gauss(h)) - 0.18);
        int distinct = DistinctPrices(open, high, low, close);
        int count = Math.Max(distinct, (int)Math.Round(volume / instrument.TradeSize));
        decimal traded = RoundSize(instrument, volume, count);
        return new Bar(slot, instrument.PriceOf(open), instrument.PriceOf(high), instrument.PriceOf(low), instrument.PriceOf(close), traded, wap, count);
    }

    private static int DistinctPrices(long open, long high, long low, long close)
        => high == low ? 1 : 2 + (open != high && open != low ? 1 : 0) + (close != high && close != low ? 1 : 0);

    private static decimal RoundSize(Instrument instrument, double volume, int count)
    {
        // Whole numbers of the smallest step become decimals without a division.
        if (instrument.SecType != "CRYPTO")
            return Math.Max((long)Math.Round(volume), count);
        long steps = Math.Max((long)Math.Round(volume * 10_000), count);
        return new decimal((int)steps, (int)(steps >> 32), 0, false, 4);
    }

    private InstrumentPaths PathsOf(Instrument instrument)
    {
        double own = instrument.OwnVolatility;
        double market = instrument.Beta * MarketVolatility;
        double sector = instrument.Sector.Length == 0 ? 0 : SectorVolatility;
        return new InstrumentPaths(
            Path("market", MarketVolatility),
            instrument.Sector.Length == 0 ? null : Path("sector " + instrument.Sector, SectorVolatility),
            own == 0 ? null : Path("own " + instrument.NoiseName, own),
            Noise.StreamKey(_seed, "bars " + instrument.LocalSymbol),
            Math.Sqrt((own * own) + (market * market) + (sector * sector)));
    }

    private FactorPath Path(string name, double volatility) => _paths.GetOrAdd(name, n => new FactorPath(Noise.StreamKey(_seed, n), volatility));

    private sealed record InstrumentPaths(FactorPath Market, FactorPath? Sector, FactorPath? Own, ulong BarKey, double DailyVolatility);
}
