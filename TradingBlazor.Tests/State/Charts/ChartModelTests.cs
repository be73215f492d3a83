using TradingBlazor.State.Charts;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Indicators;

namespace TradingBlazor.Tests.State.Charts;

public sealed class ChartModelTests
{
    private readonly ChartModel _chart = new();

    [Fact]
    public void The_first_frame_has_everything()
    {
        ChartFrame frame = _chart.Next(Given.Series(Given.Bars(100)), null)!;

        Assert.True(frame.IsReset);
        IReadOnlyList<ChartRow> rows = Assert.Single(frame.Patches).Rows;
        Assert.Equal(100, rows.Count);
        Assert.Null(rows[18].Values[0]);
        Assert.NotNull(rows[19].Values[0]);
        Assert.Equal(_chart.Value("ema50")!.Value, rows[99].Values[1]!.Value, 1e-5);
    }

    [Fact]
    public void A_frame_that_still_waits_stays_as_it_was_while_the_chart_goes_on()
    {
        IReadOnlyList<Bar> bars = Given.Bars(60);
        BarSeries series = Given.Series(bars);
        ChartFrame whole = _chart.Next(series, Given.Quote(last: 430.50m, received: bars[^1].Time))!;
        ChartRow[] before = [.. whole.Patches[0].Rows];

        for (int version = 2; version < 6; version++) _chart.Next(series, Given.Quote(last: 430m + version, version: version));

        Assert.Equal(before, whole.Patches[0].Rows);
        Assert.NotEqual(before[^1], _chart.Rows[^1]);
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
        ChartPatch patch = Assert.Single(frame.Patches);
        Assert.Equal((0, 60), (frame.Drop, patch.Start));
        Assert.Equal(431d, Assert.Single(patch.Rows).Close);
    }

    [Fact]
    public void A_full_chart_slides_by_one_and_sends_one_row()
    {
        IReadOnlyList<Bar> bars = Given.Bars(ChartModel.Capacity);
        _chart.Next(Given.Series(bars), null);

        ChartFrame frame = _chart.Next(Given.Series([.. bars, Given.Bar(bars[^1].Time.AddMinutes(1), 431m)], 2), null)!;

        ChartPatch patch = Assert.Single(frame.Patches);
        Assert.Equal((1, ChartModel.Capacity - 1), (frame.Drop, patch.Start));
        Assert.Equal(ChartModel.Capacity, Assert.Single(patch.Rows).Slot);
        Assert.Equal(ChartModel.Capacity, _chart.Rows.Count);
    }

    [Fact]
    public void A_trade_between_two_bars_moves_the_running_candle_and_not_the_averages()
    {
        IReadOnlyList<Bar> bars = [.. Given.Bars(60), Given.Bar(BarSize.OneMinute.StartOf(Given.Now), 430.60m, isClosed: false)];
        BarSeries series = Given.Series(bars);
        _chart.Next(series, Given.Quote(last: 430.60m));
        double? average = _chart.Value("ema20");

        ChartFrame frame = _chart.Next(series, Given.Quote(last: 432m, version: 2))!;

        ChartRow row = Assert.Single(Assert.Single(frame.Patches).Rows);
        Assert.Equal((432d, 432d), (row.Close, row.High));
        Assert.Equal(average, _chart.Value("ema20"));
        Assert.Equal(average!.Value, row.Values[0]!.Value, 1e-5);
    }

