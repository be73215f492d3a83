using TradingCore.Domain;
using TradingCore.Indicators;
using TradingCore.MarketData;
using TradingCore.Tests.Bars;
using TradingCore.Tests.MarketData;

namespace TradingCore.Tests.Guarantees.Bars;

/// <summary>Sessions, trading days and bars are right across the changes of summer time and on short days. Bars live in UTC, the exchange's clock only in its hours.</summary>
public sealed class CalendarGuaranteeTests
{
    private static Instrument Of(string hours, string zone) => Instruments.Spy with { TradingHours = hours, TimeZoneId = zone };

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    // New York: 8 March 2026 forward, 1 November 2026 back; London: 29 March and 25 October.
    [InlineData("20260306:0930-20260306:1600", "US/Eastern", "2026-03-06T14:30Z", "2026-03-06T21:00Z")]
    [InlineData("20260309:0930-20260309:1600", "US/Eastern", "2026-03-09T13:30Z", "2026-03-09T20:00Z")]
    [InlineData("20261030:0930-20261030:1600", "US/Eastern", "2026-10-30T13:30Z", "2026-10-30T20:00Z")]
    [InlineData("20261102:0930-20261102:1600", "US/Eastern", "2026-11-02T14:30Z", "2026-11-02T21:00Z")]
    [InlineData("20260327:0800-20260327:1630", "Europe/London", "2026-03-27T08:00Z", "2026-03-27T16:30Z")]
    [InlineData("20260330:0800-20260330:1630", "Europe/London", "2026-03-30T07:00Z", "2026-03-30T15:30Z")]
    // The evening session that lives through the night of the change.
    [InlineData("20260308:1700-20260309:1600", "US/Central", "2026-03-08T22:00Z", "2026-03-09T21:00Z")]
    [InlineData("20261101:1700-20261102:1600", "US/Central", "2026-11-01T23:00Z", "2026-11-02T22:00Z")]
    // Short days: after Thanksgiving and before Christmas.
    [InlineData("20261127:0930-20261127:1300", "US/Eastern", "2026-11-27T14:30Z", "2026-11-27T18:00Z")]
    [InlineData("20261224:0930-20261224:1300", "US/Eastern", "2026-12-24T14:30Z", "2026-12-24T18:00Z")]
    public void A_session_opens_and_closes_by_the_exchanges_clock_of_that_day(string session, string zone, string open, string close)
    {
        var hours = TradingHours.Of(Of(session, zone));

        Assert.Equal((false, true), (hours.IsOpen(Utc(open).AddSeconds(-1)) ?? false, hours.IsOpen(Utc(open))));
        Assert.Equal((true, false), (hours.IsOpen(Utc(close).AddSeconds(-1)), hours.IsOpen(Utc(close)) ?? false));
    }

    [Theory]
    [InlineData("US/Eastern", "", "2026-03-08T04:59:59Z", "2026-03-07")]
    [InlineData("US/Eastern", "", "2026-03-08T05:00:00Z", "2026-03-08")]
    [InlineData("US/Eastern", "", "2026-03-09T03:59:59Z", "2026-03-08")]
    [InlineData("US/Eastern", "", "2026-03-09T04:00:00Z", "2026-03-09")]
    [InlineData("US/Eastern", "", "2026-11-02T04:59:59Z", "2026-11-01")]
    [InlineData("US/Eastern", "", "2026-11-02T05:00:00Z", "2026-11-02")]
    [InlineData("US/Central", "20260308:1700-20260309:1600", "2026-03-08T21:59:59Z", "2026-03-08")]
    [InlineData("US/Central", "20260308:1700-20260309:1600", "2026-03-08T22:00:00Z", "2026-03-09")]
    [InlineData("US/Central", "20261101:1700-20261102:1600", "2026-11-01T22:59:59Z", "2026-11-01")]
    [InlineData("US/Central", "20261101:1700-20261102:1600", "2026-11-01T23:00:00Z", "2026-11-02")]
    public void A_trading_day_begins_by_the_exchanges_clock_also_on_the_days_of_23_and_25_hours(string zone, string session, string time, string day)
    {
        DateOnly expected = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        Instrument instrument = Of(session, zone);

        Assert.Equal(expected, TradingHours.Of(instrument).DayOf(Utc(time)));
        Assert.Equal(expected, IndicatorSpec.TradingDaysOf(instrument)(Utc(time)));
    }

    [Theory]
    [InlineData("2026-03-08T05:00:00Z", 23)]
    [InlineData("2026-11-01T04:00:00Z", 25)]
    [InlineData("2026-06-01T04:00:00Z", 24)]
    public void Around_the_clock_the_day_of_a_change_has_an_hour_bar_for_every_hour_that_passed(string midnight, int hours)
    {
        // Bars are told by UTC: the hour that New York has twice is two bars, the one it leaves out is none.
        DateTimeOffset start = Utc(midnight);
        Func<DateTimeOffset, DateOnly> dayOf = IndicatorSpec.TradingDaysOf(Of("", "US/Eastern"))!;
        int offset = (int)(start - Minutes.Market).TotalSeconds;
        var minutes = new Minutes(Instruments.Spy with { TimeZoneId = "US/Eastern" }).Subscribed();

        for (int minute = 0; minute < 26 * 60; minute++) minutes.Feed(Minutes.Part(offset + minute * 60, 100m));

        Bar[] day = [.. minutes.Series(BarSize.OneHour).Where(b => dayOf(b.Time) == dayOf(start))];
        Assert.Equal(hours, day.Length);
        Assert.All(day.Zip(day.Skip(1)), p => Assert.Equal(TimeSpan.FromHours(1), p.Second.Time - p.First.Time));
        Assert.All(day, b => Assert.Equal(60, b.Parts));
    }

    [Fact]
    public void After_an_early_close_nothing_is_missing_and_no_flat_minute_is_made()
    {
        // Market time is 14:00 UTC on 8 October 2013, ten in New York; this day ends at 10:02.
        Instrument spy = Of("20131008:0930-20131008:1002;20131009:0930-20131009:1600", "US/Eastern");
        Minutes minutes = new Minutes(spy).Subscribed().FeedAll(0, 120);
        minutes.Answer(minutes.Requests.History[0]);
        int asked = minutes.Requests.History.Count;

        for (int s = 120; s < 7200; s += 30) minutes.Clock(s);
        // The next morning goes on where the session opens.
        int opening = (int)(Utc("2013-10-09T13:30:00Z") - Minutes.Market).TotalSeconds;
        minutes.FeedAll(opening, opening + 60);

        Assert.Equal([Minutes.At(0), Minutes.At(60), Minutes.At(opening)], minutes.Bars.Select(b => b.Time));
        Assert.Empty(minutes.Book.Series("SPY", BarSize.FiveSeconds).Gaps);
        Assert.Empty(minutes.Requests.Parts);
        Assert.Empty(minutes.Book.TakeSilences());
        Assert.InRange(minutes.Requests.History.Count - asked, 0, 1);
    }
}
