using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Tests.Bars;

namespace TradingCore.Tests.Guarantees.Bars;

/// <summary>Bars that do not come are noticed, marked, asked for exactly, filled and marked as filled.</summary>
public sealed class GapGuaranteeTests
{
    [Theory]
    [InlineData("{ fault: silence, symbol: SPY, kind: bars, for: 12s }", "No five-second bars came.")]
    [InlineData("{ fault: farmDown, farm: usfarm, for: 12s }", "Farm trouble: usfarm.")]
    [InlineData("- { fault: refuseConnections, for: 12s }\n- fault: dropConnection", "connection")]
    [InlineData("{ fault: connectionLost, for: 12s }", "1100")]
    public async Task Five_second_bars_that_go_missing_are_filled_from_history_and_their_minutes_have_all_parts(string script, string cause)
    {
        await using BarDesk desk = await BarDesk.StartAsync();
        DateTimeOffset before = desk.Parts.Bars[^1].Time;

        await desk.PlayAsync(script);
        await desk.UntilAsync(_ => desk.Parts.Gaps is [{ State: BarGapState.Healed }]);
        BarGap gap = desk.Parts.Gaps[0];
        await desk.UntilAsync(_ => desk.Minutes.Bars is [.., { IsClosed: true } last] && last.Time >= BarSize.OneMinute.StartOf(gap.To!.Value));

        Assert.Contains(cause, gap.Cause, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(gap.From, before, before.AddSeconds(30));
        Assert.Equal(gap.Missing, gap.Filled);
        Bar[] parts = [.. desk.Parts.Bars.Where(b => b.Time >= before)];
        Assert.All(parts.Zip(parts.Skip(1)), p => Assert.Equal(TimeSpan.FromSeconds(5), p.Second.Time - p.First.Time));
        Assert.Equal(parts.Where(p => p.Time >= gap.From && p.Time < gap.To), parts.Where(p => p.Source == BarSource.Backfill));
        Bar[] touched = [.. desk.Minutes.Bars.Where(b => b.Time >= BarSize.OneMinute.StartOf(gap.From) && b.Time < gap.To)];
        Assert.All(touched, b => Assert.True(b is { Parts: 12, IsClosed: true, Source: BarSource.Backfill }, b.ToString()));
    }

    [Fact]
    public async Task The_running_minute_counts_live_and_filled_parts()
    {
        await using BarDesk desk = await BarDesk.StartAsync(start: new DateTimeOffset(2026, 3, 4, 15, 0, 2, TimeSpan.Zero));
        DateTimeOffset minute = BarSize.OneMinute.StartOf(desk.Clock.GetUtcNow()).AddMinutes(1);
        await desk.UntilAsync(minute.AddSeconds(11));

        await desk.PlayAsync("{ fault: silence, symbol: SPY, kind: bars, for: 12s }");
        await desk.UntilAsync(_ => desk.Parts.Gaps is [{ State: BarGapState.Healed }]);

        Bar running = desk.Minutes.Bars[^1];
        Assert.Equal((minute, false), (running.Time, running.IsClosed));
        Bar[] parts = [.. desk.Parts.Bars.Where(b => b.Time >= minute)];
        Assert.Equal((parts.Length, parts.Sum(p => p.Volume), BarSource.Backfill), (running.Parts, running.Volume, running.Source));
    }

    [Fact]
    public async Task A_reader_of_the_stream_sees_a_gap_while_it_lasts_and_that_it_is_unverified_until_history_filled_it()
    {
        await using BarDesk desk = await BarDesk.StartAsync();
        await desk.PlayAsync("- { fault: pacingViolation, count: 6 }\n- { fault: silence, symbol: SPY, kind: bars, for: 40s }");

        await desk.UntilAsync(_ => desk.Parts.Gaps is [{ To: null, State: BarGapState.Unverified }]);
        BarGap lasting = desk.Parts.Gaps[0];
        await desk.UntilAsync(_ => desk.Parts.Gaps is [{ To: not null }]);
        BarGap ended = desk.Parts.Gaps[0];
        await desk.UntilAsync(_ => desk.Minutes.Gaps is [{ State: BarGapState.Healed }]);
        BarGap healed = desk.Minutes.Gaps[0];

        Assert.Equal((lasting.Number, lasting.From, BarGapState.Unverified, (DateTimeOffset?)null), (ended.Number, ended.From, ended.State, ended.HealedTime));
        Assert.Equal((ended.Number, ended.To), (healed.Number, healed.To));
        Assert.True(healed.HealedTime > ended.To);
        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n.Kind == "bars" && n.Text.Contains("filled from history", StringComparison.Ordinal) && n.Text.Contains("five-second", StringComparison.Ordinal)));
        Assert.Equal(1, desk.View.BarTruth.GapsHealed);
    }

    [Fact]
    public void An_hour_in_which_history_confirms_that_nobody_traded_heals_the_gap_without_a_row_of_flat_bars()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 60);
        minutes.Answer(minutes.Requests.History[0]).FeedAll(3600, 3670);
        BarGap before = Assert.Single(minutes.Book.Series("SPY", BarSize.FiveSeconds).Gaps);

        minutes.Answer(minutes.Requests.Parts.Single());

        BarGap after = Assert.Single(minutes.Book.Series("SPY", BarSize.FiveSeconds).Gaps);
        Assert.Equal((BarGapState.Unverified, BarGapState.Healed, 0), (before.State, after.State, after.Filled));
        Assert.Equal(26, minutes.Series(BarSize.FiveSeconds).Count);
    }

    [Fact]
    public void What_history_does_not_hold_yet_is_asked_for_again_before_it_counts_as_silent()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 20);
        minutes.Answer(minutes.Requests.History[0]).FeedAll(35, 40);
        HistoryRequest first = minutes.Requests.Parts.Single();

        minutes.Answer(first).Clock(44);
        int early = minutes.Requests.Parts.Count;
        minutes.Clock(46);
        HistoryRequest second = minutes.Requests.Parts[^1];
        minutes.Answer(second, Minutes.Part(20, 101m), Minutes.Part(30, 103m));

        Assert.Equal((Minutes.At(20), Minutes.At(35), 1), (first.From, first.To, early));
        Assert.Equal((Minutes.At(20), Minutes.At(35)), (second.From, second.To));
        Assert.Equal([100m, 101m, 101m, 103m, 100m], minutes.Series(BarSize.FiveSeconds).Skip(3).Select(b => b.Close));
        Assert.Equal([false, false, true, false, false], minutes.Series(BarSize.FiveSeconds).Skip(3).Select(b => b.IsSynthetic));
        Assert.Equal((8, 103m), (minutes.Bars[0].Parts, minutes.Bars[0].High));
    }
}
