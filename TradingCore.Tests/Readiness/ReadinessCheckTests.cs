using TradingCore.Domain;
using TradingCore.MarketData;
using TradingCore.Readiness;

namespace TradingCore.Tests.Readiness;

public sealed class ReadinessCheckTests
{
    private static readonly DateTimeOffset Open = new(2026, 3, 3, 14, 30, 0, TimeSpan.Zero);
    private static readonly AccountId Account = new("DU1234567");

    [Theory]
    [InlineData(-901, ReadinessState.NotDue)]
    [InlineData(-900, ReadinessState.Ready)]
    [InlineData(0, ReadinessState.Ready)]
    public void It_is_due_in_the_lead_before_the_next_open(int seconds, ReadinessState expected)
    {
        ReadinessReport report = ReadinessCheck.Of(Well() with { Now = Open.AddSeconds(seconds) });

        Assert.Equal((expected, "SPY", Open), (report.State, report.Ticker, report.OpenTime));
        Assert.Equal(["connection", "clientId", "verified", "farms", "data", "accounts", "storage"], report.Items.Select(i => i.Name));
        Assert.All(report.Items, i => Assert.True(i.IsWell, i.Text));
    }

    public static TheoryData<string, ReadinessFacts, string> Missing => new()
    {
        { "connection", Well() with { Session = Session() with { State = SessionState.WaitingToReconnect, Cause = "nobody listens there" } }, "The gateway is not connected: nobody listens there" },
        { "connection", Well() with { Session = Session() with { IsBrokerConnected = false } }, "The gateway is connected, and the broker behind it is away" },
        { "clientId", Well() with { Session = Session() with { AlternateClientId = 9 } }, "Client id 1 is in use by another connection, so the session is read-only" },
        { "verified", Well() with { IsVerified = false }, "Orders and positions have not been compared with the broker since the last gap" },
        { "farms", Well() with { Session = Session() with { Farms = [new FarmState("usfarm", FarmKind.MarketData, FarmHealth.Disconnected, Open)] } }, "The broker's market data farm usfarm is away" },
        { "farms", Well() with { Session = Session() with { HasCompetingSession = true } }, "Market data goes to another session of the same login (10197)" },
        { "data", Well() with { Watched = [Spy() with { IsSubscribed = false, Reason = "No permission (code 354)." }] }, "No data of SPY: No permission (code 354)" },
        { "data", Well() with { Watched = [Spy() with { DataType = MarketDataType.Delayed }] }, "Data of SPY is delayed: the login has no permission for live data" },
        { "data", Well() with { Watched = [Spy() with { HasFlowed = false }] }, "No price of SPY has come since the connection stands" },
        { "accounts", Well() with { Session = Session() with { Accounts = [] } }, "The login has told no account" },
        { "accounts", Well() with { ToldAccounts = [] }, "The broker has not told the money of DU***67" },
        { "storage", Well() with { StorageProblem = "The disk is full." }, "Orders cannot be stored: The disk is full" },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public void Each_thing_that_is_missing_blocks_and_is_named_alone(string name, ReadinessFacts facts, string text)
    {
        ReadinessReport report = ReadinessCheck.Of(facts);

        Assert.Equal(ReadinessState.Blocked, report.State);
        Assert.Equal(new ReadinessItem(name, false, text), Assert.Single(report.Items, i => !i.IsWell));
        Assert.Equal(text + ".", report.Missing);
    }

    [Fact]
    public void A_history_farm_that_is_away_blocks_nothing()
    {
        SessionStatus session = Session() with { Farms = [new FarmState("ushmds", FarmKind.History, FarmHealth.Disconnected, Open), new FarmState("usfarm", FarmKind.MarketData, FarmHealth.Inactive, Open)] };

        Assert.Equal(ReadinessState.Ready, ReadinessCheck.Of(Well() with { Session = session }).State);
    }

    [Fact]
    public void A_lead_of_nothing_never_checks() =>
        Assert.Equal(ReadinessState.NotDue, ReadinessCheck.Of(Well() with { Lead = TimeSpan.Zero, IsVerified = false }).State);

    [Fact]
    public void The_first_of_several_opens_counts()
    {
        WatchedContract future = Spy() with { Ticker = "ESZ6", OpenTime = Open.AddMinutes(-5) };

        Assert.Equal("ESZ6", ReadinessCheck.Of(Well() with { Watched = [Spy(), future] }).Ticker);
    }

    [Fact]
    public void After_a_start_without_a_gateway_the_hours_of_New_York_are_assumed()
    {
        ReadinessReport report = ReadinessCheck.Of(Well() with
        {
            Session = new SessionStatus { State = SessionState.WaitingToReconnect },
            Watched = [Spy() with { OpenTime = null, IsSubscribed = false }],
        });

        Assert.Equal((ReadinessState.Blocked, Open, true), (report.State, report.OpenTime, report.IsOpenAssumed));
    }

    [Theory]
    [InlineData("2026-03-06T15:00Z", "2026-03-09T13:30Z")]  // Friday after the open, over a change of the clocks, to Monday
    [InlineData("2026-03-09T13:30Z", "2026-03-09T13:30Z")]
    [InlineData("2026-10-30T20:00Z", "2026-11-02T14:30Z")]
    public void The_assumed_open_is_that_of_the_next_weekday(string now, string expected) =>
        Assert.Equal(At(expected), ReadinessCheck.AssumedNextOpen(At(now)));

    [Theory]
    [InlineData("20260303:0930-20260303:1600;20260304:0930-20260304:1600", "2026-03-03T14:30:01Z", "2026-03-04T14:30Z")]
    [InlineData("20260303:0930-20260303:1600;20260304:0930-20260304:1600", "2026-03-03T14:30Z", "2026-03-03T14:30Z")]
    [InlineData("20260306:0930-20260306:1600;20260307:CLOSED;20260308:CLOSED;20260309:0930-20260309:1600", "2026-03-06T20:00Z", "2026-03-09T13:30Z")]
    [InlineData("20260303:0000-20260304:0000;20260304:0000-20260305:0000", "2026-03-03T12:00Z", null)]                                     // never closed: nothing opens
    [InlineData("20260301:1800-20260302:1700;20260302:1800-20260303:1700", "2026-03-02T12:00Z", "2026-03-02T23:00Z")]                      // the evening after an hour's pause
    public void The_next_open_is_the_end_of_the_next_time_without_trading(string hours, string now, string? expected)
    {
        var instrument = new Instrument { Contract = new Contract { Ticker = "X", Symbol = "X" }, TimeZoneId = "US/Eastern", TradingHours = hours };

        Assert.Equal(expected is null ? null : At(expected), TradingHours.Of(instrument).NextOpen(At(now)));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static WatchedContract Spy() => new("SPY", IsSubscribed: true, "", HasFlowed: true, MarketDataType.Live, Open);

    private static SessionStatus Session() => new() { State = SessionState.Ready, IsBrokerConnected = true, Host = "127.0.0.1", Port = 4002, ClientId = 1, Accounts = [Account] };

    private static ReadinessFacts Well() => new()
    {
        Now = Open.AddMinutes(-10),
        Lead = TimeSpan.FromMinutes(15),
        Session = Session(),
        IsVerified = true,
        Watched = [Spy()],
        ToldAccounts = [Account],
    };
}
