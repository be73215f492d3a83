using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Tests.MarketData;

namespace TradingCore.Tests.Bars;

/// <summary>A bar book with one contract, and words to feed it. Time is told in seconds after 14:00 UTC.</summary>
internal sealed class Minutes
{
    /// <summary>The market's 14:00, in a replayed year.</summary>
    public static readonly DateTimeOffset Market = new(2013, 10, 8, 14, 0, 0, TimeSpan.Zero);

    /// <summary>Our clock at the market's 14:00.</summary>
    public static readonly DateTimeOffset Local = new(2026, 10, 1, 9, 17, 3, 250, TimeSpan.Zero);

    public Minutes(Instrument? instrument = null, BarsOptions? options = null)
    {
        Instrument = instrument ?? Instruments.Spy;
        Book = new BarBook(options ?? new BarsOptions(), Requests);
    }

    public Instrument Instrument { get; }
    public RecordingRequests Requests { get; } = new();
    public BarBook Book { get; }
    public IReadOnlyList<Bar> Bars => Series(BarSize.OneMinute);

    public IReadOnlyList<Bar> Series(BarSize size) => Book.Series(Instrument.Contract.Ticker, size).Bars;

    public static DateTimeOffset At(int second) => Market.AddSeconds(second);

    public static Bar Part(int second, decimal open, decimal high, decimal low, decimal close, decimal volume = 100m, int count = 1, decimal? wap = null) =>
        new() { Time = At(second), Size = BarSize.FiveSeconds, Open = open, High = high, Low = low, Close = close, Volume = volume, Wap = wap ?? close, Count = count, Parts = 1, IsClosed = true };

    public static Bar Part(int second, decimal price, decimal volume = 100m, int count = 1) => Part(second, price, price, price, price, volume, count);

    public static Bar Minute(int second, decimal price, decimal volume = 1200m, int count = 12) =>
        Part(second, price, price + 1m, price - 1m, price, volume, count) with { Size = BarSize.OneMinute, Parts = 12 };

    public Minutes Subscribed(int second = 0)
    {
        Book.OnSubscriptionStarted(Instrument, Local.AddSeconds(second));
        return this;
    }

    /// <summary>Feeds a part at its end, or later.</summary>
    public Minutes Feed(Bar part, int? atSecond = null)
    {
        Book.Apply(Instrument.Contract.ConId, part, atSecond is { } s ? Local.AddSeconds(s) : Local + (part.Time - Market) + TimeSpan.FromSeconds(5));
        return this;
    }

    /// <summary>Feeds parts of one price each for every five seconds from one second up to another.</summary>
    public Minutes FeedAll(int from, int to, decimal price = 100m)
    {
        for (int s = from; s < to; s += 5) Feed(Part(s, price));
        return this;
    }

    public Minutes Clock(double second)
    {
        Book.OnClock(Local.AddSeconds(second));
        return this;
    }

    public Minutes Answer(HistoryRequest request, params Bar[] bars)
    {
        Book.OnHistory(request, bars);
        return this;
    }
}
