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
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Settings_are_checked_at_their_bounds(string what, TwsOptions options, bool isValid) =>
        Assert.True(isValid == Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true), what);
}
