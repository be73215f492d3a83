using TradingCore.Bars;
using TradingCore.Domain;

namespace TradingCore.Tests.Guarantees.Bars;

/// <summary>Minutes close by the clock, whether anything came or not.</summary>
public sealed class ClosingGuaranteeTests
{
    [Fact]
    public async Task A_minute_of_which_nothing_came_closes_by_the_clock_as_a_flat_bar_marked_synthetic()
    {
        await using BarDesk desk = await BarDesk.StartAsync();
        DateTimeOffset minute = BarSize.OneMinute.StartOf(desk.Clock.GetUtcNow()).AddMinutes(1);
        await desk.UntilAsync(minute.AddSeconds(-2));
        await desk.PlayAsync("- { fault: pacingViolation, count: 50 }\n- { fault: silence, symbol: SPY, kind: bars }");

        await desk.UntilAsync(minute.AddSeconds(63));
        await desk.UntilAsync(_ => desk.Minutes.Bars[^1].Time == minute);

        Bar before = desk.Minutes.Bars[^2], silent = desk.Minutes.Bars[^1];
        Assert.True(silent is { IsSynthetic: true, IsClosed: true, IsComplete: false, Volume: 0m, Count: 0, Parts: 0 }, silent.ToString());
        Assert.All(new[] { silent.Open, silent.High, silent.Low, silent.Close }, p => Assert.Equal(before.Close, p));
    }

    [Fact]
    public async Task A_synthetic_minute_becomes_the_real_one_when_history_tells_it()
    {
        await using BarDesk desk = await BarDesk.StartAsync();
        DateTimeOffset minute = BarSize.OneMinute.StartOf(desk.Clock.GetUtcNow()).AddMinutes(1);
        await desk.UntilAsync(minute.AddSeconds(-2));

        // The clients ask for a silent stream again and again, and learn what ran by then; a minute of which nothing came remains.
        await desk.PlayAsync("- { fault: pacingViolation, count: 3 }\n- { fault: silence, symbol: SPY, kind: bars, for: 200s }");
        await desk.UntilAsync(v => v.BarTruth.Revisions.Any(r => r is { Before.IsSynthetic: true, After.IsSynthetic: false }));

        BarRevision revision = desk.View.BarTruth.Revisions.First(r => r is { Before.IsSynthetic: true, After.IsSynthetic: false });
        Assert.True(revision.After is { IsComplete: true, Source: BarSource.Backfill, Revision: > 0, Volume: > 0m });
    }

    [Fact]
    public void A_closed_market_makes_no_flat_minutes_and_unknown_hours_are_never_guessed()
    {
        Instrument spy = MarketData.Instruments.Spy with { TimeZoneId = "US/Eastern", TradingHours = "20131008:0930-20131008:1002;20131009:CLOSED" };
        var closed = new Tests.Bars.Minutes(spy).Subscribed().FeedAll(0, 120);
        var unknown = new Tests.Bars.Minutes().Subscribed().FeedAll(0, 120);

        closed.Clock(600);
        unknown.Clock(600);

        Assert.Equal((2, 2), (closed.Bars.Count, unknown.Bars.Count));
    }
}
