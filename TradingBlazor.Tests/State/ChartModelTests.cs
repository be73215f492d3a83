using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Bars;
using TradingCore.Domain;

namespace TradingBlazor.Tests.State;

public sealed class ChartModelTests
{
    private readonly ChartModel _chart = new();

    [Fact]
    public void The_first_frame_has_everything()
    {
        ChartFrame frame = _chart.Next(Given.Series(Given.Bars(100)), null)!;

        Assert.True(frame.IsReset);
        Assert.Equal(100, frame.Rows.Count);
        Assert.Null(frame.Rows[18].Fast);
        Assert.NotNull(frame.Rows[19].Fast);
        Assert.Equal(_chart.Slow, frame.Rows[99].Slow);
    }

    [Fact]
    public void Nothing_new_gives_no_frame()
    {
        BarSeries series = Given.Series(Given.Bars(60));
        Quote quote = Given.Quote();
        _chart.Next(series, quote);

        Assert.Null(_chart.Next(series, quote));
    }

    [Fact]
    public void An_appended_candle_costs_one_row()
    {
        IReadOnlyList<Bar> bars = Given.Bars(60);
        _chart.Next(Given.Series(bars), null);

        ChartFrame frame = _chart.Next(Given.Series([.. bars, Given.Bar(bars[^1].Time.AddMinutes(1), 431m)], 2), null)!;

        Assert.False(frame.IsReset);
        Assert.Equal((0, 60), (frame.Drop, frame.Start));
        Assert.Equal(431d, Assert.Single(frame.Rows).Close);
    }

    [Fact]
    public void A_full_chart_slides_by_one_and_sends_one_row()
    {
        IReadOnlyList<Bar> bars = Given.Bars(ChartModel.Capacity);
        _chart.Next(Given.Series(bars), null);

        ChartFrame frame = _chart.Next(Given.Series([.. bars, Given.Bar(bars[^1].Time.AddMinutes(1), 431m)], 2), null)!;

        Assert.Equal((1, ChartModel.Capacity - 1), (frame.Drop, frame.Start));
        Assert.Single(frame.Rows);
        Assert.Equal(ChartModel.Capacity, frame.Rows[0].Slot);
        Assert.Equal(ChartModel.Capacity, _chart.Rows.Count);
    }

    [Fact]
    public void A_trade_between_two_bars_moves_the_running_candle_and_not_the_averages()
    {
        IReadOnlyList<Bar> bars = [.. Given.Bars(60), Given.Bar(BarSize.OneMinute.StartOf(Given.Now), 430.60m, isClosed: false)];
        BarSeries series = Given.Series(bars);
        _chart.Next(series, Given.Quote(last: 430.60m));
        double? average = _chart.Fast;

        ChartFrame frame = _chart.Next(series, Given.Quote(last: 432m, version: 2))!;

        ChartRow row = Assert.Single(frame.Rows);
        Assert.Equal((432d, 432d), (row.Close, row.High));
        Assert.Equal(average, _chart.Fast);
        Assert.Equal(average, row.Fast);
    }

    [Fact]
    public void The_first_trade_of_a_new_minute_begins_a_candle_before_its_bar_is_there()
    {
        IReadOnlyList<Bar> bars = Given.Bars(60);
        BarSeries series = Given.Series(bars);
        _chart.Next(series, Given.Quote(last: 430.50m, received: bars[^1].Time));

        ChartFrame frame = _chart.Next(series, Given.Quote(last: 432m, version: 2))!;

        ChartRow row = Assert.Single(frame.Rows);
        Assert.Equal(CandleFlags.Provisional, row.Flags);
        Assert.Equal((432d, 432d), (row.Open, row.Close));
        Assert.Null(row.Fast);
        Assert.Equal(BarSize.OneMinute.StartOf(Given.Now), _chart.LastTime);
    }

    [Fact]
    public void The_bar_wins_over_the_trades_when_it_comes()
    {
        IReadOnlyList<Bar> bars = Given.Bars(60);
        _chart.Next(Given.Series(bars), Given.Quote(last: 430.50m, received: bars[^1].Time));
        _chart.Next(Given.Series(bars), Given.Quote(last: 432m, version: 2));

        _chart.Next(Given.Series([.. bars, Given.Bar(BarSize.OneMinute.StartOf(Given.Now), 431m, isClosed: false)], 2), Given.Quote(last: 432m, version: 2));

        Assert.Equal(431d, _chart.Rows[^1].Close);
        Assert.Equal(61, _chart.Rows.Count);
    }

    [Fact]
    public void Missing_bars_leave_a_hole_and_are_told()
    {
        IReadOnlyList<Bar> bars = Given.Bars(10);

        _chart.Next(Given.Series([.. bars.Take(5), .. bars.Skip(8)]), null);

        Assert.Equal(CandleFlags.AfterGap, _chart.Rows[5].Flags);
        Assert.Equal(4, _chart.Rows[5].Slot - _chart.Rows[4].Slot);
        Assert.Contains("3 bars missing", _chart.GapNote, StringComparison.Ordinal);
    }

    [Fact]
    public void A_night_takes_one_slot_and_is_no_hole()
    {
        Bar evening = Given.Bar(new DateTimeOffset(2026, 3, 9, 20, 59, 0, TimeSpan.Zero), 430m), morning = Given.Bar(new DateTimeOffset(2026, 3, 10, 13, 30, 0, TimeSpan.Zero), 431m);

        _chart.Next(Given.Series([evening, morning]), null);

        Assert.Equal(CandleFlags.SessionStart, _chart.Rows[1].Flags);
        Assert.Equal(2, _chart.Rows[1].Slot - _chart.Rows[0].Slot);
        Assert.Equal("", _chart.GapNote);
    }

    [Fact]
    public void Backfilled_bars_are_marked_and_told()
    {
        IReadOnlyList<Bar> bars = [.. Given.Bars(10).Select((b, i) => i is >= 4 and <= 6 ? b with { Source = BarSource.Backfill } : b)];

        _chart.Next(Given.Series(bars), null);

        Assert.Equal(3, _chart.Backfilled);
        Assert.Equal(CandleFlags.Backfill, _chart.Rows[5].Flags);
        Assert.Equal("13:57 to 14:00 ET backfilled", _chart.GapNote);
    }

    [Fact]
    public void Older_history_before_the_first_candle_starts_the_chart_anew()
    {
        IReadOnlyList<Bar> bars = Given.Bars(20);
        _chart.Next(Given.Series([.. bars.Skip(10)]), null);

        ChartFrame frame = _chart.Next(Given.Series(bars, 2), null)!;

        Assert.True(frame.IsReset || frame.Start == 0);
        Assert.Equal(20, frame.Rows.Count);
    }
}
