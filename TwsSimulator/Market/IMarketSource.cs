namespace TwsSimulator.Market;

/// <summary>
/// Where prices come from: computed from a seed, or read from files. Everything is asked for by time, so live data and
/// history are the same data. Thread-safe; nothing here changes while the simulator runs.
/// </summary>
internal interface IMarketSource
{
    /// <summary>What is traded, in a steady order.</summary>
    IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>When each instrument trades.</summary>
    TradingCalendar Calendar { get; }

    /// <summary>First moment of the history of an instrument, Unix seconds.</summary>
    long HistoryStart(Instrument instrument);

    /// <summary>The bar of the five-second slot that starts at <paramref name="slot"/>; false when the market is closed then or nothing is known.</summary>
    bool TryGetBar(Instrument instrument, long slot, out Bar bar);

    /// <summary>Adds the ticks of a slot to <paramref name="into"/>, in order of time; they add up to the slot's bar exactly.</summary>
    void AddTicks(Instrument instrument, long slot, List<MarketTick> into);

    /// <summary>Adds the ticks of a slot whose bar is known already; the same ticks, where the source can save the work of making the bar again.</summary>
    void AddTicks(Instrument instrument, in Bar bar, List<MarketTick> into) => AddTicks(instrument, bar.Time, into);

    /// <summary>The farthest that a quote of a slot lies beyond the prices of the slot's bar; infinite where nothing is known.</summary>
    double QuoteReach(Instrument instrument) => double.PositiveInfinity;

    /// <summary>Calls <paramref name="visit"/> with every bar that starts in [<paramref name="from"/>, <paramref name="to"/>), oldest first.</summary>
    void VisitBars(Instrument instrument, long from, long to, Action<Bar> visit);

    /// <summary>Lowest and highest price of a day, by what traded at the start of each hour: a year of all bars would take seconds. Null when nothing traded then.</summary>
    /// <param name="instrument">What is asked about.</param>
    /// <param name="day">Days since 1970, UTC.</param>
    (double Low, double High)? HourlyRange(Instrument instrument, int day) => RangeOfHours(this, instrument, day);

    /// <summary>The range of a day from the first bar of each hour, for a source that has nothing quicker.</summary>
    static (double Low, double High)? RangeOfHours(IMarketSource source, Instrument instrument, int day)
    {
        (double Low, double High)? range = null;
        for (int hour = 0; hour < 24; hour++)
        {
            if (source.TryGetBar(instrument, (day * 86_400L) + (hour * 3_600), out Bar bar))
                range = Widened(range, bar.Low, bar.High);
        }

        return range;
    }

    /// <summary>A range that reaches over these prices too.</summary>
    static (double Low, double High) Widened((double Low, double High)? range, double low, double high)
        => range is { } known ? (Math.Min(known.Low, low), Math.Max(known.High, high)) : (low, high);

    /// <summary>
    /// Start of the first slot at or after <paramref name="from"/> in which anything can happen; null when the source has
    /// no gaps to skip. <see cref="long.MaxValue"/> when nothing comes any more.
    /// </summary>
    long? NextSlot(long from);
}