    [Fact]
    public void The_first_trade_of_a_new_minute_begins_a_candle_before_its_bar_is_there()
    {
        IReadOnlyList<Bar> bars = Given.Bars(60);
        BarSeries series = Given.Series(bars);
        _chart.Next(series, Given.Quote(last: 430.50m, received: bars[^1].Time));

        ChartFrame frame = _chart.Next(series, Given.Quote(last: 432m, version: 2))!;

        ChartRow row = Assert.Single(Assert.Single(frame.Patches).Rows);
        Assert.Equal(CandleFlags.Provisional, row.Flags);
        Assert.Equal((432d, 432d), (row.Open, row.Close));
        Assert.All(row.Values, v => Assert.Null(v));
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
    public void Older_bars_come_before_the_first_candle_and_the_others_stay_where_they_are()
    {
        IReadOnlyList<Bar> bars = Given.Bars(300);
        _chart.Next(Given.Series([.. bars.Skip(100)]), null);
        ChartRow[] before = [.. _chart.Rows];

        int added = _chart.AddOlder([.. bars.Take(100).Select(b => b with { Source = BarSource.Backfill })]);
        ChartFrame frame = _chart.Next(Given.Series([.. bars.Skip(100)]), null)!;

        Assert.Equal((100, 100, false, 0), (added, frame.Prepend.Count, frame.IsReset, frame.Drop));
        Assert.Equal((-100, -1), (frame.Prepend[0].Slot, frame.Prepend[^1].Slot));
        Assert.Equal(before.Select(r => r.Slot), _chart.Rows.Skip(100).Select(r => r.Slot));
        // Averages forget their start: beyond their warm-up nothing is sent again.
        Assert.True(frame.Patches.Sum(p => p.Rows.Count) < 200);
        Assert.DoesNotContain(frame.Patches, p => p.Start + p.Rows.Count == _chart.Rows.Count);
    }

    [Fact]
    public void The_browser_that_applies_every_frame_has_the_rows_of_the_model()
    {
        var random = new Random(7);
        IReadOnlyList<Bar> bars = Given.Bars(900);
        List<ChartRow> shown = [];
        int first = 500, last = 600;
        for (int step = 0; step < 120; step++)
        {
            Quote? quote = null;
            switch (random.Next(5))
            {
                case 0: first = Math.Max(first - 40, 0); _chart.AddOlder([.. bars.Skip(first).Take(40)]); break;
                case 1: _chart.ShowMore(); break;
                case 2: quote = Given.Quote(last: 430m + step, version: step + 2, received: bars[last - 1].Time); break;
                default: last = Math.Min(last + random.Next(1, 4), bars.Count); break;
            }
            List<Bar> live = [.. bars.Skip(500).Take(last - 500)];
            live[^1] = live[^1] with { IsClosed = false, Close = 430m + step };
            if (_chart.Next(Given.Series(live, step + 1), quote) is { } frame) Apply(shown, frame);

            Assert.Equal(_chart.Rows, shown);
        }
    }

    [Fact]
    public void More_of_the_known_bars_is_shown_on_demand()
    {
        IReadOnlyList<Bar> bars = Given.Bars(ChartModel.Capacity + 50);
        BarSeries series = Given.Series(bars);
        _chart.Next(series, null);
        Assert.True(_chart.HasMore);

        _chart.ShowMore();
        ChartFrame frame = _chart.Next(series, null)!;

        Assert.Equal((50, false), (frame.Prepend.Count, _chart.HasMore));
    }

    [Fact]
    public void An_incomplete_and_a_made_up_bar_are_marked()
    {
        IReadOnlyList<Bar> bars = [.. Given.Bars(10).Select((b, i) => i == 4 ? b with { Parts = 7 } : i == 6 ? b with { IsSynthetic = true } : b)];

        _chart.Next(Given.Series(bars), null);

        Assert.Equal((CandleFlags.Incomplete, CandleFlags.Synthetic), (_chart.Rows[4].Flags, _chart.Rows[6].Flags));
        Assert.Contains("1 bar incomplete", _chart.GapNote, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_indicators_start_the_chart_anew_with_their_lines()
    {
        _chart.Next(Given.Series(Given.Bars(60)), null);
        Assert.True(IndicatorSpec.TryParseList("sma:10;rsi:14;macd;bb", out IReadOnlyList<IndicatorSpec> specs, out string error), error);

        _chart.SetIndicators(specs, null);
        ChartFrame frame = _chart.Next(Given.Series(Given.Bars(60), 2), null)!;

        Assert.True(frame.IsReset);
        Assert.Equal(["SMA 10", "RSI 14", "MACD", "Signal", "Hist", "BB 20,2", "BB up", "BB low"], _chart.Lines.Select(l => l.Label));
        Assert.Equal([0, 1, 2, 2, 2, 0, 0, 0], _chart.Lines.Select(l => l.Pane));
        Assert.Equal(8, frame.Patches[0].Rows[^1].Values.Count);
    }

    [Fact]
    public void A_day_is_moved_by_trades_of_its_date_and_followed_by_the_next()
    {
        Bar[] days = [.. Enumerable.Range(6, 4).Select(d => Given.Bar(new DateTimeOffset(2026, 3, d, 5, 0, 0, TimeSpan.Zero), 430m, BarSize.OneDay)), Given.Bar(new DateTimeOffset(2026, 3, 10, 4, 0, 0, TimeSpan.Zero), 430m, BarSize.OneDay, isClosed: false)];
        var series = new BarSeries("SPY", BarSize.OneDay, [], 0);
        _chart.AddOlder(days);
        _chart.Next(series, Given.Quote(last: 430m));

        _chart.Next(series, Given.Quote(last: 433m, version: 2));
        Assert.Equal((5, 433d, 433d), (_chart.Rows.Count, _chart.Rows[^1].Close, _chart.Rows[^1].High));
        Assert.Equal(12_345_678d, _chart.Rows[^1].Volume);
        _chart.Next(series, Given.Quote(last: 434m, version: 3, received: Given.Now.AddDays(1)));

        Assert.Equal((6, 434d), (_chart.Rows.Count, _chart.Rows[^1].Open));
    }

    private static void Apply(List<ChartRow> shown, ChartFrame frame)
    {
        if (frame.IsReset) shown.Clear();
        shown.RemoveRange(0, frame.Drop);
        shown.InsertRange(0, frame.Prepend);
        if (shown.Count > frame.Length) shown.RemoveRange(frame.Length, shown.Count - frame.Length);
        foreach (ChartPatch patch in frame.Patches)
        {
            for (int i = 0; i < patch.Rows.Count; i++)
            {
                if (patch.Start + i < shown.Count) shown[patch.Start + i] = patch.Rows[i];
                else shown.Add(patch.Rows[i]);
            }
        }
    }
}
