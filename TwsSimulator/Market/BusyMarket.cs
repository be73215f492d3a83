namespace TwsSimulator.Market;

/// <summary>
/// A market whose quotes change at a steady rate on top of its own ticks, for load: with every change the quantities at bid and ask move, while prices,
/// trades and bars stay as they are.
/// </summary>
/// <remarks>
/// The quantity at the bid counts the changes: it is 100 times one more than the number of the change since 1970, modulo <see cref="Cycle"/>. A client that
/// sees it step by more than one has lost a message, so a load test needs no second source to compare with.
/// </remarks>
internal sealed class BusyMarket(IMarketSource inner, int changesPerSecond) : IMarketSource
{
    /// <summary>After so many changes the count starts again.</summary>
    public const int Cycle = 10_000;

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
        int start = into.Count;
        inner.AddTicks(instrument, slot, into);
        if (into.Count == start || !instrument.IsTradable)
            return;
        MarketTick[] own = [.. into.Skip(start)];
        into.RemoveRange(start, own.Length);
        int next = 0;
        // Until the first tick of the slot its quote stands already: the slot before is not known here.
        MarketTick quote = own[0];
        for (int offset = 0; offset < Bar.SlotSeconds * 1000; offset += _intervalMs)
        {
            for (; next < own.Length && own[next].OffsetMs < offset; next++)
            {
                quote = own[next];
                into.Add(Counted(quote, slot, quote.OffsetMs));
            }

            into.Add(Counted(new MarketTick(offset, quote.Bid, quote.Ask, 0, 0, null, 0, 0), slot, offset));
        }

        for (; next < own.Length; next++)
            into.Add(Counted(own[next], slot, own[next].OffsetMs));
    }

    private MarketTick Counted(in MarketTick tick, long slot, int offset)
    {
        long change = ((slot * 1000) + offset) / _intervalMs;
        return tick with { BidSize = RoundLot * (1 + (change % Cycle)), AskSize = RoundLot * (1 + (change * 7 % Cycle)) };
    }
}
