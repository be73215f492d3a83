namespace TwsSimulator.Market;

/// <summary>
/// A market whose quotes change at a steady rate on top of its own ticks, for load: with every change the quantities at bid and ask move, while prices,
/// trades and bars stay as they are. When prices move too, each change comes at a random moment and is a trade of one lot at a bid that climbs tick by tick and falls back, so that
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
    private readonly int[] _steady = [.. Enumerable.Range(0, (Bar.SlotSeconds * 1000 + (1_000 / changesPerSecond) - 1) / (1_000 / changesPerSecond)).Select(i => i * (1_000 / changesPerSecond))];

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
    public (double Low, double High)? HourlyRange(Instrument instrument, int day) => inner.HourlyRange(instrument, day);

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
        int next = 0;
        // Until the first tick of the slot its quote stands already: the slot before is not known here.
        MarketTick quote = own[0];
        int[] offsets = movesPrices ? AtRandom(instrument, slot) : _steady;
        for (int i = 0; i < offsets.Length; i++)
        {
            int offset = offsets[i];
            for (; next < own.Length && own[next].OffsetMs < offset; next++)
            {
                quote = own[next];
                into.Add(Counted(quote, slot, quote.OffsetMs));
            }

            MarketTick change = Counted(new MarketTick(offset, quote.Bid, quote.Ask, 0, 0, null, 0, 0), slot, offset);
            into.Add(movesPrices ? Moved(change, instrument, (slot / Bar.SlotSeconds * offsets.Length) + i) : change);
        }

        for (; next < own.Length; next++)
            into.Add(Counted(own[next], slot, own[next].OffsetMs));
    }

    // Prices of a real market do not change in step: whoever looks ten times a second finds about a third of them unchanged at this rate.
    private int[] AtRandom(Instrument instrument, long slot)
    {
        int[] offsets = new int[_steady.Length];
        for (int i = 0; i < offsets.Length; i++) offsets[i] = (int)(Noise.Hash((ulong)instrument.ConId, slot, i) % (Bar.SlotSeconds * 1000));
        Array.Sort(offsets);
        return offsets;
    }

    private static MarketTick Moved(in MarketTick tick, Instrument instrument, long change)
    {
        if (tick is not { Bid: { } bid, Ask: { } ask })
            return tick;
        double up = change % Climb * instrument.MinTick;
        return tick with { Bid = Round(bid + up), Ask = Round(ask + up), TradePrice = Round(bid + up), TradeSize = RoundLot, TradedVolume = RoundLot };

        double Round(double price) => Math.Round(price / instrument.MinTick) * instrument.MinTick;
    }

    private MarketTick Counted(in MarketTick tick, long slot, int offset)
    {
        long change = ((slot * 1000) + offset) / _intervalMs;
        return tick with { BidSize = RoundLot * (1 + (change % Cycle)), AskSize = RoundLot * (1 + (change * 7 % Cycle)) };
    }
}
