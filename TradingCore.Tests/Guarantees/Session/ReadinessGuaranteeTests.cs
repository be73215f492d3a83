using TradingCore.Domain;

namespace TradingCore.Tests.Guarantees.Session;

/// <summary>What is promised of the minutes before an open: what is missing is found, shown and told to a person while there is time to mend it.</summary>
public sealed class ReadinessGuaranteeTests
{
    // Ten minutes before the regular open of a Tuesday in New York.
    private static readonly DateTimeOffset BeforeOpen = new(2026, 3, 3, 14, 20, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_gateway_that_is_down_before_the_open_blocks_readiness_and_calls_a_person_until_it_is_back()
    {
        await using FaultyDesk desk = await StartAsync();
        await desk.UntilAsync(v => v.Session.Readiness.State == ReadinessState.Ready);
        Assert.Equal(("SPY", BeforeOpen.AddMinutes(10)), (desk.View.Session.Readiness.Ticker, desk.View.Session.Readiness.OpenTime));

        await desk.PlayAsync("- fault: refuseConnections\n- fault: dropConnection");
        await desk.UntilAsync(v => v.Session.Readiness.State == ReadinessState.Blocked && desk.Calls.Count(n => n.Kind == "readiness") >= 2);

        Assert.Contains("connection", Missing(desk));
        Assert.StartsWith("Not ready for the open of SPY at 09:30 New York: The gateway is not connected", desk.Calls.First(n => n.Kind == "readiness").Text, StringComparison.Ordinal);
        await desk.PlayAsync("fault: clear");
        await desk.UntilAsync(v => v.Session.Readiness.State == ReadinessState.Ready);
        Assert.Contains(desk.View.NoticesSince(0), n => n.Text == "Ready for the open of SPY at 09:30 New York: everything is there.");
    }

    [Fact]
    public async Task A_data_farm_that_is_away_before_the_open_blocks_readiness_though_the_session_is_well()
    {
        await using FaultyDesk desk = await StartAsync();
        await desk.UntilAsync(v => v.Session.Readiness.State == ReadinessState.Ready);

        await desk.PlayAsync("{ fault: farmDown, farm: usfarm }");
        await desk.UntilAsync(v => v.Session.Readiness.State == ReadinessState.Blocked && desk.Calls.Count > 0);

        Assert.Equal(["farms"], Missing(desk));
        Assert.Equal(SessionState.Ready, desk.View.Session.State);
    }

    [Fact]
    public async Task Data_without_permission_is_found_before_the_open()
    {
        await using FaultyDesk desk = await StartAsync(o => o with { DelayedSymbols = ["SPY"] });

        await desk.UntilAsync(v => v.Session.Readiness.State == ReadinessState.Blocked && desk.Calls.Any(n => n.Text.Contains("No data of SPY", StringComparison.Ordinal)));

        Assert.Equal(["data"], Missing(desk));
    }

    [Fact]
    public async Task A_start_without_a_gateway_on_the_morning_of_a_trading_day_calls_a_person()
    {
        await using FaultyDesk desk = await StartAsync(script: "fault: refuseConnections");

        await desk.UntilAsync(v => v.Session.Readiness is { State: ReadinessState.Blocked, IsOpenAssumed: true } && desk.Calls.Any(n => n.Kind == "readiness"));

        Assert.Equal(BeforeOpen.AddMinutes(10), desk.View.Session.Readiness.OpenTime);
        Assert.Contains("connection", Missing(desk));
    }

    [Fact]
    public async Task The_open_that_passes_with_something_missing_is_told_once_more()
    {
        await using FaultyDesk desk = await StartAsync(start: BeforeOpen.AddMinutes(10).AddSeconds(-3), script: "fault: refuseConnections");

        await desk.UntilAsync(_ => desk.Calls.Any(n => n.Text.StartsWith("The market opened at 09:30 New York and trading is not ready: The gateway is not connected", StringComparison.Ordinal)));

        await desk.UntilAsync(v => v.Session.Readiness.State == ReadinessState.NotDue);
    }

    [Fact]
    public async Task A_gap_that_passes_at_once_takes_the_green_away_and_calls_nobody()
    {
        await using FaultyDesk desk = await StartAsync(grace: TimeSpan.FromMinutes(2));
        await desk.UntilAsync(v => v.Session.Readiness.State == ReadinessState.Ready);

        await desk.PlayAsync("- fault: refuseConnections\n- fault: dropConnection");
        await desk.UntilAsync(v => v.Session.Readiness.State == ReadinessState.Blocked);
        await desk.PlayAsync("fault: clear");
        await desk.UntilAsync(v => v.Session.Readiness.State == ReadinessState.Ready);

        Assert.Empty(desk.Calls);
    }

    [Fact]
    public async Task Outside_the_minutes_before_an_open_nobody_is_called_and_the_items_are_still_told()
    {
        await using FaultyDesk desk = await StartAsync(start: BeforeOpen.AddHours(-1));
        await desk.UntilAsync(v => v.Session.Readiness is { State: ReadinessState.NotDue, Ticker: "SPY", Items.Count: > 0 });

        await desk.PlayAsync("{ fault: farmDown, farm: usfarm }");
        await desk.UntilAsync(_ => Missing(desk).Contains("farms"));

        Assert.Equal(ReadinessState.NotDue, desk.View.Session.Readiness.State);
        Assert.Empty(desk.Calls);
    }

    private static string[] Missing(FaultyDesk desk) => [.. desk.View.Session.Readiness.Items.Where(i => !i.IsWell).Select(i => i.Name)];

    private static Task<FaultyDesk> StartAsync(Func<TwsSimulator.SimulatorOptions, TwsSimulator.SimulatorOptions>? simulate = null, DateTimeOffset? start = null, string script = "", TimeSpan? grace = null) =>
        FaultyDesk.StartAsync(
            o => (simulate?.Invoke(o) ?? o) with { RealHours = true },
            isReady: false,
            trade: o => (o.ReadinessRepeat, o.ReadinessGrace) = (TimeSpan.FromMilliseconds(300), grace ?? TimeSpan.Zero),
            clock: new ShiftedClock(start ?? BeforeOpen),
            script: script);
}
