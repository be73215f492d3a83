using TradingCore.Bars;
using TradingCore.Domain;

namespace TradingCore.Tests.Bars;

public sealed class ClosingTests
{
    [Fact]
    public void A_minute_with_all_its_parts_closes_at_once()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 60);

        Assert.True(minutes.Bars[0] is { IsClosed: true, IsComplete: true });
    }

    [Fact]
    public void A_minute_whose_last_part_is_late_closes_on_the_clock_after_the_grace()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 55);

        bool before = minutes.Clock(61.9).Bars[0].IsClosed;
        Bar after = minutes.Clock(62.0).Bars[0];

        Assert.False(before);
        Assert.True(after is { IsClosed: true, Parts: 11, IsComplete: false, Revision: 0 });
    }

    [Fact]
    public void A_late_part_revises_the_closed_minute_and_says_so()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 55).Clock(62);
        Bar before = minutes.Bars[0];

        minutes.Feed(Minutes.Part(55, 120m), atSecond: 63);

        Bar after = minutes.Bars[0];
        Assert.Equal((120m, 12, 1, true, BarSource.Live), (after.Close, after.Parts, after.Revision, after.IsClosed, after.Source));
        Assert.Equal([new BarRevision("SPY", minutes.Instrument.Contract.ConId, before, after, "late part", Minutes.Local.AddSeconds(63))], minutes.Book.TakeRevisions());
        Assert.Empty(minutes.Book.TakeRevisions());
    }

    [Fact]
    public void A_late_part_revises_the_longer_bars_too()
    {
        Minutes minutes = new Minutes().Subscribed().FeedAll(0, 295).FeedAll(300, 305);
        minutes.Clock(310);

        minutes.Feed(Minutes.Part(295, 120m), atSecond: 311);

        Bar five = minutes.Series(BarSize.FiveMinutes)[0];
        Assert.Equal((120m, 60, 1, true), (five.High, five.Parts, five.Revision, five.IsClosed));
        Assert.False(minutes.Series(BarSize.OneHour)[0].IsClosed);
    }

    [Fact]
    public void Longer_bars_close_with_their_last_minute_or_on_the_clock()
    {
        Minutes whole = new Minutes().Subscribed().FeedAll(0, 300), silent = new Minutes().Subscribed().FeedAll(0, 200);

        bool before = silent.Clock(301.9).Series(BarSize.FiveMinutes)[0].IsClosed;
        bool after = silent.Clock(302).Series(BarSize.FiveMinutes)[0].IsClosed;

        Assert.True(whole.Series(BarSize.FiveMinutes)[0].IsClosed);
        Assert.False(before);
        Assert.True(after);
    }

    [Fact]
    public void A_part_of_the_next_minute_does_not_close_the_one_before_within_the_grace()
    {
        Minutes minutes = new Minutes(options: new BarsOptions { CloseGrace = TimeSpan.FromSeconds(10) }).Subscribed().FeedAll(0, 55);

        minutes.Feed(Minutes.Part(60, 101m));

        Assert.False(minutes.Bars[0].IsClosed);
    }
}
