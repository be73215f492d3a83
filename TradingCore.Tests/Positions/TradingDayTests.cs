using System.Globalization;
using TradingCore.Positions;

namespace TradingCore.Tests.Positions;

/// <summary>Days on the nights in which clocks are changed.</summary>
public sealed class TradingDayTests
{
    // Clocks that are turned at one, at two, at three and at midnight, by half an hour, and not at all.
    private static readonly string[] Zones =
    [
        "America/New_York", "America/Chicago", "Europe/London", "Europe/Berlin", "Atlantic/Azores", "Australia/Sydney", "Australia/Lord_Howe", "America/Santiago", "America/Havana",
        "Africa/Cairo", "Asia/Beirut", "America/Scoresbysund", "Asia/Tokyo", "Africa/Casablanca",
    ];

    [Theory]
    [InlineData("2026-11-01T05:29:59Z", "2026-10-31")]   // 01:29:59, summer time
    [InlineData("2026-11-01T05:30:00Z", "2026-11-01")]
    [InlineData("2026-11-01T05:59:59Z", "2026-11-01")]
    [InlineData("2026-11-01T06:00:00Z", "2026-11-01")]   // 01:00:00 again: the day has begun and goes on
    [InlineData("2026-11-01T06:29:59Z", "2026-11-01")]
    [InlineData("2026-11-01T06:30:00Z", "2026-11-01")]
    [InlineData("2026-11-02T06:29:59Z", "2026-11-01")]
    [InlineData("2026-11-02T06:30:00Z", "2026-11-02")]
    public void A_day_that_begins_in_the_hour_that_comes_twice_begins_once(string time, string day)
    {
        var days = new TradingDay(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), new TimeSpan(1, 30, 0));

        Assert.Equal(DateOnly.Parse(day, CultureInfo.InvariantCulture), days.Of(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_time_that_is_not_set_belongs_to_the_first_of_all_days() =>
        Assert.Equal(default, new TradingDay(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), TimeSpan.Zero).Of(default));

    [Fact]
    public void In_every_zone_and_from_every_hour_a_later_moment_never_belongs_to_an_earlier_day()
    {
        var broken = new List<string>();
        foreach (TimeZoneInfo zone in Zones.Select(TimeZoneInfo.FindSystemTimeZoneById))
            foreach (DateTimeOffset change in Changes(zone, 2026))
                for (TimeSpan start = TimeSpan.Zero; start < TimeSpan.FromDays(1); start += TimeSpan.FromMinutes(30))
                {
                    var days = new TradingDay(zone, start);
                    DateOnly last = days.Of(change.AddHours(-26));
                    for (DateTimeOffset at = change.AddHours(-26); at < change.AddHours(26); at = at.AddMinutes(15))
                    {
                        DateOnly day = days.Of(at);
                        if (day < last || day > last.AddDays(1)) broken.Add($"{zone.Id} from {start}: {at:O} belongs to {day:O}, and {last:O} was before.");
                        last = day;
                    }
                }

        Assert.Empty(broken);
    }

    private static IEnumerable<DateTimeOffset> Changes(TimeZoneInfo zone, int year)
    {
        var end = new DateTimeOffset(year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var at = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero); at < end; at = at.AddHours(1))
            if (zone.GetUtcOffset(at) != zone.GetUtcOffset(at.AddHours(-1))) yield return at;
    }
}
