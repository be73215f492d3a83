using TradingCore.MarketData;

namespace TradingCore.Tests.MarketData;

public sealed class TradingHoursTests
{
    private static TradingHours Hours(string hours, string zone) => TradingHours.Of(Instruments.Spy with { TradingHours = hours, TimeZoneId = zone });

    [Theory]
    [InlineData("2026-10-01T07:59:59Z", false)]
    [InlineData("2026-10-01T08:00:00Z", true)]
    [InlineData("2026-10-01T23:59:59Z", true)]
    [InlineData("2026-10-02T00:00:00Z", false)]
    [InlineData("2026-10-03T12:00:00Z", false)]
    [InlineData("2026-10-09T12:00:00Z", null)]
    [InlineData("2013-10-08T14:00:00Z", null)]
    public void Hours_are_read_in_the_exchange_zone_and_say_when_they_do_not_know(string time, bool? expected)
    {
        TradingHours hours = Hours("20261001:0400-20261001:2000;20261002:0400-20261002:2000;20261003:CLOSED", "US/Eastern");

        Assert.Equal(expected, hours.IsOpen(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void The_change_to_winter_time_moves_the_opening_in_utc()
    {
        TradingHours hours = Hours("20261030:0930-20261030:1600;20261102:0930-20261102:1600", "America/New_York");

        Assert.True(hours.IsOpen(new DateTimeOffset(2026, 10, 30, 13, 30, 0, TimeSpan.Zero)));
        Assert.False(hours.IsOpen(new DateTimeOffset(2026, 11, 2, 13, 30, 0, TimeSpan.Zero)));
        Assert.True(hours.IsOpen(new DateTimeOffset(2026, 11, 2, 14, 30, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void An_evening_opening_begins_the_next_trading_day()
    {
        TradingHours hours = Hours("20261001:1700-20261002:1600;20261003:CLOSED", "US/Central");

        Assert.Equal(new DateOnly(2026, 10, 1), hours.DayOf(new DateTimeOffset(2026, 10, 1, 20, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new DateOnly(2026, 10, 2), hours.DayOf(new DateTimeOffset(2026, 10, 1, 22, 0, 0, TimeSpan.Zero)));
        Assert.True(hours.IsOpen(new DateTimeOffset(2026, 10, 2, 3, 0, 0, TimeSpan.Zero)));
    }

    // Corn: a night, a pause in the morning, and the day.
    [Theory]
    [InlineData("2026-03-03T04:00Z", "2026-03-03T19:20Z")]
    [InlineData("2026-03-03T14:00Z", "2026-03-03T19:20Z")]   // in the pause
    [InlineData("2026-03-03T15:00Z", "2026-03-03T19:20Z")]
    [InlineData("2026-03-03T19:20Z", "2026-03-04T19:20Z")]
    [InlineData("2026-03-04T19:20Z", null)]
    public void A_trading_day_ends_with_its_last_session_whatever_pauses_it_makes(string time, string? expected)
    {
        TradingHours hours = Hours("20260302:1900-20260303:0745;20260303:0830-20260303:1320;20260303:1900-20260304:0745;20260304:0830-20260304:1320", "US/Central");

        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), hours.EndOfDay(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("", "US/Eastern")]
    [InlineData("20261001:0400-20261001:2000", "Mars/Olympus")]
    [InlineData("nonsense;2026;20261001:25-30", "US/Eastern")]
    public void Hours_that_cannot_be_read_are_not_known(string text, string zone)
    {
        TradingHours hours = Hours(text, zone);

        Assert.NotEqual(true, hours.IsOpen(new DateTimeOffset(2026, 10, 1, 14, 0, 0, TimeSpan.Zero)));
    }
}
