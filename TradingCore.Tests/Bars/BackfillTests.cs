using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Tests.MarketData;

namespace TradingCore.Tests.Bars;

public sealed class BackfillTests
{
    private static Bar[] History(int fromSecond, int toSecond, decimal price = 200m) =>
        [.. Enumerable.Range(0, (toSecond - fromSecond) / 60).Select(i => Minutes.Minute(fromSecond + 60 * i, price))];

    [Fact]
    public void The_first_start_asks_for_the_last_day_up_to_the_gateways_present()
    {
        Minutes minutes = new Minutes().Subscribed();

        HistoryRequest request = Assert.Single(minutes.Requests.History);

        Assert.Equal((BarSize.OneMinute, null, "subscribe"), (request.Size, request.To, request.Reason));
        Assert.InRange(Minutes.Local - request.From, TimeSpan.FromDays(1), TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void The_first_start_asks_for_nothing_when_that_is_switched_off()
    {
        Minutes minutes = new Minutes(options: new BarsOptions { BackfillOnSubscribe = false }).Subscribed();

        Assert.Empty(minutes.Requests.History);
    }

    [Fact]
    public void Bars_of_the_past_are_marked_whole_and_closed()
    {
        Minutes minutes = new Minutes().Subscribed();

        minutes.Answer(minutes.Requests.History[0], History(-3600, 60));

        Assert.Equal(61, minutes.Bars.Count);
        Assert.All(minutes.Bars.SkipLast(1), b => Assert.True(b is { Source: BarSource.Backfill, Parts: 12, IsClosed: true, Revision: 0 }));
        Assert.All(minutes.Series(BarSize.FiveMinutes).SkipLast(1), b => Assert.True(b is { Source: BarSource.Backfill, Parts: 60, IsClosed: true }));
        Assert.Empty(minutes.Book.TakeRevisions());
    }

    [Fact]
    public void The_running_minute_goes_on_from_the_unfinished_bar_of_history()
    {
        Minutes minutes = new Minutes().Subscribed(second: 22);
        minutes.Answer(minutes.Requests.History[0], [.. History(-120, 0), Minutes.Part(0, 100m, 105m, 95m, 101m, volume: 1000m, count: 10, wap: 100m) with { Size = BarSize.OneMinute }]);

        // The part that was running when history answered is in the answer already, at least partly: it adds no volume.
        minutes.Feed(Minutes.Part(20, 101m, 110m, 101m, 102m)).Feed(Minutes.Part(25, 102m, 103m, 90m, 97m, volume: 50m, count: 2));

        Bar running = minutes.Bars[^1];
        Assert.Equal((100m, 110m, 90m, 97m), (running.Open, running.High, running.Low, running.Close));
        Assert.Equal((1050m, 12, BarSource.Backfill, false), (running.Volume, running.Count, running.Source, running.IsClosed));
    }

    [Fact]
    public void Parts_that_came_before_the_unfinished_bar_are_not_counted_twice()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 20);

        minutes.Clock(21).Answer(minutes.Requests.History[0], Minutes.Part(0, 100m, volume: 450m) with { Size = BarSize.OneMinute }).Feed(Minutes.Part(25, 100m));

        Assert.Equal(550m, minutes.Bars[0].Volume);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void A_minute_whose_parts_all_came_live_stays_whole_when_history_answers_in_its_middle(int second)
    {
        // The answer and the parts come in one stream, and the answer may lag behind them: what it covers is not known exactly.
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, second);
        minutes.Answer(minutes.Requests.History[0], Minutes.Part(0, 100m, volume: 50m) with { Size = BarSize.OneMinute });

        minutes.FeedAll(second, 60);

        Assert.True(minutes.Bars[0] is { Parts: 12, Volume: 1200m, Source: BarSource.Live, IsClosed: true }, minutes.Bars[0].ToString());
        Assert.Single(minutes.Requests.History);
    }

    [Fact]
    public void A_minute_that_was_subscribed_in_its_middle_is_asked_for_when_it_is_over()
    {
        Minutes minutes = new Minutes().Subscribed(22);
        minutes.Answer(minutes.Requests.History[0], History(-120, 60)).FeedAll(20, 60);

        minutes.Clock(62.5);

        HistoryRequest request = minutes.Requests.History[^1];
        Assert.Equal((Minutes.At(0), Minutes.At(60), "incomplete bar"), (request.From, request.To, request.Reason));
        minutes.Answer(request, Minutes.Minute(0, 150m, volume: 9_999m));
        Bar bar = minutes.Bars[^1];
        Assert.Equal((150m, 9_999m, 12, BarSource.Backfill, true, 1), (bar.Close, bar.Volume, bar.Parts, bar.Source, bar.IsClosed, bar.Revision));
        Assert.Equal("backfill", Assert.Single(minutes.Book.TakeRevisions()).Cause);
    }

