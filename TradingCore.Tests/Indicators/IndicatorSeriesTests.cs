using FsCheck.Xunit;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Indicators;

namespace TradingCore.Tests.Indicators;

public sealed class IndicatorSeriesTests
{
    private const string All = "ema:5,sma:7,rsi:6,macd:3,8,4,bb:9,2,atr:5,adx:4,stoch:6,3,3,vwap,vwapcum";
    private static readonly DateTimeOffset Start = new(2026, 10, 1, 22, 0, 0, TimeSpan.Zero);

    private static Bar RandomBar(Random random, int index)
    {
        decimal close = 100m + random.Next(-50, 50) / 10m;
        return new Bar { Time = Start.AddMinutes(index), Size = BarSize.OneMinute, Open = close, High = close + random.Next(5), Low = close - random.Next(5), Close = close, Volume = random.Next(3) * 100m };
    }

    private static BarSeries Series(IEnumerable<Bar> bars, long version = 1) => new("X", BarSize.OneMinute, [.. bars], version);

    private static IndicatorSeries Batch(IEnumerable<Bar> bars)
    {
        var series = new IndicatorSeries(Specs.Of(All));
        series.Update(Series(bars));
        return series;
    }

    private static bool SameValues(IndicatorSeries a, IndicatorSeries b) => a.Names.All(n => a.Values(n).SequenceEqual(b.Values(n)));

    [Property(MaxTest = 80)]
    public bool Any_row_of_changes_gives_the_same_values_as_the_last_series_at_once(int seed)
    {
        var random = new Random(seed);
        List<Bar> bars = [.. Enumerable.Range(0, random.Next(200)).Select(i => RandomBar(random, i))];
        var incremental = new IndicatorSeries(Specs.Of(All));

        for (int change = 0; change < 40; change++)
        {
            switch (random.Next(6))
            {
                case 0 when bars.Count > 0: bars[random.Next(bars.Count)] = RandomBar(random, 500); break;
                case 1 when bars.Count > 0: bars.RemoveAt(0); break;
                case 2 when bars.Count > 1: bars.RemoveAt(random.Next(bars.Count)); break;
                case 3: bars.Insert(random.Next(bars.Count + 1), RandomBar(random, 600)); break;
                case 4 when bars.Count > 0: bars[^1] = RandomBar(random, bars.Count - 1); break;
                default: bars.Add(RandomBar(random, bars.Count)); break;
            }
            incremental.Update(Series(bars, change));
            if (incremental.Count != bars.Count || !SameValues(incremental, Batch(bars))) return false;
        }
        return true;
    }

    [Fact]
    public void A_revised_bar_gives_revised_values_from_it_on_and_leaves_those_before()
    {
        var random = new Random(4);
        List<Bar> bars = [.. Enumerable.Range(0, 300).Select(i => RandomBar(random, i))];
        var series = new IndicatorSeries(Specs.Of("ema:20"));
        series.Update(Series(bars));
        double?[] before = [.. series.Values("ema20")];

        bars[150] = bars[150] with { Close = bars[150].Close + 10m, Revision = 1 };
        int from = series.Update(Series(bars, 2));

        Assert.InRange(from, 128, 150);
        Assert.Equal(before.Take(150), series.Values("ema20").Take(150));
        Assert.Equal(before[150]!.Value + 10.0 * 2 / 21, series.Values("ema20")[150]!.Value, 1e-9);
        Assert.NotEqual(before[299], series.Values("ema20")[299]);
    }

    [Fact]
    public void A_moving_last_bar_is_calculated_alone()
    {
        var random = new Random(5);
        List<Bar> bars = [.. Enumerable.Range(0, 300).Select(i => RandomBar(random, i))];
        var series = new IndicatorSeries(Specs.Of(All));
        series.Update(Series(bars));

        bars[^1] = bars[^1] with { Close = 120m };
        int moved = series.Update(Series(bars, 2));
        int unchanged = series.Update(Series(bars, 3));
        bars.Add(RandomBar(random, 300));
        int added = series.Update(Series(bars, 4));

        Assert.Equal((299, 300, 299), (moved, unchanged, added));
    }

    [Fact]
    public void Warm_up_has_no_values()
    {
        var random = new Random(6);
        var series = new IndicatorSeries(Specs.Of("ema:20"));

        series.Update(Series(Enumerable.Range(0, 19).Select(i => RandomBar(random, i))));

        Assert.All(series.Values("ema20"), v => Assert.Null(v));
        Assert.Equal(19, series.Values("ema20").Count);
    }

    [Fact]
    public void A_name_that_is_not_calculated_is_refused_with_those_that_are()
    {
        var series = new IndicatorSeries(Specs.Of("ema:20,vwap"));

        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => series.Values("ema50"));

        Assert.Equal("'ema50' is not calculated here. Expected one of ema20, vwap.", error.Message);
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(-1, 0)]
    [InlineData(0, 50)]
    public void The_rsi_of_a_row_that_only_rises_falls_or_rests_is_at_its_bound(int step, double expected)
    {
        var series = new IndicatorSeries(Specs.Of("rsi:3"));

        series.Update(Series(Enumerable.Range(0, 10).Select(i => new Bar { Time = Start.AddMinutes(i), Size = BarSize.OneMinute, Close = 100m + i * step })));

        Assert.Equal(expected, series.Values("rsi3")[^1]);
    }

    [Fact]
    public void A_vwap_without_volume_has_no_value()
    {
        var series = new IndicatorSeries(Specs.Of("vwap"));

        series.Update(Series([new Bar { Time = Start, Close = 1m, High = 1m, Low = 1m }]));

        Assert.Null(series.Values("vwap")[0]);
    }
}
