namespace TwsSimulator.Market;

/// <summary>
/// A market and the options on one of its instruments. An option's price is the model's for the price of its underlying,
/// tick by tick: within a slot it is a monotone function of it, so the corners of the option's bar are those of the underlying's.
/// </summary>
internal sealed class OptionMarket : IMarketSource
{
    private const int Salt = 91;
    private const int LevelHoursBack = 5 * 24;
    private const long ListedSeconds = 365 * 86_400;
    private readonly ulong _key;

    /// <summary>Adds the options of <paramref name="underlyingName"/> as of a day; none when the market lacks it.</summary>
    public OptionMarket(IMarketSource inner, string underlyingName, DateOnly today, long seed)
    {
        Inner = inner;
        Volatility = new Volatility(inner);
        _key = Noise.StreamKey(seed, "options");
        Instruments = inner.Instruments.FirstOrDefault(i => i.Name == underlyingName) is { SecType: "STK" } underlying
            ? [.. inner.Instruments, .. OptionChain.Build(underlying, LevelOf(inner, underlying, today), today)]
            : inner.Instruments;
    }

    /// <summary>The market without options.</summary>
    public IMarketSource Inner { get; }

    /// <summary>What the options are priced with.</summary>
    public Volatility Volatility { get; }

    /// <inheritdoc />
    public IReadOnlyList<Instrument> Instruments { get; }

    /// <inheritdoc />
    public TradingCalendar Calendar => Inner.Calendar;

    /// <summary>The end of an option's life: 16:00 in New York of its last day, Unix seconds.</summary>
    public static long ExpiryOf(Instrument option) => TradingCalendar.Unix(TradingCalendar.ZoneOf(option), option.LastTradeDate!.Value, 16 * 60);

    /// <summary>Volatility of a strike: higher away from the money, most for low strikes.</summary>
    /// <param name="option">The option.</param>
    /// <param name="time">Unix seconds.</param>
    /// <param name="underlying">Price of the underlying that tells how far away the strike is.</param>
    public double VolatilityOf(Instrument option, long time, double underlying)
    {
        double away = Math.Log(option.Strike / underlying) / Math.Sqrt(OptionModel.Years(time, ExpiryOf(option)) + 0.05);
        return Math.Clamp(Volatility.Implied(option.Underlying!, time) * (1 + (0.45 * away * away) - (0.35 * Math.Clamp(away, -1.5, 1))), 0.05, 3);
    }

    /// <inheritdoc />
    public long HistoryStart(Instrument instrument)
        => instrument.Underlying is { } underlying ? Math.Max(Inner.HistoryStart(underlying), ExpiryOf(instrument) - ListedSeconds) : Inner.HistoryStart(instrument);

    /// <inheritdoc />
    public bool TryGetBar(Instrument instrument, long slot, out Bar bar)
    {
        if (instrument.Underlying is not { } underlying)
            return Inner.TryGetBar(instrument, slot, out bar);
        bar = default;
        if (slot < HistoryStart(instrument) || slot >= ExpiryOf(instrument) || !Calendar.IsTrading(instrument, slot) || !Inner.TryGetBar(underlying, slot, out Bar under))
            return false;
        bar = BarOf(instrument, under, null);
        return true;
    }

    /// <inheritdoc />
    public (double Low, double High)? HourlyRange(Instrument instrument, int day)
        => instrument.Underlying is null ? Inner.HourlyRange(instrument, day) : IMarketSource.RangeOfHours(this, instrument, day);

    /// <inheritdoc />
    public void AddTicks(Instrument instrument, long slot, List<MarketTick> into)
    {
        if (instrument.Underlying is not { } underlying)
        {
            Inner.AddTicks(instrument, slot, into);
            return;
        }

        if (!TryGetBar(instrument, slot, out Bar bar) || !Inner.TryGetBar(underlying, slot, out Bar under))
            return;
        int first = into.Count;
        Inner.AddTicks(underlying, slot, into);
        var price = new Pricer(this, instrument, under);
        int trades = bar.Count == 0 ? 0 : into.Skip(first).Count(t => t.TradePrice is not null), told = 0;
        decimal left = bar.Volume;
        for (int i = first; i < into.Count; i++)
        {
            bool hasTrade = trades > 0 && into[i].TradePrice is not null;
            decimal volume = !hasTrade ? 0 : ++told == trades ? left : Math.Floor(bar.Volume / trades);
            left -= volume;
            into[i] = Quote(instrument, into[i], price, _key) with
            {
                TradePrice = hasTrade ? price.At(into[i].TradePrice!.Value) : null,
                TradeSize = hasTrade ? Math.Max(1, volume) : 0,
                TradedVolume = volume,
            };
        }
    }

    /// <inheritdoc />
    public void AddTicks(Instrument instrument, in Bar bar, List<MarketTick> into)
    {
        if (instrument.Underlying is null)
            Inner.AddTicks(instrument, bar, into);
        else
            AddTicks(instrument, bar.Time, into);
    }

