namespace TwsSimulator.Market;

/// <summary>
/// A market whose quotes change at a steady rate on top of its own ticks, for load: with every change the quantities at bid and ask move, while prices,
/// trades and bars stay as they are. When prices move too, each change is a trade of one lot at a bid that climbs tick by tick and falls back, so that
/// everything a screen shows of a quote changes; the bars do not know those trades.
/// </summary>
/// <remarks>
/// The quantity at the bid counts the changes: it is 100 times one more than the number of the change since 1970, modulo <see cref="Cycle"/>. A client that
/// sees it step by more than one has lost a message, so a load test needs no second source to compare with.
/// </remarks>
internal sealed class BusyMarket(IMarketSource inner, int changesPerSecond, bool movesPrices = false) : IMarketSource
{
    /// <summary>After so many changes the count starts again.</summary>
    public const int Cycle = 10_000;

    /// <summary>Ticks of the price after which a moving price falls back.</summary>
    public const int Climb = 20;

    private const int RoundLot = 100;
    private readonly int _intervalMs = 1_000 / changesPerSecond;

    /// <inheritdoc />
    public IReadOnlyList<Instrument> Instruments => inner.Instruments;

    /// <inheritdoc />
    public TradingCalendar Calendar => inner.Calendar;

    /// <inheritdoc />
    public long HistoryStart(Instrument instrument) => inner.HistoryStart(instrument);

    /// <inheritdoc />
    public bool TryGetBar(Instrument instrument, long slot, out Bar bar) => inner.TryGetBar(instrument, slot, out bar);

    /// <inheritdoc />
    public void VisitBars(Instrument instrument, long from, long to, Action<Bar> visit) => inner.VisitBars(instrument, from, to, visit);

    /// <inheritdoc />
    public long? NextSlot(long from) => inner.NextSlot(from);

    /// <inheritdoc />
    public void AddTicks(Instrument instrument, long slot, List<MarketTick> into)
    {
        int before = into.Count;
        inner.AddTicks(instrument, slot, into);
        if (into.Count == before || !instrument.IsTradable)
            return;
        MarketTick[] own = [.. into.Skip(before)];
        into.RemoveRange(before, own.Length);
        int next = 0, start = movesPrices ? Phase(instrument) : 0;
        // Until the first tick of the slot its quote stands already: the slot before is not known here.
        MarketTick quote = own[0];
        for (int offset = start; offset < Bar.SlotSeconds * 1000; offset += _intervalMs)
        {
            for (; next < own.Length && own[next].OffsetMs < offset; next++)
            {
                quote = own[next];
                into.Add(Counted(quote, slot, quote.OffsetMs));
            }

            MarketTick change = Counted(new MarketTick(offset, quote.Bid, quote.Ask, 0, 0, null, 0, 0), slot, offset);
            into.Add(movesPrices ? Moved(change, instrument, slot) : change);
        }

        for (; next < own.Length; next++)
            into.Add(Counted(own[next], slot, own[next].OffsetMs));
    }

    // Not all in the same moment: that would be one burst for whoever looks.
    private int Phase(Instrument instrument) => instrument.ConId % _intervalMs;

    private MarketTick Moved(in MarketTick tick, Instrument instrument, long slot)
    {
        if (tick is not { Bid: { } bid, Ask: { } ask })
            return tick;
        double up = Change(slot, tick.OffsetMs) % Climb * instrument.MinTick;
        return tick with { Bid = Round(bid + up), Ask = Round(ask + up), TradePrice = Round(bid + up), TradeSize = RoundLot, TradedVolume = RoundLot };

        double Round(double price) => Math.Round(price / instrument.MinTick) * instrument.MinTick;
    }

    private long Change(long slot, int offset) => ((slot * 1000) + offset) / _intervalMs;

    private MarketTick Counted(in MarketTick tick, long slot, int offset)
    {
        long change = Change(slot, offset);
        return tick with { BidSize = RoundLot * (1 + (change % Cycle)), AskSize = RoundLot * (1 + (change * 7 % Cycle)) };
    }
}
