using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Tests.Bars;

namespace TradingCore.Tests.Guarantees.Bars;

/// <summary>A minute of trading hours that is over and not whole within five seconds is acted on, whatever the stream says of itself.</summary>
public sealed class WatchdogGuaranteeTests
{
    // So long that only the clock of the minutes can find the silence.
    private static readonly BarsOptions Patient = new() { SilenceMax = TimeSpan.FromMinutes(10) };

    [Fact]
    public async Task A_minute_that_is_not_closed_five_seconds_after_its_end_is_asked_for_again_told_and_made_whole()
    {
        await using BarDesk desk = await BarDesk.StartAsync(Patient, change: o => o.BarSilenceMax = TimeSpan.FromMinutes(10));
        DateTimeOffset minute = BarSize.OneMinute.StartOf(desk.Clock.GetUtcNow()).AddMinutes(1);
        await desk.UntilAsync(minute.AddSeconds(52));

        // The stream comes back with the next subscription and not before.
        Task played = desk.PlayAsync("- { fault: silence, symbol: SPY, kind: bars }\n- { when: subscribed, fault: clear }");
        await desk.UntilAsync(v => Overdue(v) is not null && played.IsCompletedSuccessfully);
        TradingNotice notice = Overdue(desk.View)!;
        await desk.UntilAsync(_ => desk.Minutes.Bars.Any(b => b.Time == minute && b.IsComplete) && desk.Parts.Bars[^1] is { Source: BarSource.Live } last && last.Time > minute.AddSeconds(65));

        Assert.InRange(notice.Time, minute.AddSeconds(65), minute.AddSeconds(70));
        Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SPY: the minute {minute:HH:mm} UTC is over and not whole"), notice.Text, StringComparison.Ordinal);
        Assert.True(desk.Minutes.Bars.Single(b => b.Time == minute) is { IsClosed: true, Parts: 12 });
        Assert.Equal(1, desk.System.Statistics.Connects);
    }

    [Theory]
    [InlineData("{ fault: farmDown, farm: usfarm, for: 3s }")]
    // What really happened to others: the farm was back after three seconds, and the bars never.
    [InlineData("- { fault: silence, symbol: SPY, kind: bars }\n- { fault: farmDown, farm: usfarm, for: 3s }\n- { when: subscribed, fault: clear }")]
    public async Task A_farm_that_is_away_for_three_seconds_does_not_end_the_bars(string script)
    {
        await using BarDesk desk = await BarDesk.StartAsync();
        DateTimeOffset minute = BarSize.OneMinute.StartOf(desk.Clock.GetUtcNow()).AddMinutes(1);
        await desk.UntilAsync(minute.AddSeconds(20));

        Task played = desk.PlayAsync(script);
        await desk.UntilAsync(minute.AddMinutes(2));
        await desk.UntilAsync(_ => played.IsCompletedSuccessfully && desk.Parts.Gaps.All(g => g.State == BarGapState.Healed));

        Assert.True(desk.Parts.Bars[^1] is { Source: BarSource.Live } last && last.Time > minute.AddSeconds(90));
        Assert.All(desk.Minutes.Bars.Where(b => b.Time >= minute && b.IsClosed), b => Assert.Equal((12, false), (b.Parts, b.IsSynthetic)));
        Assert.Equal((1, SessionState.Ready), (desk.System.Statistics.Connects, desk.View.Session.State));
    }

    [Fact]
    public void The_watch_acts_at_the_next_minutes_with_growing_waits_and_ends_with_the_first_bar()
    {
        Minutes minutes = new Minutes(options: Patient).Subscribed().FeedAll(0, 50);
        List<double> acts = [];
        for (double s = 50; s < 900; s += 0.5)
        {
            minutes.Clock(s);
            foreach (BarSilence silence in minutes.Book.TakeSilences())
            {
                acts.Add(s);
                Assert.Equal((acts.Count, Minutes.At(45).AddSeconds(5) - Minutes.Market), (silence.Attempts, silence.LastHeardTime - Minutes.Local));
                minutes.Subscribed((int)s);
            }
        }
        minutes.FeedAll(900, 950);
        for (double s = 950; s < 966; s += 0.5) minutes.Clock(s);

        // One, two, four minutes and so on after the first, each at the first beat that a minute is overdue.
        Assert.Equal([65, 125, 245, 485], acts);
        Assert.Equal(1, minutes.Book.TakeSilences().Single().Attempts);
    }

    [Fact]
    public void A_closed_market_a_quiet_end_of_a_session_and_a_fresh_subscription_are_left_alone()
    {
        Instrument spy = Tests.MarketData.Instruments.Spy with { TimeZoneId = "US/Eastern", TradingHours = "20131008:0930-20131008:1002;20131009:CLOSED" };
        Minutes closed = new Minutes(spy, Patient).Subscribed().FeedAll(0, 120);
        Minutes fresh = new Minutes(options: Patient).Subscribed().FeedAll(0, 20);
        fresh.Subscribed(55);

        for (double s = 20; s < 70; s += 0.5) fresh.Clock(s);
        for (double s = 120; s < 900; s += 0.5) closed.Clock(s);

        Assert.Empty(closed.Book.TakeSilences());
        Assert.Empty(fresh.Book.TakeSilences());
    }

    private static TradingNotice? Overdue(ITradingView view) => view.NoticesSince(0).FirstOrDefault(n => n.Text.Contains("is over and not whole", StringComparison.Ordinal));
}
