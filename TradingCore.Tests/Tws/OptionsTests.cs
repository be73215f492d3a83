using System.ComponentModel.DataAnnotations;
using TradingCore.Tws;

namespace TradingCore.Tests.Tws;

public sealed class OptionsTests
{
    public static TheoryData<string, TwsOptions, bool> Bounds => new()
    {
        { "defaults", new TwsOptions(), true },
        { "port 0", new TwsOptions { Port = 0 }, false },
        { "port 65535", new TwsOptions { Port = 65_535 }, true },
        { "port 65536", new TwsOptions { Port = 65_536 }, false },
        { "no host", new TwsOptions { Host = "" }, false },
        { "client -1", new TwsOptions { ClientId = -1 }, false },
        { "client 999999", new TwsOptions { ClientId = 999_999 }, true },
        { "client 1000000", new TwsOptions { ClientId = 1_000_000 }, false },
        { "50 messages", new TwsOptions { MessagesPerSecond = 50 }, true },
        { "51 messages", new TwsOptions { MessagesPerSecond = 51 }, false },
        { "0 messages", new TwsOptions { MessagesPerSecond = 0 }, false },
        { "heartbeat 3.3 s", new TwsOptions { HeartbeatInterval = TimeSpan.FromSeconds(3.3) }, true },
        { "heartbeat 3.4 s", new TwsOptions { HeartbeatInterval = TimeSpan.FromSeconds(3.4) }, false },
        { "data type 5", new TwsOptions { MarketDataType = 5 }, false },
        { "no connect time-out", new TwsOptions { ConnectTimeout = TimeSpan.Zero }, false },
        { "refusals 0", new TwsOptions { ClientIdRefusalsMax = 0 }, true },
        { "refusals 1001", new TwsOptions { ClientIdRefusalsMax = 1_001 }, false },
        { "alternate id 0 binds manual orders", new TwsOptions { AlternateClientId = 0 }, false },
        { "alternate id 1000000", new TwsOptions { AlternateClientId = 1_000_000 }, false },
        { "alternate id is the own one", new TwsOptions { ClientId = 5, AlternateClientId = 5 }, false },
        { "alternate id 6", new TwsOptions { ClientId = 5, AlternateClientId = 6 }, true },
        { "client id probe 0", new TwsOptions { ClientIdProbeInterval = TimeSpan.Zero }, false },
        { "client id probe 10 min", new TwsOptions { ClientIdProbeInterval = TimeSpan.FromMinutes(10) }, true },
        { "probe 11 min", new TwsOptions { ProbeInterval = TimeSpan.FromMinutes(11) }, false },
        { "stuck after 0", new TwsOptions { StuckAfter = 0 }, false },
        { "stuck after 100", new TwsOptions { StuckAfter = 100 }, true },
        { "weekly login", new TwsOptions { WeeklyLoginDay = DayOfWeek.Sunday, WeeklyLoginTime = "17:30" }, true },
        { "weekly login without a day", new TwsOptions { WeeklyLoginTime = "17:30" }, false },
        { "weekly login without a time", new TwsOptions { WeeklyLoginDay = DayOfWeek.Sunday }, false },
        { "weekly login at 24:00", new TwsOptions { WeeklyLoginDay = DayOfWeek.Sunday, WeeklyLoginTime = "24:00" }, false },
        { "weekly login in no zone", new TwsOptions { WeeklyLoginDay = DayOfWeek.Sunday, WeeklyLoginTime = "17:30", WeeklyLoginZone = "Mars/Base" }, false },
        { "restart in no zone", new TwsOptions { RestartZone = "Mars/Base" }, false },
        { "reminder of 1 min", new TwsOptions { WeeklyLoginReminders = ["00:01:00"] }, true },
        { "reminder of 59 s", new TwsOptions { WeeklyLoginReminders = ["00:00:59"] }, false },
        { "reminder of 6 days", new TwsOptions { WeeklyLoginReminders = ["6.00:00:00"] }, true },
        { "reminder of a number", new TwsOptions { WeeklyLoginReminders = ["15"] }, false },
        { "help page", new TwsOptions { LoginHelpUrl = "https://gateway.local:6080/vnc.html" }, true },
        { "help page of a script", new TwsOptions { LoginHelpUrl = "javascript:alert(1)" }, false },
        { "help page of a file", new TwsOptions { LoginHelpUrl = "/vnc.html" }, false },
        { "login after 0", new TwsOptions { LoginAfter = TimeSpan.Zero }, false },
        { "call every day", new TwsOptions { CallInterval = TimeSpan.FromDays(1) }, true },
        { "restart command without a program", new TwsOptions { RestartCommand = [" ", "now"] }, false },
        { "restart command", new TwsOptions { RestartCommand = ["/usr/bin/systemctl", "restart", "ibgateway"] }, true },
        { "restart command for 11 min", new TwsOptions { RestartCommandTimeout = TimeSpan.FromMinutes(11) }, false },
        { "restart command at once", new TwsOptions { RestartCommandAfter = TimeSpan.Zero }, false },
        { "restart command without a pause", new TwsOptions { RestartCommandInterval = TimeSpan.Zero }, false },
    };

    [Theory]
    [InlineData(0, 500_000)]
    [InlineData(1, 500_001)]
    [InlineData(499_999, 999_999)]
    [InlineData(500_000, 1)]
    [InlineData(999_999, 500_000)]
    public void The_alternate_id_that_nobody_set_is_another_legal_one(int clientId, int expected) =>
        Assert.Equal(expected, new TwsOptions { ClientId = clientId }.AlternateClientIdOrDefault);

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Settings_are_checked_at_their_bounds(string what, TwsOptions options, bool isValid) =>
        Assert.True(isValid == Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true), what);
}
