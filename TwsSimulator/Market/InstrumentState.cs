namespace TwsSimulator.Market;

/// <summary>What changed with a tick.</summary>
[Flags]
internal enum TickChange
{
    /// <summary>Nothing a client would be told.</summary>
    None = 0,

    /// <summary>Bid price.</summary>
    Bid = 1,

    /// <summary>Quantity at the bid.</summary>
    BidSize = 2,

    /// <summary>Ask price.</summary>
    Ask = 4,

    /// <summary>Quantity at the ask.</summary>
    AskSize = 8,

    /// <summary>A trade: last price, size, time and volume.</summary>
    Last = 16,

    /// <summary>High of the day.</summary>
    High = 32,

    /// <summary>Low of the day.</summary>
    Low = 64,

    /// <summary>A new day: open, close of the day before, and all the rest.</summary>
    Day = 128,

    /// <summary>Volume without a new last price.</summary>
    Volume = 256,
}

/// <summary>The quote and the day of one instrument, as of the market's time. Owned by the gateway's loop.</summary>
internal sealed class InstrumentState(Instrument instrument, IMarketSource source)
{
    private const int DaysBackForClose = 7;
    private readonly List<MarketTick> _ticks = [];
    private int _next;
    private long _slot;

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; } = instrument;

    /// <summary>Takes over a quote that is made of others: that of a combination.</summary>
    public void TakeNet(double? bid, double? ask, decimal bidLeft, decimal askLeft)
    {
        Bid = bid;
        Ask = ask;
        BidLeft = bidLeft;
        AskLeft = askLeft;
    }

    /// <summary>Best bid; null when there is none yet.</summary>
    public double? Bid { get; private set; }

    /// <summary>Best ask; null when there is none yet.</summary>
    public double? Ask { get; private set; }

    /// <summary>Quantity shown at the bid.</summary>
    public decimal BidSize { get; private set; }

    /// <summary>Quantity shown at the ask.</summary>
    public decimal AskSize { get; private set; }

    /// <summary>Quantity at the bid that simulated orders have not taken since the last change of the quote.</summary>
    public decimal BidLeft { get; set; }

    /// <summary>Quantity at the ask that simulated orders have not taken since the last change of the quote.</summary>
    public decimal AskLeft { get; set; }

    /// <summary>Price of the last trade.</summary>
    public double? Last { get; private set; }

    /// <summary>Size of the last trade.</summary>
    public decimal LastSize { get; private set; }

    /// <summary>Time of the last trade, Unix milliseconds.</summary>
    public long LastTimeMs { get; private set; }

    /// <summary>Quantity traded today.</summary>
    public decimal Volume { get; private set; }

    /// <summary>Money traded today, for the average price.</summary>
    public decimal Turnover { get; private set; }

    /// <summary>Trades of today.</summary>
    public long TradeCount { get; private set; }

    /// <summary>First price of the day.</summary>
    public double? Open { get; private set; }

    /// <summary>Highest price of the day.</summary>
    public double? High { get; private set; }

    /// <summary>Lowest price of the day.</summary>
    public double? Low { get; private set; }

    /// <summary>Last price of the day before.</summary>
    public double? PreviousClose { get; private set; }

    /// <summary>The trading day.</summary>
    public DateOnly Date { get; private set; }

    /// <summary>Price to value a position with: the middle of the quote where there is one, else the last price.</summary>
    public double? Mark => Bid is { } bid && Ask is { } ask ? (bid + ask) / 2 : Last ?? PreviousClose;

    /// <summary>Sets the state to what it is at the start of <paramref name="slot"/>, and loads the slot's ticks.</summary>
    public void Start(long slot)
    {
        BeginDay(slot);
        Bid = Ask = null;
        // The quote of the slot before is still standing until the first tick of this one.
        for (long before = slot - Bar.SlotSeconds; before >= slot - (12 * Bar.SlotSeconds) && Bid is null && Last is null; before -= Bar.SlotSeconds)
            ApplySlot(before);
        if (Bid is null)
            ApplySlot(slot - Bar.SlotSeconds);
        Load(slot);
    }

    /// <summary>Loads the ticks of the next slot; a new trading day starts here when its time has come.</summary>
    public TickChange Begin(long slot)
    {
        TickChange change = TickChange.None;
        if (source.Calendar.DateAt(Instrument, slot) != Date)
        {
            BeginDay(slot);
            change = TickChange.Day;
        }

        Load(slot);
        return change;
    }

    /// <summary>Takes the next tick up to a moment; false when there is none.</summary>
    public bool TryTake(long untilMs, out MarketTick tick, out TickChange change)
    {
        change = TickChange.None;
        if (_next >= _ticks.Count || (_slot * 1000) + _ticks[_next].OffsetMs > untilMs)
        {
            tick = default;
            return false;
        }

        tick = _ticks[_next++];
        change = Apply(tick, (_slot * 1000) + tick.OffsetMs);
        return true;
    }

    private void Load(long slot)
    {
        _slot = slot;
        _next = 0;
        _ticks.Clear();
        source.AddTicks(Instrument, slot, _ticks);
    }

    private void ApplySlot(long slot)
    {
        decimal volume = Volume, turnover = Turnover;
        long count = TradeCount;
        Load(slot);
        foreach (MarketTick tick in _ticks)
            Apply(tick, (slot * 1000) + tick.OffsetMs);
        // BeginDay has counted these trades already.
        Volume = volume;
        Turnover = turnover;
        TradeCount = count;
    }

    private TickChange Apply(in MarketTick tick, long timeMs)
    {
        TickChange change = TickChange.None;
        if (tick.Bid != Bid)
            change |= TickChange.Bid;
        else if (tick.BidSize != BidSize)
            change |= TickChange.BidSize;
        if (tick.Ask != Ask)
            change |= TickChange.Ask;
        else if (tick.AskSize != AskSize)
            change |= TickChange.AskSize;
        Bid = tick.Bid;
        Ask = tick.Ask;
        BidLeft = BidSize = tick.BidSize;
        AskLeft = AskSize = tick.AskSize;
        Volume += tick.TradedVolume;
        if (tick.TradePrice is not { } price)
            return tick.TradedVolume > 0 ? change | TickChange.Volume : change;
        Last = price;
        LastSize = tick.TradeSize;
        LastTimeMs = timeMs;
        Turnover += (decimal)price * tick.TradedVolume;
        TradeCount++;
        Open ??= price;
        if (High is not { } high || price > high)
        {
            High = price;
            change |= TickChange.High;
        }

        if (Low is not { } low || price < low)
        {
            Low = price;
            change |= TickChange.Low;
        }

        return change | TickChange.Last;
    }

    private void BeginDay(long slot)
    {
        Date = source.Calendar.DateAt(Instrument, slot);
        Volume = 0;
        Turnover = 0;
        TradeCount = 0;
        Open = High = Low = PreviousClose = null;
        if (source.Calendar.SessionOn(Instrument, Date, liquid: false) is { } today)
        {
            source.VisitBars(Instrument, today.Open, Math.Min(slot, today.Close), bar =>
            {
                if (bar.Count == 0)
                    return;
                Open ??= bar.Open;
                High = Math.Max(High ?? bar.High, bar.High);
                Low = Math.Min(Low ?? bar.Low, bar.Low);
                Last = bar.Close;
                LastSize = 1;
                LastTimeMs = (bar.Time + Bar.SlotSeconds - 1) * 1000;
                Volume += bar.Volume;
                Turnover += bar.Volume * bar.Wap;
                TradeCount += bar.Count;
            });
        }

        for (int back = 1; back <= DaysBackForClose && PreviousClose is null; back++)
        {
            if (source.Calendar.SessionOn(Instrument, Date.AddDays(-back), liquid: false) is { } before)
                PreviousClose = LastCloseOf(before);
        }
    }

    private double? LastCloseOf(Session session)
    {
        double? close = null;
        // The last minutes are enough for a market that trades to the end; a thin replay may need the whole day.
        source.VisitBars(Instrument, session.Close - 600, session.Close, bar => close = bar.Close);
        if (close is null)
            source.VisitBars(Instrument, session.Open, session.Close, bar => close = bar.Close);
        return close;
    }
}