    [Fact]
    public void A_gap_in_the_parts_is_asked_for_in_one_request_and_filled_and_marked()
    {
        Minutes minutes = new Minutes().Subscribed().Answer(new HistoryRequest(Instruments.Spy, BarSize.OneMinute, Minutes.At(-60), null, "subscribe")).FeedAll(0, 90);
        minutes.Answer(minutes.Requests.History[0]);
        int asked = minutes.Requests.History.Count;

        minutes.FeedAll(330, 420).Clock(423);

        HistoryRequest request = Assert.Single(minutes.Requests.History.Skip(asked));
        Assert.Equal((Minutes.At(60), Minutes.At(300), "gap"), (request.From, request.To, request.Reason));
        minutes.Answer(request, History(60, 300));
        HistoryRequest second = minutes.Requests.History[^1];
        Assert.Equal((Minutes.At(300), Minutes.At(360)), (second.From, second.To));
        minutes.Answer(second, History(300, 360));
        Assert.Equal(Enumerable.Range(0, 7).Select(i => Minutes.At(60 * i)), minutes.Bars.Select(b => b.Time));
        Assert.Equal("Live Backfill Backfill Backfill Backfill Backfill Live", string.Join(' ', minutes.Bars.Select(b => b.Source)));
        Assert.All(minutes.Bars, b => Assert.True(b is { IsComplete: true, IsClosed: true }));
        Assert.True(minutes.Series(BarSize.FiveMinutes)[0] is { Source: BarSource.Backfill, Parts: 60 });
    }

