using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Tests.Tws;
using TradingCore.Tws;

namespace TradingCore.Tests.Guarantees.Session;

/// <summary>What is promised of a gateway that needs a person or a restart: it is found by an answer that does not come, told with the one step to take, and restarted only when nothing is at stake.</summary>
public sealed class GatewayCareGuaranteeTests
{
    private const string Page = "http://localhost:6080/vnc.html";

    [Fact]
    public async Task A_gateway_that_waits_for_its_login_is_told_with_the_step_to_take_and_the_page_to_take_it_on()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => (o.LoginAfter, o.CallInterval, o.LoginHelpUrl) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300), Page));

        await desk.PlayAsync("- fault: refuseConnections\n- fault: dropConnection");
        await desk.UntilAsync(v => v.Session is { NeedsPerson: true, IsConnected: false } && desk.Calls.Count(IsAboutLogin) >= 2);

        SessionStatus waiting = desk.View.Session;
        Assert.Contains("IBKR Mobile", waiting.NextStep, StringComparison.Ordinal);
        Assert.Equal(Page, waiting.LoginHelpUrl);
        Assert.All(desk.Calls, n => Assert.Equal((NoticeSeverity.Error, "session"), (n.Severity, n.Kind)));
        await desk.PlayAsync("fault: clear");
        await desk.ReadyAsync();
        Assert.False(desk.View.Session.NeedsPerson);
        Assert.Null(desk.View.Session.DownSince);

        static bool IsAboutLogin(TradingNotice n) => n.Text.Contains("Approve the login on your phone: IBKR Mobile", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_stays_without_IB_is_told_with_the_step_to_take_and_comes_back_by_itself()
    {
        // In the night it would be planned.
        ShiftedClock afternoon = ShiftedClock.Afternoon();
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => o.LoginAfter = TimeSpan.FromMilliseconds(300), clock: afternoon);

        await desk.PlayAsync("fault: connectionLost");
        await desk.UntilAsync(v => v.Session is { NeedsPerson: true, IsBrokerConnected: false } && desk.Calls.Count == 1);

        Assert.Contains("approve the login on your phone", desk.View.Session.NextStep, StringComparison.Ordinal);
        await desk.PlayAsync("fault: connectionRestored");
        await desk.ReadyAsync();
        Assert.False(desk.View.Session.NeedsPerson);
        Assert.Equal(1, desk.System.Statistics.Connects);
    }

    [Fact]
    public async Task The_nightly_reset_is_a_planned_state_that_calls_nobody_and_passes_by_itself()
    {
        // Ten to midnight in New York.
        var night = new ShiftedClock(new DateTimeOffset(2026, 3, 4, 4, 50, 0, TimeSpan.Zero));
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => o.LoginAfter = TimeSpan.FromMilliseconds(100), clock: night);

        await desk.PlayAsync("{ fault: reset, for: 1s }");
        await desk.UntilAsync(v => v.Session.State == SessionState.NightlyReset);
        string cause = desk.View.Session.Cause;
        await desk.ReadyAsync();

        Assert.Contains("so this is likely planned", cause, StringComparison.Ordinal);
        Assert.Empty(desk.Calls);
    }

    [Fact]
    public async Task A_missed_weekly_login_stays_loud_until_the_gateway_is_connected()
    {
        // Half an hour after the login that was planned for Sunday 17:30 in New York, and no gateway to be seen.
        var evening = new ShiftedClock(new DateTimeOffset(2026, 3, 8, 22, 0, 0, TimeSpan.Zero));
        await using FaultyDesk desk = await FaultyDesk.StartAsync(
            change: o =>
            {
                (o.WeeklyLoginDay, o.WeeklyLoginTime) = (DayOfWeek.Sunday, "17:30");
                (o.LoginAfter, o.CallInterval) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(300));
            },
            isReady: false, clock: evening, script: "fault: refuseConnections");

        await desk.UntilAsync(v => v.Session.IsLoginOverdue && desk.Calls.Count(n => n.Text.StartsWith("The weekly login of the gateway is overdue", StringComparison.Ordinal)) >= 2);
        Assert.Equal(new DateTimeOffset(2026, 3, 8, 21, 30, 0, TimeSpan.Zero), desk.View.Session.PlannedLoginTime);
        await desk.PlayAsync("fault: clear");
        await desk.ReadyAsync();

        await desk.UntilAsync(v => !v.Session.IsLoginOverdue);
        Assert.Equal(new DateTimeOffset(2026, 3, 15, 21, 30, 0, TimeSpan.Zero), desk.View.Session.PlannedLoginTime);
    }

    [Fact]
    public async Task The_weekly_login_is_reminded_of_while_all_is_well()
    {
        var soon = new ShiftedClock(new DateTimeOffset(2026, 3, 8, 21, 20, 0, TimeSpan.Zero));
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => (o.WeeklyLoginDay, o.WeeklyLoginTime) = (DayOfWeek.Sunday, "17:30"), clock: soon);

        await desk.UntilAsync(_ => desk.Calls.Count == 1);

        Assert.Equal("The weekly login of the gateway is due in 10 minutes, at Sunday, 2026-03-08 17:30 America/New_York. Have the phone with IBKR Mobile at hand: the login needs your approval.", desk.Calls[0].Text.Replace("US/Eastern", "America/New_York", StringComparison.Ordinal));
        await desk.UntilAsync(v => v.Session is { IsTradingEnabled: true, PlannedLoginTime: not null, IsLoginOverdue: false });
    }

    [Fact]
    public async Task The_gateway_is_probed_by_a_round_trip_of_the_API_that_is_timed()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(500));
        await desk.UntilAsync(v => v.Session.Probe is { RoundTrip: not null, Unanswered: 0 });

        await desk.PlayAsync("{ fault: delay, by: 250ms }");

        await desk.UntilAsync(v => v.Session.Probe.RoundTrip >= TimeSpan.FromMilliseconds(240));
        Assert.NotNull(desk.View.Session.Probe.Smoothed);
        Assert.Equal(1, desk.System.Statistics.Connects);
    }

    [Fact]
    public async Task A_gateway_that_sends_and_does_not_read_is_found_stuck_and_the_session_comes_back_when_it_reads_again()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: Impatient);

        await desk.PlayAsync("fault: stopReading");
        await desk.UntilAsync(v => v.Session.State == SessionState.GatewayStuck);
        SessionStatus stuck = desk.View.Session;
        // Attempts go on, and each fails at the handshake: it stays stuck, since then.
        await desk.UntilAsync(v => v.Session.Attempts >= 2);
        SessionStatus later = desk.View.Session;
        await desk.PlayAsync("fault: clear");
        await desk.ReadyAsync();

        Assert.Contains(desk.View.NoticesSince(0), n => n.Text.Contains("the gateway sends data and has not answered a question", StringComparison.Ordinal));
        Assert.Contains("a dialog may wait for an answer, or it ran out of memory", stuck.NextStep, StringComparison.Ordinal);
        Assert.True(stuck.NeedsPerson);
        Assert.Equal((SessionState.GatewayStuck, stuck.Since), (later.State, later.Since));
    }

    [Fact]
    public async Task A_gateway_that_takes_connections_and_answers_none_is_stuck_after_some_attempts()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: Impatient, isReady: false, script: "fault: stopSending");

        await desk.UntilAsync(v => v.Session is { State: SessionState.GatewayStuck, NeedsPerson: true });
        string cause = desk.View.Session.Cause;
        await desk.PlayAsync("fault: clear");
        await desk.ReadyAsync();

        Assert.Contains("accepted the connection but did not tell its version", cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_gives_signs_of_life_and_serves_no_request_is_found_stuck()
    {
        await using var f = new GatewayFixture(configure: o =>
        {
            (o.ProbeInterval, o.StuckAfter, o.RequestTimeout) = (TimeSpan.FromMilliseconds(100), 2, TimeSpan.FromMilliseconds(100));
            o.HeartbeatInterval = TimeSpan.FromMilliseconds(100);
        });

        // The fake answers the time and nothing else.
        await f.ConnectAsync();

        SessionStatus stuck = await f.Inbox.StateAsync(SessionState.GatewayStuck);
        Assert.Equal("the gateway gives signs of life and left 2 requests in a row unanswered", stuck.Cause);
    }

    [Fact]
    public async Task A_stuck_gateway_is_restarted_by_the_command_and_the_session_comes_back()
    {
        using var folder = new ScriptFolder();
        string[] command = folder.Script("echo \"$@\" >> \"$0.ran\"", "--restart", "two words; rm -rf nothing");
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o =>
        {
            Impatient(o);
            o.RestartCommand = command;
        });

        await desk.PlayAsync("fault: stopReading");
        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n.Text.StartsWith("The restart command restart.sh has run: it ended with exit code 0", StringComparison.Ordinal)));
        await desk.PlayAsync("fault: clear");
        await desk.ReadyAsync();

        // Once, and with its arguments as they are: no shell has read them.
        Assert.Equal(["--restart two words; rm -rf nothing"], folder.Lines("restart.sh.ran"));
        Assert.Contains(desk.View.NoticesSince(0), n => n.Severity == NoticeSeverity.Warning && n.Text.Contains("the restart command restart.sh runs now (1 of at most 3 runs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gateway_that_is_away_for_long_is_restarted_and_a_command_that_fails_or_hangs_calls_a_person()
    {
        using var folder = new ScriptFolder();
        string[] command = folder.Script("echo run >> \"$0.ran\"; case $(wc -l < \"$0.ran\") in 1) exit 3;; 2) exec sleep 60;; esac");
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o =>
        {
            Impatient(o);
            o.RestartCommand = command;
            (o.RestartCommandAfter, o.RestartCommandInterval, o.RestartCommandTimeout) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(500));
        });

        await desk.PlayAsync("- fault: refuseConnections\n- fault: dropConnection");

        await desk.UntilAsync(_ => desk.Calls.Any(n => n.Text.Contains("failed: it ended with exit code 3", StringComparison.Ordinal)));
        await desk.UntilAsync(_ => desk.Calls.Any(n => n.Text.Contains("failed: it did not end within 0.5 s and was ended", StringComparison.Ordinal)));
        await desk.PlayAsync("fault: clear");
        await desk.ReadyAsync();
    }

    [Fact]
    public async Task A_gateway_that_answers_is_never_restarted()
    {
        using var folder = new ScriptFolder();
        string[] command = folder.Script("touch \"$0.ran\"");
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o =>
        {
            o.RestartCommand = command;
            (o.RestartCommandAfter, o.LoginAfter, o.ClientIdRefusalsMax) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50), 0);
            o.ReconnectDelayMax = TimeSpan.FromMilliseconds(100);
        });
        OrderRef order = await desk.RestingAsync();

        // Without IB behind it, and with the client id in use: both pass without a restart, and an order may be under way in either.
        await desk.PlayAsync("{ fault: connectionLost, for: 500ms }");
        await desk.UntilAsync(v => !v.Session.IsBrokerConnected);
        await desk.ReadyAsync();
        await desk.PlayAsync("- { fault: clientIdInUse, client: 1, count: 4 }\n- fault: dropConnection");
        await desk.UntilAsync(v => v.Session.Attempts >= 3);
        await desk.ReadyAsync();

        Assert.Equal(OrderState.Working, desk.Find(order).State);
        Assert.Empty(folder.Lines("restart.sh.ran"));
        Assert.DoesNotContain(desk.View.NoticesSince(0), n => n.Text.Contains("restart command", StringComparison.Ordinal));
    }

    private static void Impatient(TwsOptions options)
    {
        (options.HeartbeatInterval, options.RequestTimeout) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1));
        (options.HandshakeTimeout, options.ReconnectDelayMax, options.StuckAfter) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(200), 2);
    }
}
