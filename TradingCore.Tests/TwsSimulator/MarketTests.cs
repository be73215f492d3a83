using TwsSimulator.Gateway;
using TwsSimulator.Market;

namespace TradingCore.Tests.Simulation;

public sealed class MarketTests
{
    private static readonly long Day = new DateTimeOffset(2025, 6, 10, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    [Fact]
    public void The_same_seed_gives_the_same_market_and_another_seed_another()
    {
        Bar[] one = [.. Bars(Market(seed: 7), "SPY", Day + 50_000, 3_600)];

        Bar[] again = [.. Bars(Market(seed: 7), "SPY", Day + 50_000, 3_600)];
        Bar[] other = [.. Bars(Market(seed: 8), "SPY", Day + 50_000, 3_600)];

        Assert.Equal(720, one.Length);
        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void A_bar_asked_for_alone_is_the_bar_of_the_whole_day()
    {
        SyntheticMarket market = Market();
        Instrument spy = Find(market, "SPY");

        Bar[] hour = [.. Bars(market, "SPY", Day + 50_000, 3_600)];

        Assert.All(hour, bar =>
        {
            Assert.True(Market().TryGetBar(spy, bar.Time, out Bar alone));
            Assert.Equal(bar, alone);
        });
    }

    [Theory]
    [InlineData("SPY")]
    [InlineData("AIG")]
    [InlineData("ES")]
    [InlineData("ZN")]
    [InlineData("ZB")]
    [InlineData("ZC")]
    [InlineData("BTC")]
    [InlineData("SPX")]
    public void The_ticks_of_a_slot_add_up_to_its_bar(string name)
    {
        SyntheticMarket market = Market();
        Instrument instrument = Find(market, name);
        List<MarketTick> ticks = [];

        foreach (Bar bar in Bars(market, name, Day + 50_000, 1_800))
        {
            ticks.Clear();
            market.AddTicks(instrument, bar.Time, ticks);
            double[] prices = [.. ticks.Where(t => t.TradePrice is not null).Select(t => t.TradePrice!.Value)];

            Assert.Equal(bar.Volume, ticks.Sum(t => t.TradedVolume));
            Assert.Equal(ticks.OrderBy(t => t.OffsetMs), ticks);
            Assert.InRange(ticks.Count == 0 ? 0 : ticks[^1].OffsetMs, 0, 4_999);
            if (bar.Count > 0)
                Assert.Equal((bar.Open, bar.High, bar.Low, bar.Close), (prices[0], prices.Max(), prices.Min(), prices[^1]));
            else
                Assert.Empty(prices);
        }
    }

    [Fact]
    public void Quotes_are_on_the_grid_never_crossed_and_hold_the_trade()
    {
        SyntheticMarket market = Market();
        Instrument spy = Find(market, "SPY");
        List<MarketTick> ticks = [];
        foreach (Bar bar in Bars(market, "SPY", Day + 50_000, 3_600))
            market.AddTicks(spy, bar.Time, ticks);

        Assert.All(ticks, t =>
        {
            Assert.True(t.Bid < t.Ask);
            Assert.True(t.TradePrice is null || (t.TradePrice >= t.Bid && t.TradePrice <= t.Ask));
            Assert.True(spy.IsOnTick(t.Bid!.Value) && spy.IsOnTick(t.Ask!.Value));
            Assert.True(t.BidSize >= 100 && t.AskSize >= 100);
        });
    }

    [Fact]
    public void Bars_hang_together_and_look_like_a_market()
    {
        Bar[] bars = [.. Bars(Market(), "SPY", Day, 86_400)];

        Assert.Equal(17_280, bars.Length);
        Assert.All(bars, b => Assert.True(b.Low <= Math.Min(b.Open, b.Close) && b.High >= Math.Max(b.Open, b.Close) && (double)b.Wap >= b.Low && (double)b.Wap <= b.High));
        // The next bar begins where the last one ended, but for the bounce between bid and ask.
        Assert.All(bars.Zip(bars.Skip(1)).Where(pair => pair.First.Count > 0 && pair.Second.Count > 0), pair => Assert.InRange(Math.Abs(pair.Second.Open - pair.First.Close), 0, 0.011));
        Assert.InRange(bars[0].Open, 300, 600);
        Assert.Contains(bars, b => b.Count == 0);
        // New York's open and close are the busiest, the night the quietest.
        decimal open = VolumeOf(bars, 13.5, 14.5), noon = VolumeOf(bars, 16, 17), close = VolumeOf(bars, 19, 20), night = VolumeOf(bars, 5, 6);
        Assert.True(open > noon && close > noon && noon > night, $"{open} {noon} {close} {night}");
        double range = (bars.Max(b => b.High) - bars.Min(b => b.Low)) / bars[0].Open;
        Assert.InRange(range, 0.002, 0.08);
    }

    [Fact]
    public void Stocks_move_together_through_the_market_they_share()
    {
        SyntheticMarket market = Market();
        double[] spy = Returns(Bars(market, "SPY", Day, 5 * 86_400));
        double[] aapl = Returns(Bars(market, "AAPL", Day, 5 * 86_400));

        Assert.InRange(Correlation(spy, aapl), 0.4, 0.95);
    }

    [Theory]
    [InlineData("SPY", "MIDPOINT")]
    [InlineData("SPY", "BID")]
    [InlineData("ES", "ASK")]
    [InlineData("EUR.USD", "BID")]
    public void Long_bars_of_quotes_are_the_sum_of_their_short_ones(string name, string whatToShow)
    {
        HistoryDesk.TryReadWhat(whatToShow, out WhatToShow what);
        SyntheticMarket market = Market(seed: 7);
        Instrument instrument = market.Instruments.First(i => i.Name == name);
        var history = new History(market);
        long end = Given.Morning.ToUnixTimeSeconds(), start = end - 7_200;

        List<Bar> slots = history.Bars(instrument, start, end, new BarSize(5, 'S'), what, regularHours: false);
        List<Bar> hours = history.Bars(instrument, start, end, new BarSize(3_600, 'S'), what, regularHours: false);

        Assert.Equal(2, hours.Count);
        foreach ((Bar hour, Bar[] parts) in hours.Zip(slots.Chunk(720)))
            Assert.Equal((parts[0].Open, parts.Max(p => p.High), parts.Min(p => p.Low), parts[^1].Close), (hour.Open, hour.High, hour.Low, hour.Close));
    }

    [Fact]
    public void Real_hours_keep_to_sessions_weekends_and_holidays()
    {
        var market = new SyntheticMarket(1, InstrumentCatalog.Build(new DateOnly(2025, 6, 10)), new TradingCalendar(realHours: true));
        Instrument spy = Find(market, "SPY");
        long opening = new DateTimeOffset(2025, 7, 3, 8, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        long earlyClose = new DateTimeOffset(2025, 7, 3, 17, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

        Assert.False(market.TryGetBar(spy, opening - 5, out _));
        Assert.True(market.TryGetBar(spy, opening, out _));
        Assert.True(market.Calendar.IsLiquid(spy, earlyClose - 5));
        Assert.False(market.Calendar.IsLiquid(spy, earlyClose));
        Assert.False(market.TryGetBar(spy, new DateTimeOffset(2025, 7, 4, 15, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), out _));
        Assert.Equal(
            "20250703:0930-20250703:1300;20250704:CLOSED;20250705:CLOSED;20250706:CLOSED;20250707:0930-20250707:1600",
            market.Calendar.HoursText(spy, new DateOnly(2025, 7, 3), 5, liquid: true));
    }

    [Theory]
    [InlineData("2024-03-29", true)] // Good Friday
    [InlineData("2025-01-20", true)] // Martin Luther King Day
    [InlineData("2025-06-19", true)] // Juneteenth
    [InlineData("2021-06-18", false)] // the exchanges did not keep Juneteenth before 2022
    [InlineData("2023-01-02", true)] // New Year's Day moved from Sunday
    [InlineData("2021-12-31", false)] // New Year's Day on a Saturday is not moved
    [InlineData("2025-11-27", true)] // Thanksgiving
    [InlineData("2025-11-28", false)] // half a day
    public void The_calendar_knows_the_exchanges_holidays(string day, bool closed)
        => Assert.Equal(closed, UsHolidays.IsClosed(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

    private static SyntheticMarket Market(long seed = 1) => new(seed, InstrumentCatalog.Build(new DateOnly(2025, 6, 10)), new TradingCalendar(realHours: false));

    private static Instrument Find(SyntheticMarket market, string name) => market.Instruments.First(i => i.Name == name);

    private static List<Bar> Bars(SyntheticMarket market, string name, long from, int seconds)
    {
        List<Bar> bars = [];
        market.VisitBars(Find(market, name), from, from + seconds, bars.Add);
        return bars;
    }

    private static decimal VolumeOf(Bar[] bars, double fromHour, double toHour)
        => bars.Where(b => b.Time - Day >= fromHour * 3600 && b.Time - Day < toHour * 3600).Sum(b => b.Volume);

    private static double[] Returns(List<Bar> bars) => [.. bars.Where(b => b.Time % 300 == 0).Select(b => Math.Log(b.Open)).Pairwise()];

    private static double Correlation(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average();
        double cov = a.Zip(b).Sum(p => (p.First - ma) * (p.Second - mb));
        return cov / Math.Sqrt(a.Sum(x => (x - ma) * (x - ma)) * b.Sum(x => (x - mb) * (x - mb)));
    }
}

internal static class PairwiseExtensions
{
    /// <summary>Differences of neighbours.</summary>
    public static IEnumerable<double> Pairwise(this IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Skip(1).Zip(all, (next, last) => next - last);
    }
}