    /// <inheritdoc />
    public double QuoteReach(Instrument instrument) => instrument.Underlying is null ? Inner.QuoteReach(instrument) : double.PositiveInfinity;

    /// <inheritdoc />
    public void VisitBars(Instrument instrument, long from, long to, Action<Bar> visit)
    {
        if (instrument.Underlying is not { } underlying)
        {
            Inner.VisitBars(instrument, from, to, visit);
            return;
        }

        from = Math.Max(from, HistoryStart(instrument));
        to = Math.Min(to, ExpiryOf(instrument));
        Bar? before = null;
        foreach (Session session in Calendar.SessionsBetween(instrument, from, to))
        {
            Inner.VisitBars(underlying, Math.Max(from, session.Open), Math.Min(to, session.Close), under =>
            {
                Bar bar = BarOf(instrument, under, before);
                before = bar;
                visit(bar);
            });
        }
    }

    /// <inheritdoc />
    public long? NextSlot(long from) => Inner.NextSlot(from);

    /// <summary>The bar of a slot. A slot without a trade repeats the close before it; the first slot of a minute has one whenever its underlying has.</summary>
    private Bar BarOf(Instrument option, in Bar under, Bar? before)
    {
        if (under.Count > 0 && Trades(option, under.Time))
            return TradedBar(option, under);
        double close = before is { } known && known.Time >= under.Time - (under.Time % 60) ? known.Close : CloseBefore(option, under);
        return new Bar(under.Time, close, close, close, close, 0, (decimal)close, 0);
    }

    private Bar TradedBar(Instrument option, in Bar under)
    {
        var price = new Pricer(this, option, under);
        (double high, double low) = option.Right == "C" ? (under.High, under.Low) : (under.Low, under.High);
        double o = price.At(under.Open), h = price.At(high), l = price.At(low), c = price.At(under.Close);
        int contracts = 30 + (int)(Noise.Hash(_key + (ulong)(uint)option.ConId, under.Time, Salt + 1) % 60);
        return new Bar(under.Time, o, h, l, c, contracts, option.AverageOfFour(option.StepsOf(o) + option.StepsOf(h) + option.StepsOf(l) + option.StepsOf(c)), Math.Max(4, contracts / 4));
    }

    private double CloseBefore(Instrument option, in Bar under)
    {
        for (long slot = under.Time - Bar.SlotSeconds; slot >= under.Time - (under.Time % 60); slot -= Bar.SlotSeconds)
        {
            if (Trades(option, slot) && Inner.TryGetBar(option.Underlying!, slot, out Bar past) && past.Count > 0)
                return TradedBar(option, past).Close;
        }

        return new Pricer(this, option, under).At(under.Close);
    }

    private bool Trades(Instrument option, long slot) => slot % 60 == 0 || Noise.Hash(_key + (ulong)(uint)option.ConId, slot, Salt) % 4 == 0;

    private static MarketTick Quote(Instrument option, in MarketTick under, in Pricer price, ulong key)
    {
        if (under.Bid is not { } bid || under.Ask is not { } ask)
            return under with { Bid = null, Ask = null };
        double value = price.Exact((bid + ask) / 2), half = 0.005 + (0.004 * value);
        long low = (long)Math.Floor((value - half) * option.TicksPerUnit), high = Math.Max(low + 1, (long)Math.Ceiling((value + half) * option.TicksPerUnit));
        ulong h = Noise.Hash(key + (ulong)(uint)option.ConId, (low * 100_003) + high, Salt + 2);
        // Nobody bids for what is worth nothing.
        return under with { Bid = low > 0 ? option.PriceOf(low) : null, Ask = option.PriceOf(Math.Max(1, high)), BidSize = low > 0 ? 10 + (int)(h % 300) : 0, AskSize = 10 + (int)((h >> 20) % 300) };
    }

    /// <summary>The price at the start of the day, or the last one before it: the same for every start of that day.</summary>
    private static double LevelOf(IMarketSource inner, Instrument underlying, DateOnly today)
    {
        if (inner is ReplayMarket)
            return inner.TryGetBar(underlying, inner.HistoryStart(underlying), out Bar first) ? first.Close : underlying.BasePrice;
        long midnight = TradingCalendar.Unix(TimeZoneInfo.Utc, today, 0);
        for (int hour = 0; hour < LevelHoursBack; hour++)
        {
            if (inner.TryGetBar(underlying, midnight - (hour * 3_600), out Bar bar))
                return bar.Close;
        }

        return underlying.BasePrice;
    }

    /// <summary>Prices one option during one slot: time and volatility stand still, so that a price follows from the underlying's alone.</summary>
    private readonly struct Pricer(OptionMarket market, Instrument option, in Bar under)
    {
        private readonly double _years = OptionModel.Years(under.Time, ExpiryOf(option));
        private readonly double _volatility = market.VolatilityOf(option, under.Time, under.Open);

        public double Exact(double underlying) => OptionModel.Value(option.Right == "C", underlying, option.Strike, _years, _volatility).Price;

        public double At(double underlying) => option.PriceOf(Math.Max(1, option.StepsOf(Exact(underlying))));
    }
}
