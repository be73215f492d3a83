using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Tests.MarketData;

namespace TradingCore.Tests.Bars;

public sealed class MinuteTests
{
    [Fact]
    public void A_minute_is_open_first_high_max_low_min_close_last_with_sums_and_weighted_wap()
    {
        Minutes minutes = new Minutes().Subscribed();

        minutes.Feed(Minutes.Part(0, 100m, 103m, 99m, 101m, volume: 300m, count: 3, wap: 101m))
            .Feed(Minutes.Part(5, 101m, 104m, 100m, 102m, volume: 100m, count: 2, wap: 103m))
            .Feed(Minutes.Part(10, 102m, 102m, 98m, 99m, volume: 100m, count: 1, wap: 99m));

        Bar bar = Assert.Single(minutes.Bars);
        Assert.Equal((100m, 104m, 98m, 99m), (bar.Open, bar.High, bar.Low, bar.Close));
        Assert.Equal((500m, 101m, 6, 3), (bar.Volume, bar.Wap, bar.Count, bar.Parts));
        Assert.Equal((Minutes.At(0), BarSource.Live, false), (bar.Time, bar.Source, bar.IsClosed));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public void A_part_without_trades_sets_no_price(int volume, int count)
    {
        Minutes minutes = new Minutes().Subscribed();

        minutes.Feed(Minutes.Part(0, 500m, volume, count)).Feed(Minutes.Part(5, 100m)).Feed(Minutes.Part(10, 1m, volume, count));

        Bar bar = Assert.Single(minutes.Bars);
        Assert.Equal((100m, 100m, 100m, 100m), (bar.Open, bar.High, bar.Low, bar.Close));
        Assert.Equal(3, bar.Parts);
    }

    [Fact]
    public void A_minute_without_trades_is_flat_at_the_close_before_it_and_says_so()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 60, 100m);

        for (int s = 60; s < 120; s += 5) minutes.Feed(Minutes.Part(s, 77m, volume: 0m, count: 0));

