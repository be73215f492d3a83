using TradingCore.Engine.Views;
using TradingCore.Tws;

namespace TradingCore.Tests.Tws;

public sealed class WeeklyLoginTests
{
    // Clocks of New York go forward on 2026-03-08 at 02:00 and back on 2026-11-01 at 02:00, both Sundays.
    [Theory]
    [InlineData("17:30", "2026-03-02T12:00Z", "2026-03-08T21:30Z")]   // first Sunday of summer time: four hours behind UTC
    [InlineData("17:30", "2026-03-08T21:31Z", "2026-03-15T21:30Z")]
    [InlineData("17:30", "2026-02-25T12:00Z", "2026-03-01T22:30Z")]   // the one before: five hours
    [InlineData("17:30", "2026-10-26T12:00Z", "2026-11-01T22:30Z")]
    [InlineData("02:30", "2026-03-07T12:00Z", "2026-03-08T07:30Z")]   // an hour that is left out: 03:30 summer time
    [InlineData("01:30", "2026-10-31T12:00Z", "2026-11-01T05:30Z")]   // an hour that comes twice: the first
    [InlineData("17:30", "2026-03-08T21:30Z", "2026-03-08T21:30Z")]   // the very moment counts
    public void The_next_login_is_at_the_chosen_hour_of_the_wall_whatever_the_clocks_do(string time, string now, string expected) =>
        Assert.Equal(At(expected), Plan(time).Next(At(now)));

    [Theory]
    [InlineData("2026-03-15T21:29Z", "2026-03-08T21:30Z")]
    [InlineData("2026-03-08T21:30Z", "2026-03-01T22:30Z")]
    public void The_last_login_is_a_week_of_the_wall_before(string now, string expected) => Assert.Equal(At(expected), Plan("17:30").Last(At(now)));

    [Fact]
    public void The_hour_is_that_of_the_zone_that_was_chosen()
    {
        var plan = new WeeklyLoginPlan(new TwsOptions { WeeklyLoginDay = DayOfWeek.Monday, WeeklyLoginTime = "07:00", WeeklyLoginZone = "Europe/Berlin" });

        Assert.Equal(At("2026-03-30T05:00Z"), plan.Next(At("2026-03-28T12:00Z")));
    }

    [Fact]
    public void Nothing_is_planned_or_told_without_a_setting()
    {
        var options = new TwsOptions();
        var watch = new WeeklyLoginWatch(new WeeklyLoginPlan(options), At("2026-03-01T00:00Z"), options.LoginAfter, options.CallInterval);

        Assert.Null(watch.Advance(At("2026-03-08T21:30Z"), isConnected: false));
        Assert.Null(watch.PlannedTime);
    }

    [Fact]
    public void Reminders_come_once_each_and_grow_louder()
    {
        WeeklyLoginWatch watch = Watch("2026-03-06T00:00Z");
        List<(DateTimeOffset, NoticeSeverity, bool)> told = Run(watch, "2026-03-06T00:00Z", "2026-03-08T21:29Z", _ => true);

        Assert.Equal(
            [
                (At("2026-03-07T21:30Z"), NoticeSeverity.Info, false),
                (At("2026-03-08T19:30Z"), NoticeSeverity.Warning, false),
                (At("2026-03-08T21:15Z"), NoticeSeverity.Error, true),
            ],
            told);
    }

    [Fact]
    public void A_missed_login_is_told_again_and_again_until_the_gateway_is_connected()
    {
        WeeklyLoginWatch watch = Watch("2026-03-06T00:00Z");
        Run(watch, "2026-03-06T00:00Z", "2026-03-08T21:29Z", _ => true);

        List<(DateTimeOffset Time, NoticeSeverity Severity, bool Calls)> told = Run(watch, "2026-03-08T21:30Z", "2026-03-08T22:05Z", t => t >= At("2026-03-08T22:05Z"));

        Assert.Equal(
            [
                (At("2026-03-08T21:30Z"), NoticeSeverity.Error, true),
                (At("2026-03-08T21:45Z"), NoticeSeverity.Error, true),
                (At("2026-03-08T22:00Z"), NoticeSeverity.Error, true),
                (At("2026-03-08T22:05Z"), NoticeSeverity.Info, false),
            ],
            told);
        Assert.Equal((At("2026-03-15T21:30Z"), false), (watch.PlannedTime, watch.IsOverdue));
    }

    [Fact]
    public void A_login_that_was_missed_before_the_start_counts_after_the_session_had_its_time_to_come_up()
    {
        WeeklyLoginWatch watch = Watch("2026-03-08T22:30Z");

        Assert.Null(watch.Advance(At("2026-03-08T22:30Z"), isConnected: false));
        LoginReminder? missed = watch.Advance(At("2026-03-08T22:33Z"), isConnected: false);

        Assert.True(missed is { Severity: NoticeSeverity.Error, CallsPerson: true } && watch.IsOverdue);
        Assert.Contains("is overdue: it was planned for Sunday, 2026-03-08 17:30", missed!.Value.Text, StringComparison.Ordinal);
        Assert.Contains("IBKR Mobile", missed.Value.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_after_the_login_that_finds_the_gateway_connected_says_nothing()
    {
        WeeklyLoginWatch watch = Watch("2026-03-08T22:30Z");

        Assert.Null(watch.Advance(At("2026-03-08T22:30Z"), isConnected: false));
        Assert.Null(watch.Advance(At("2026-03-08T22:31Z"), isConnected: true));
        Assert.Equal(At("2026-03-15T21:30Z"), watch.PlannedTime);
    }

    private static WeeklyLoginPlan Plan(string time) => new(new TwsOptions { WeeklyLoginDay = DayOfWeek.Sunday, WeeklyLoginTime = time });

    private static WeeklyLoginWatch Watch(string started) => new(Plan("17:30"), At(started), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(15));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static List<(DateTimeOffset, NoticeSeverity, bool)> Run(WeeklyLoginWatch watch, string from, string to, Func<DateTimeOffset, bool> isConnected)
    {
        List<(DateTimeOffset, NoticeSeverity, bool)> told = [];
        for (DateTimeOffset time = At(from); time <= At(to); time = time.AddMinutes(1))
            if (watch.Advance(time, isConnected(time)) is { } reminder) told.Add((time, reminder.Severity, reminder.CallsPerson));
        return told;
    }
}
