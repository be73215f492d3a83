using TradingBlazor.State.Charts;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Indicators;

namespace TradingBlazor.Tests.State.Charts;

/// <summary>Desks that look at the same contract keep its indicators and rows once, and each sees what it would see alone.</summary>
public sealed class SharedIndicatorsTests
{
    private readonly ChartFigures _figures = new();
    private readonly Instrument _instrument = Given.Instrument();

    [Fact]
    public void Charts_of_one_contract_size_and_choice_have_the_same_indicators()
    {
        SharedIndicators usual = Of("ema:20;ema:50");

        Assert.Same(usual, Of("ema:20;ema:50"));
        Assert.NotSame(usual, Of("ema:20"));
        Assert.NotSame(usual, _figures.Of("QQQ", BarSize.OneMinute, usual.Specs, _instrument));
        Assert.NotSame(usual, _figures.Of("SPY", BarSize.OneDay, usual.Specs, _instrument));
        // Other trading hours may be another trading day.
        Assert.NotSame(usual, _figures.Of("SPY", BarSize.OneMinute, usual.Specs, _instrument with { }));
    }

    [Fact]
    public void Closed_candles_are_kept_once_for_all_charts_also_when_one_is_opened_later()
    {
        IReadOnlyList<Bar> bars = Given.Bars(ChartModel.Capacity + 5);
        ChartModel early = Chart(), late = Chart();
        early.Next(Given.Series([.. bars.Take(ChartModel.Capacity)]), null);
        BarSeries series = Given.Series(bars, 2);
        early.Next(series, null);

        late.Next(series, null);

        Assert.Equal(ChartModel.Capacity, late.Rows.Count);
        Assert.All(Enumerable.Range(0, late.Rows.Count - 1), i => Assert.Same(early.Rows[i], late.Rows[i]));
        Assert.Equal(early.Rows[^1], late.Rows[^1]);
    }

    [Fact]
    public void Each_chart_shows_what_it_would_show_alone_whenever_it_looks()
    {
        var random = new Random(11);
        IReadOnlyList<Bar> bars = Given.Bars(700);
        ChartModel[] charts = [Chart(), Chart(), Chart()], alone = [new(), new(), new()];
        BarSeries[] history = [Given.Series([.. bars.Take(450)])];
        for (int step = 0; step < 150; step++)
        {
            int last = 450 + step;
            List<Bar> live = [.. bars.Skip(step / 40).Take(last - step / 40)];
            // Now and then something in the middle comes from history after all.
            if (step % 17 == 0) live[200] = live[200] with { Close = 431m + step };
            live[^1] = live[^1] with { IsClosed = false, Close = 430m + step };
            history = [.. history.TakeLast(2), Given.Series(live, step + 2)];
            int at = random.Next(charts.Length);
            // A chart that has read the engine's bars a little earlier than its neighbour.
            BarSeries series = history[random.Next(Math.Max(0, history.Length - 2), history.Length)];
            Quote quote = Given.Quote(last: 430m + step, version: step + 2, received: series.Bars[^1].Time);

            charts[at].Next(series, quote);
            alone[at].Next(series, quote);

            Assert.Equal(FromZero(alone[at]), FromZero(charts[at]));
            Assert.Equal(alone[at].Value("ema50"), charts[at].Value("ema50"));
        }
    }

    [Fact]
    public void A_chart_with_older_bars_goes_on_by_itself()
    {
        IReadOnlyList<Bar> bars = Given.Bars(300);
        BarSeries series = Given.Series([.. bars.Skip(100)]);
        ChartModel chart = Chart(), neighbour = Chart(), alone = new();
        chart.Next(series, null);
        neighbour.Next(series, null);
        alone.Next(series, null);
        ChartRow[] before = [.. neighbour.Rows];

        chart.AddOlder([.. bars.Take(100)]);
        chart.Next(series, null);
        alone.AddOlder([.. bars.Take(100)]);
        alone.Next(series, null);

        Assert.Equal(alone.Rows, chart.Rows);
        Assert.Null(neighbour.Next(series, null));
        Assert.Equal(before, neighbour.Rows);
    }

    private SharedIndicators Of(string text)
    {
        Assert.True(IndicatorSpec.TryParseList(text, out IReadOnlyList<IndicatorSpec> specs, out string error), error);
        return _figures.Of("SPY", BarSize.OneMinute, specs, _instrument);
    }

    private ChartModel Chart()
    {
        var chart = new ChartModel();
        chart.SetIndicators(Of(ChartModel.UsualIndicators));
        return chart;
    }

    // Where a chart begins on its axis is its own affair.
    private static ChartRow[] FromZero(ChartModel chart) => [.. chart.Rows.Select(r => r with { Slot = r.Slot - chart.Rows[0].Slot })];
}