        Bar bar = minutes.Bars[1];
        Assert.Equal((100m, 100m, 100m, 100m, 100m), (bar.Open, bar.High, bar.Low, bar.Close, bar.Wap));
        Assert.Equal((0m, 0, 12, true), (bar.Volume, bar.Count, bar.Parts, bar.IsClosed));
    }

    [Fact]
    public void A_flat_minute_moves_with_a_late_change_of_the_close_before_it()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 55, 100m).FeedAll(60, 60);
        for (int s = 60; s < 180; s += 5) minutes.Feed(Minutes.Part(s, 100m, volume: 0m, count: 0));
        minutes.Book.TakeRevisions();

        minutes.Feed(Minutes.Part(55, 111m), atSecond: 181);

        Assert.Equal([111m, 111m, 111m], minutes.Bars.Select(b => b.Close));
        Assert.Equal(["late part", "bar before it changed", "bar before it changed"], minutes.Book.TakeRevisions().Select(r => r.Cause));
    }

    [Theory]
    [InlineData(SecurityType.Forex)]
    [InlineData(SecurityType.Index)]
    [InlineData(SecurityType.Cfd)]
    [InlineData(SecurityType.Fund)]
    [InlineData(SecurityType.Commodity)]
    public void In_a_product_without_volume_every_part_sets_prices(SecurityType type)
    {
        Minutes minutes = new Minutes(Instruments.Of("EUR.USD", 1, type)).Subscribed();

        minutes.Feed(Minutes.Part(0, 1.1m, 1.3m, 1.0m, 1.2m, volume: -1m, count: -1, wap: -1m)).Feed(Minutes.Part(5, 1.2m, 1.2m, 0.9m, 1.15m, volume: -1m, count: -1, wap: -1m));

        Bar bar = Assert.Single(minutes.Bars);
        Assert.Equal((1.1m, 1.3m, 0.9m, 1.15m), (bar.Open, bar.High, bar.Low, bar.Close));
        Assert.Equal((0m, 0, 1.15m), (bar.Volume, bar.Count, bar.Wap));
        Assert.Equal((1.1m, 1.3m, 0.9m, 1.15m), Ohlc(minutes.Series(BarSize.OneHour)[0]));
    }

    [Theory]
    [InlineData(SecurityType.Stock)]
    [InlineData(SecurityType.Future)]
    [InlineData(SecurityType.Crypto)]
    public void In_a_traded_product_a_part_without_volume_sets_none(SecurityType type)
    {
        Minutes minutes = new Minutes(Instruments.Of("X", 1, type)).Subscribed();

        minutes.Feed(Minutes.Part(0, 10m)).Feed(Minutes.Part(5, 20m, volume: 0m, count: 0));

        Assert.Equal(10m, minutes.Bars[0].High);
    }

    [Property(MaxTest = 60)]
    public bool Any_order_and_any_repetition_of_the_parts_gives_the_same_minutes(int seed)
    {
        var random = new Random(seed);
        Bar[] parts = [.. Enumerable.Range(0, 36).Select(i => RandomPart(random, i * 5))];
        Bar[] mixed = [.. parts, .. parts.Where(_ => random.Next(3) == 0)];
        random.Shuffle(mixed);
        Minutes inOrder = new Minutes().Subscribed(), shuffled = new Minutes().Subscribed();

        foreach (Bar part in parts) inOrder.Feed(part);
        foreach (Bar part in mixed) shuffled.Feed(part, atSecond: 180);

        return BarSize.All.All(size => inOrder.Series(size).Select(Key).SequenceEqual(shuffled.Series(size).Select(Key)));
    }

    [Property(MaxTest = 60)]
    public bool Longer_bars_are_the_minutes_gathered_anew_whatever_comes_late(int seed)
    {
        var random = new Random(seed);
        Minutes minutes = new Minutes().Subscribed();
        List<Bar> parts = [.. Enumerable.Range(0, 240).Select(i => RandomPart(random, i * 5)).Where(_ => random.Next(10) > 0)];
        for (int swaps = 0; swaps < 60; swaps++)
        {
            int i = random.Next(parts.Count - 12);
            (parts[i], parts[i + 11]) = (parts[i + 11], parts[i]);
        }

        for (int i = 0; i < parts.Count; i++) minutes.Feed(parts[i], atSecond: i * 5 + 5);

        return new[] { BarSize.FiveMinutes, BarSize.FifteenMinutes, BarSize.OneHour }.All(size =>
            minutes.Bars.GroupBy(b => size.StartOf(b.Time)).Select(g => Gathered(g.Key, [.. g])).SequenceEqual(minutes.Series(size).Select(Key)));
    }

    [Fact]
    public void A_repeated_part_replaces_itself_and_never_adds()
    {
        Minutes minutes = new Minutes().Subscribed().Feed(Minutes.Part(0, 100m, volume: 300m)).Feed(Minutes.Part(5, 100m));

        minutes.Feed(Minutes.Part(0, 105m, volume: 500m), atSecond: 11);

        Bar bar = Assert.Single(minutes.Bars);
        Assert.Equal((105m, 600m, 2), (bar.Open, bar.Volume, bar.Parts));
        Assert.Equal([500m, 100m], minutes.Series(BarSize.FiveSeconds).Select(b => b.Volume));
    }

    [Fact]
    public void The_same_part_again_changes_nothing_that_a_reader_sees()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 60);
        BarSeries before = minutes.Book.Series("SPY", BarSize.OneMinute);

        minutes.Feed(Minutes.Part(55, 100m), atSecond: 61);

        Assert.Same(before, minutes.Book.Series("SPY", BarSize.OneMinute));
    }

    [Fact]
    public void A_series_that_a_reader_holds_never_changes()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 65);
        BarSeries held = minutes.Book.Series("SPY", BarSize.OneMinute);
        Bar[] seen = [.. held.Bars];

        minutes.FeedAll(65, 600, 110m);

        Assert.Equal(seen, held.Bars);
        Assert.True(minutes.Book.Series("SPY", BarSize.OneMinute).Version > held.Version);
    }

    [Fact]
    public void Old_bars_are_dropped_by_whole_hours_in_every_size()
    {
        Minutes minutes = new Minutes(options: new BarsOptions { HistoryMinutesMax = 120, FiveSecondBarsMax = 12 }).Subscribed();

        minutes.FeedAll(0, 4 * 3600);

        Assert.InRange(minutes.Bars.Count, 120, 180);
        Assert.Equal(0, minutes.Bars[0].Time.Minute);
        Assert.All(BarSize.All.Skip(1), s => Assert.Equal(minutes.Bars[0].Time, minutes.Series(s)[0].Time));
        Assert.All(minutes.Series(BarSize.OneHour), b => Assert.True(b.IsComplete));
        Assert.InRange(minutes.Series(BarSize.FiveSeconds).Count, 12, 24);
    }

    [Fact]
    public void Bars_of_a_contract_that_is_not_known_are_an_empty_series()
    {
        var minutes = new Minutes();

        minutes.Feed(Minutes.Part(0, 100m));

        Assert.Empty(minutes.Bars);
        Assert.Equal(1, minutes.Book.UnknownCount);
    }

    [Fact]
    public void A_size_that_is_not_kept_is_refused()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new Minutes().Book.Series("SPY", new BarSize(7)));

        Assert.Contains("Bars of 7 s are not kept. Expected one of 5s, 1m, 5m, 15m, 1h.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forgotten_contract_has_no_bars()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 120);

        minutes.Book.Forget(minutes.Instrument.Contract.ConId);

        Assert.Empty(minutes.Bars);
    }

    private static Bar RandomPart(Random random, int second)
    {
        if (random.Next(4) == 0) return Minutes.Part(second, random.Next(1, 500), volume: 0m, count: 0);
        decimal open = random.Next(90, 110), close = random.Next(90, 110);
        return Minutes.Part(second, open, Math.Max(open, close) + random.Next(3), Math.Min(open, close) - random.Next(3), close, random.Next(1, 900), random.Next(1, 9));
    }

    private static (decimal, decimal, decimal, decimal) Ohlc(Bar b) => (b.Open, b.High, b.Low, b.Close);

    private static (DateTimeOffset, decimal, decimal, decimal, decimal, decimal, int, int) Key(Bar b) => (b.Time, b.Open, b.High, b.Low, b.Close, b.Volume, b.Count, b.Parts);

    private static (DateTimeOffset, decimal, decimal, decimal, decimal, decimal, int, int) Gathered(DateTimeOffset time, Bar[] minutes)
    {
        Bar[] traded = [.. minutes.Where(m => m.Count > 0)];
        Bar[] priced = traded.Length > 0 ? traded : [minutes[^1]];
        return (time, priced[0].Open, priced.Max(m => m.High), priced.Min(m => m.Low), priced[^1].Close, minutes.Sum(m => m.Volume), minutes.Sum(m => m.Count), minutes.Sum(m => m.Parts));
    }
}
