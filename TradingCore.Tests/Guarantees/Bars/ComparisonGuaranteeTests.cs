using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Indicators;
using TradingCore.Tests.Bars;

namespace TradingCore.Tests.Guarantees.Bars;

/// <summary>Closed minutes are compared with the broker's own, and theirs wins.</summary>
public sealed class ComparisonGuaranteeTests
{
    private static readonly BarsOptions Often = new() { CompareInterval = TimeSpan.FromMinutes(1), CompareDelay = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task A_minute_that_differs_from_the_brokers_own_is_replaced_told_and_counted()
    {
        await using BarDesk desk = await BarDesk.StartAsync(Often);
        DateTimeOffset minute = BarSize.OneMinute.StartOf(desk.Clock.GetUtcNow()).AddMinutes(1);
        await desk.UntilAsync(minute.AddSeconds(52));

        await desk.PlayAsync("{ fault: wrongBars, symbol: SPY, by: 3, count: 1 }");
        await desk.UntilAsync(v => v.BarTruth.Corrected == 1);

        BarRevision revision = desk.View.BarTruth.Revisions.First(r => r.Cause == "compare");
        Assert.Equal((minute, revision.After.Revision - 1), (revision.After.Time, revision.Before!.Revision));
        Assert.InRange(revision.Before!.High - revision.After.High, 2m, 3m);
        Assert.True(revision.Time > minute.AddSeconds(85));
        Assert.Equal(revision.After, desk.Minutes.Bars.Single(b => b.Time == minute));
        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n.Text.Contains("replaced by the broker's own, which differs (high", StringComparison.Ordinal)));
        Assert.True(desk.View.BarTruth.Compared >= 1);
    }

    [Fact]
    public async Task Minutes_that_agree_are_compared_and_stay_as_they_are()
    {
        await using BarDesk desk = await BarDesk.StartAsync(Often);

        await desk.UntilAsync(v => v.BarTruth.Compared >= 3);

        Assert.Equal(0, desk.View.BarTruth.Corrected);
        Assert.All(desk.Minutes.Bars.SkipLast(1).TakeLast(2), b => Assert.Equal((BarSource.Live, 0), (b.Source, b.Revision)));
    }

    [Fact]
    public void A_contract_is_compared_in_one_request_in_an_interval_after_the_delay_and_never_before_what_is_missing()
    {
        Minutes minutes = new Minutes(options: new BarsOptions { CompareInterval = TimeSpan.FromMinutes(5), CompareDelay = TimeSpan.FromMinutes(1) }).Subscribed();
        minutes.Answer(minutes.Requests.History[0]);
        for (int s = 0; s < 1200; s += 5) minutes.Feed(Minutes.Part(s, 100m)).Clock(s + 5);
        HistoryRequest first = minutes.Requests.Comparisons[0];

        minutes.Feed(Minutes.Part(1230, 100m)).FeedAll(1235, 1260).Clock(1262);   // a minute with a gap: it comes first
        int unanswered = minutes.Requests.Comparisons.Count;
        for (int s = 1260; s < 1800; s += 5) minutes.Feed(Minutes.Part(s, 100m)).Clock(s + 5);

        Assert.Equal((Minutes.At(0), Minutes.At(240)), (first.From, first.To));
        Assert.InRange(unanswered, 1, 4);
        Assert.Equal(unanswered, minutes.Requests.Comparisons.Count);
        Assert.NotEmpty(minutes.Requests.Parts);
    }

    [Fact]
    public void Rounding_is_no_difference_and_indicators_follow_a_revision()
    {
        Minutes minutes = new Minutes(options: Often).Subscribed().FeedAll(0, 600);
        minutes.Answer(minutes.Requests.History[0]).Clock(601).Clock(700);
        Assert.True(IndicatorSpec.TryParseList("ema:3", out IReadOnlyList<IndicatorSpec> specs, out _));
        var ema = new IndicatorSeries(specs);
        ema.Update(minutes.Book.Series("SPY", BarSize.OneMinute));
        double? before = ema.Values("ema3")[^1];
        Bar own = minutes.Bars[7];
        HistoryRequest comparison = minutes.Requests.Comparisons[0];

        minutes.Answer(comparison, [.. minutes.Bars.Select(b => b.Time == own.Time ? b with { Close = 130m, High = 130m } : b with { Close = b.Close + 0.00000001m })]);
        int changedFrom = ema.Update(minutes.Book.Series("SPY", BarSize.OneMinute));

        BarRevision revision = Assert.Single(minutes.Book.TakeRevisions());
        Assert.Equal((own, 130m, "compare", 1), (revision.Before, revision.After.Close, revision.Cause, revision.After.Revision));
        Assert.True(changedFrom <= 7);
        Assert.NotEqual(before, ema.Values("ema3")[^1]);
    }
}