    [Fact]
    public void A_whole_live_minute_is_never_overwritten_by_history()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 120);
        Bar[] live = [.. minutes.Bars];

        minutes.Answer(minutes.Requests.History[0], History(-60, 180, price: 999m));

        Assert.Equal(live, minutes.Bars.Skip(1).Take(2));
        Assert.Empty(minutes.Book.TakeRevisions());
    }

    [Fact]
    public void After_an_outage_everything_since_the_newest_whole_minute_is_asked_for_and_filled()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 150);
        minutes.Answer(minutes.Requests.History[0]);
        int asked = minutes.Requests.History.Count;
        minutes.Book.Interrupt(Minutes.Local.AddSeconds(151), "Connection lost.");
        minutes.Clock(200).Clock(400);
        int askedWhileAway = minutes.Requests.History.Count - asked;

        minutes.Subscribed(second: 410);

        HistoryRequest request = Assert.Single(minutes.Requests.History.Skip(asked));
        Assert.Equal(0, askedWhileAway);
        Assert.Null(request.To);
        // The market's time is 410 s past the hour, the newest whole minute ended at 120 s; a minute more for what passes until the answer.
        Assert.Equal(TimeSpan.FromSeconds(410 - 120 + 60), Minutes.Local.AddSeconds(410) - request.From);
        minutes.Answer(request, History(60, 420)).FeedAll(410, 480).Clock(482);
        minutes.Answer(minutes.Requests.History[^1], History(360, 420));
        Assert.Equal("Live Live Backfill Backfill Backfill Backfill Backfill Live", string.Join(' ', minutes.Bars.Select(b => b.Source)));
        Assert.All(minutes.Bars, b => Assert.True(b.IsComplete));
        Assert.Equal(Minutes.At(120), Assert.Single(minutes.Book.TakeRevisions(), r => r.Before!.Parts == 6).After.Time);
    }

    [Fact]
    public void A_minute_that_history_confirms_to_be_silent_is_flat()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 60, 100m);
        minutes.Answer(minutes.Requests.History[0]).FeedAll(240, 300, 105m);
        HistoryRequest gap = minutes.Requests.History[^1];

        minutes.Answer(gap, Minutes.Minute(120, 103m));

        Assert.Equal([100m, 100m, 103m, 103m, 105m], minutes.Bars.Select(b => b.Close));
        Assert.All(new[] { 1, 3 }, i => Assert.True(minutes.Bars[i] is { Count: 0, Volume: 0m, Source: BarSource.Backfill, Parts: 12, IsClosed: true }));
    }

    [Fact]
    public void A_closed_market_leaves_no_flat_minutes()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 60);
        minutes.Answer(minutes.Requests.History[0]).FeedAll(17 * 3600, 17 * 3600 + 60);

        HistoryRequest night = minutes.Requests.History[^1];
        minutes.Book.OnHistoryFailed(night, 162, "Historical Market Data Service error message:HMDS query returned no data: SPY@SMART Trades");
        int asked = minutes.Requests.History.Count;
        minutes.Clock(17 * 3600 + 600);

        Assert.Equal("gap", night.Reason);
        Assert.Equal(2, minutes.Bars.Count);
        Assert.Equal(asked, minutes.Requests.History.Count);
    }

    [Fact]
    public void A_failed_request_is_repeated_with_growing_waits_and_then_given_up()
    {
        Minutes minutes = new Minutes(options: new BarsOptions { RetriesMax = 3, RetryDelay = TimeSpan.FromSeconds(5) }).Subscribed();
        List<double> asked = [];

        for (double s = 0; s < 200; s++)
        {
            int before = minutes.Requests.History.Count;
            if (s == 0) minutes.Book.OnHistoryFailed(minutes.Requests.History[0], 162, "pacing violation");
            minutes.Clock(s);
            if (minutes.Requests.History.Count == before) continue;
            asked.Add(s);
            minutes.Book.OnHistoryFailed(minutes.Requests.History[^1], 162, "pacing violation");
        }

        Assert.Equal([5, 15, 35], asked);
    }

    [Fact]
    public void A_request_that_cannot_help_is_not_repeated()
    {
        Minutes minutes = new Minutes().Subscribed();

        minutes.Book.OnHistoryFailed(minutes.Requests.History[0], 162, "No market data permissions for NYSE STK");
        minutes.Clock(600);

        Assert.Single(minutes.Requests.History);
    }

    [Fact]
    public void A_traded_minute_that_the_answer_does_not_hold_yet_is_asked_for_again()
    {
        Minutes minutes = new Minutes().Subscribed(22);
        minutes.Answer(minutes.Requests.History[0]).FeedAll(20, 60).Clock(62);
        HistoryRequest first = minutes.Requests.History[^1];

        minutes.Answer(first).Clock(66);
        int early = minutes.Requests.History.Count;
        minutes.Clock(68);

        Assert.Equal(2, early);
        Assert.Equal((first.From, first.To), (minutes.Requests.History[2].From, minutes.Requests.History[2].To));
        Assert.True(minutes.Bars[0] is { IsComplete: false, Parts: 8 });
    }

    [Fact]
    public void A_silent_subscription_is_started_again_and_told_with_growing_waits()
    {
        Minutes minutes = new Minutes(options: new BarsOptions { SilenceMax = TimeSpan.FromSeconds(30) }).Subscribed().FeedAll(0, 60);
        List<double> starts = [];

        for (double s = 60; s < 300; s++)
        {
            int before = minutes.Requests.BarsAskedAgain.Count;
            minutes.Clock(s);
            if (minutes.Requests.BarsAskedAgain.Count > before) starts.Add(s);
        }

        Assert.Equal([91, 151, 271], starts);
        Assert.Equal(3, minutes.Requests.BarsAskedAgain.Count);
        Assert.Equal([1, 2, 3], minutes.Book.TakeSilences().Select(s => s.Attempts));
    }

    [Fact]
    public void A_closed_market_may_be_silent()
    {
        Instrument spy = Instruments.Spy with { TimeZoneId = "US/Eastern", TradingHours = "20131008:0400-20131008:1001;20131009:CLOSED" };
        Minutes minutes = new Minutes(spy).Subscribed().FeedAll(0, 60);

        minutes.Clock(3600);

        Assert.Empty(minutes.Requests.Subscribed);
        Assert.Empty(minutes.Book.TakeSilences());
    }

    [Fact]
    public void The_last_minute_of_a_closed_market_is_asked_for_once_more_and_then_final()
    {
        Minutes minutes = new Minutes().Subscribed();
        minutes.Answer(minutes.Requests.History[0], History(-600, 0));
        Bar before = minutes.Bars[^1];

        minutes.Clock(70);
        minutes.Answer(minutes.Requests.History[^1], History(-60, 0));
        minutes.Clock(200);

        Assert.False(before.IsClosed);
        Assert.Equal((Minutes.At(-60), Minutes.At(0)), (minutes.Requests.History[1].From, minutes.Requests.History[1].To));
        Assert.Equal(2, minutes.Requests.History.Count);
        Assert.True(minutes.Bars[^1] is { IsClosed: true, IsComplete: true, Time: var t } && t == Minutes.At(-60));
    }
}
