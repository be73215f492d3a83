using Microsoft.Extensions.Configuration;
using TradingCore.Engine;
using TradingCore.Hosting;
using TradingCore.MarketData;
using TradingCore.Persistence;
using TradingCore.Risk;
using TradingCore.Tws;

namespace TradingCore.Tests.Hosting;

public sealed class SettingsReaderTests
{
    [Theory]
    [InlineData("Tws:Prot", "4002", "Tws:Prot is not a setting. Did you mean Tws:Port?")]
    [InlineData("Tws:Colour", "red", "Tws:Colour is not a setting. Expected one of Account")]
    [InlineData("Tws:Port", "abc", "Tws:Port is 'abc'. Expected a whole number from 1 to 65535.")]
    [InlineData("Tws:Port", "", "Tws:Port is ''. Expected a whole number from 1 to 65535.")]
    [InlineData("Tws:Port", "99999", "Tws:Port is '99999'. Expected a whole number from 1 to 65535.")]
    [InlineData("Tws:port", "-1", "Tws:Port is '-1'.")]
    [InlineData("Tws:ReadOnly", "yes", "Tws:ReadOnly is 'yes'. Expected true or false.")]
    [InlineData("Tws:ConnectTimeout", "5", "Tws:ConnectTimeout is '5'. Expected a duration such as 00:00:05")]
    [InlineData("Tws:WeeklyLoginDay", "Someday", "Tws:WeeklyLoginDay is 'Someday'. Expected one of Sunday, Monday")]
    [InlineData("Tws:WeeklyLoginDay", "Sunday", "Tws:WeeklyLoginTime: a weekly login needs a time as well")]
    [InlineData("Tws:WeeklyLoginReminders", "tomorrow", "Tws:WeeklyLoginReminders: 'tomorrow' is no duration")]
    [InlineData("Tws:WeeklyLoginTimes", "17:30", "Tws:WeeklyLoginTimes is not a setting. Did you mean Tws:WeeklyLoginTime?")]
    [InlineData("Tws:AlternateClientId", "1", "Tws:AlternateClientId: it must differ from Tws:ClientId")]
    [InlineData("Tws:AlternateClientId", "0", "Tws:AlternateClientId is '0'. Expected a whole number from 1 to 999999.")]
    [InlineData("Tws:LoginHelpUrl", "ftp://x", "Tws:LoginHelpUrl: 'ftp://x' is no address of a page")]
    [InlineData("Tws:RestartCommandTimeout", "00:30:00", "Tws:RestartCommandTimeout is '00:30:00'. Expected a duration such as 00:00:05 from 00:00:01 to 00:10:00.")]
    [InlineData("Tws:StuckAfter", "0", "Tws:StuckAfter is '0'. Expected a whole number from 1 to 100.")]
    [InlineData("Tws:Port:Number", "1", "Tws:Port has parts below it (Tws:Port:Number).")]
    public void A_mistake_gives_one_sentence_that_names_the_key(string key, string value, string expected)
    {
        SettingsReader reader = Reader((key, value));

        reader.Read<TwsOptions>(TwsOptions.Section);

        Assert.StartsWith(expected, Assert.Single(reader.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Trading:ReadinessLead", "05:00:00", "Trading:ReadinessLead is '05:00:00'. Expected a duration such as 00:00:05 from 00:00:00 to 04:00:00.")]
    [InlineData("Trading:ReadinessGrace", "00:11:00", "Trading:ReadinessGrace is '00:11:00'.")]
    [InlineData("Trading:ReadinessRepeat", "00:00:00", "Trading:ReadinessRepeat is '00:00:00'.")]
    [InlineData("Trading:ReadinessHours", "Night", "Trading:ReadinessHours is 'Night'. Expected one of Regular, Extended.")]
    public void A_mistake_about_the_readiness_check_is_named_too(string key, string value, string expected)
    {
        SettingsReader reader = Reader((key, value));

        reader.Read<TradingOptions>(TradingOptions.Section);

        Assert.StartsWith(expected, Assert.Single(reader.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.00000001", true)]
    [InlineData("0", false)]
    [InlineData("1000000000", true)]
    [InlineData("1000000000.01", false)]
    public void Ranges_of_decimals_hold_at_their_ends(string value, bool isRight)
    {
        SettingsReader reader = Reader(("Risk:OrderQuantityMax", value));

        reader.Read<RiskOptions>(RiskOptions.Section);

        Assert.Equal(isRight, reader.Problems.Count == 0);
    }

    [Fact]
    public void A_number_is_no_member_of_an_enum()
    {
        SettingsReader reader = Reader(("Persistence:Provider", "7"));

        reader.Read<PersistenceOptions>(PersistenceOptions.Section);

        Assert.Equal("Persistence:Provider is '7'. Expected one of Sqlite, PostgreSql.", Assert.Single(reader.Problems));
    }

    [Fact]
    public void A_list_is_read_from_one_text_as_well_as_from_numbered_keys()
    {
        SettingsReader oneText = Reader(("MarketData:Watchlist", "SPY, ES FUT CME"));
        SettingsReader numbered = Reader(("MarketData:Watchlist:0", "SPY"), ("MarketData:Watchlist:1", "ES FUT CME"));

        Assert.Equal(["SPY", "ES FUT CME"], oneText.Read<MarketDataOptions>(MarketDataOptions.Section).Watchlist);
        Assert.Equal(["SPY", "ES FUT CME"], numbered.Read<MarketDataOptions>(MarketDataOptions.Section).Watchlist);
    }

    [Fact]
    public void Every_mistake_is_told_not_only_the_first()
    {
        SettingsReader reader = Reader(("Tws:Prot", "1"), ("Tws:ClientId", "x"), ("Risk:OrdersPerSecond", "1000"));

        reader.Read<TwsOptions>(TwsOptions.Section);
        reader.Read<RiskOptions>(RiskOptions.Section);

        Assert.Equal(3, reader.Problems.Count);
    }

    [Theory]
    [InlineData("Trading:Mode", "Live", "Trading:AllowLive is not true")]
    [InlineData("MarketData:Watchlist:0", "SPY FOO", "'FOO' is not a security type")]
    public void What_does_not_fit_together_is_told(string key, string value, string expected)
    {
        SettingsReader reader = Reader((key, value));

        TradingSettings.Read(reader, isSimulated: false);

        Assert.Contains(expected, Assert.Single(reader.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, Domain.TradingMode.Simulator)]
    [InlineData(false, Domain.TradingMode.Paper)]
    public void The_mode_follows_the_gateway_when_nobody_sets_it(bool isSimulated, Domain.TradingMode expected)
    {
        SettingsReader reader = Reader();

        TradingSettings settings = TradingSettings.Read(reader, isSimulated);

        Assert.Equal(expected, settings.Trading.Mode);
    }

    private static SettingsReader Reader(params (string Key, string Value)[] values) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value)).Build());
}
