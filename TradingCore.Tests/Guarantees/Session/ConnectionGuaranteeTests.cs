using TradingCore.Domain;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Guarantees.Session;

/// <summary>What is promised of the session whatever the gateway and the line to it do.</summary>
public sealed class ConnectionGuaranteeTests
{
    [Fact]
    public async Task Bars_that_fall_silent_while_connected_are_asked_for_again()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => o.BarSilenceMax = TimeSpan.FromSeconds(6));
        await desk.UntilAsync(v => v.FindBars("SPY", BarSize.FiveSeconds).Bars.Any(b => b.Source == BarSource.Live));

        // The data comes back with the next subscription and not before.
        Task played = desk.PlayAsync("- { fault: silence, symbol: SPY, kind: bars }\n- { when: subscribed, fault: clear }");
        await played;
        DateTimeOffset resumed = desk.Simulator.Truth.MarketTime;

        await desk.UntilAsync(v => v.FindBars("SPY", BarSize.FiveSeconds).Bars[^1].Time >= resumed);
        Assert.Equal(1, desk.System.Statistics.Connects);
    }

    [Fact]
    public async Task After_1101_everything_is_subscribed_again_on_the_same_connection()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        await desk.PlayAsync("fault: connectionLost");
        await desk.UntilAsync(v => !v.Session.IsVerified);

        await desk.PlayAsync("{ fault: connectionRestored, dataLost: true }");
        await desk.ReadyAsync();
        DateTimeOffset restored = desk.Simulator.Truth.MarketTime;

        await desk.UntilAsync(v => v.FindQuote("SPY")!.EventTime > restored);
        Assert.Equal(1, desk.System.Statistics.Connects);
    }

    [Fact]
    public async Task After_1102_the_broker_is_compared_with_and_the_data_goes_on()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        await desk.PlayAsync("{ fault: connectionLost, for: 300ms }");
        await desk.UntilAsync(v => !v.Session.IsBrokerConnected);

        await desk.ReadyAsync();
        DateTimeOffset restored = desk.Simulator.Truth.MarketTime;

        await desk.UntilAsync(v => v.FindQuote("SPY")!.EventTime > restored);
        Assert.Equal(1, desk.System.Statistics.Connects);
    }

    [Theory]
    [InlineData("usfarm")]
    [InlineData("ushmds")]
    [InlineData("secdefil")]
    public async Task A_farm_that_flaps_is_told_and_never_touches_orders_or_connection(string farm)
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef first = await desk.RestingAsync(), second = await desk.RestingAsync(quantity: 20m);

        // Twice, as on a bad day: each time an order is changed or cancelled while the farm is away.
        await desk.PlayAsync($"{{ fault: farmDown, farm: {farm} }}");
        await desk.UntilAsync(v => v.Session.BrokenFarms.Contains(farm));
        await desk.CancelAsync(first);
        await desk.UntilAsync(_ => desk.Find(first).State == OrderState.Cancelled);
        await desk.PlayAsync($"- {{ fault: farmUp, farm: {farm} }}\n- {{ fault: farmDown, farm: {farm} }}");
        await desk.UntilAsync(v => v.Session.BrokenFarms.Contains(farm));
        await desk.CancelAsync(second);
        await desk.UntilAsync(_ => desk.Find(second).State == OrderState.Cancelled);
        await desk.PlayAsync($"{{ fault: farmUp, farm: {farm} }}");
        await desk.UntilAsync(v => v.Session.BrokenFarms.Count == 0);

        Assert.Equal((1, SessionState.Ready), (desk.System.Statistics.Connects, desk.View.Session.State));
        Assert.Equal([1], desk.Simulator.Truth.ConnectedClients);
    }

    [Fact]
    public async Task Data_and_orders_resume_after_a_nightly_reset_with_the_same_client_id()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.RestingAsync();

        await desk.PlayAsync("{ fault: reset, for: 1s }");
        await desk.UntilAsync(v => v.Session.State is SessionState.WaitingToReconnect or SessionState.NightlyReset);
        Assert.NotEqual("", desk.View.Session.Cause);
        Assert.NotEqual("", desk.View.Session.NextStep);
        await desk.ReadyAsync();
        DateTimeOffset back = desk.Simulator.Truth.MarketTime;

        await desk.UntilAsync(v => v.FindQuote("SPY")!.EventTime > back);
        await desk.UntilAsync(v => v.FindBars("SPY", BarSize.FiveSeconds).Bars is [.., var last] && last.Time >= back);
        Assert.Equal((OrderState.Working, 1), (desk.Find(order).State, desk.View.Session.ClientId));
    }

    [Fact]
    public async Task A_client_id_in_use_is_tried_again_until_it_is_free()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();

        await desk.PlayAsync("- { fault: clientIdInUse, client: 1, count: 2 }\n- fault: dropConnection");
        await desk.UntilAsync(v => v.Session.Cause.Contains("326", StringComparison.Ordinal) || v.Session.Cause.Contains("in use", StringComparison.Ordinal));
        await desk.ReadyAsync();

        Assert.Equal([1], desk.Simulator.Truth.ConnectedClients);
    }

    [Fact]
    public async Task A_half_open_connection_is_found_by_the_own_heartbeat()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(300));

        await desk.PlayAsync("{ fault: stopSending, client: 1 }");
        // On a busy machine the first attempt to connect may have given the session another cause by the time this looks.
        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n.Text.Contains("nothing was heard", StringComparison.Ordinal)));
        await desk.PlayAsync("fault: clear");

        await desk.ReadyAsync();
        Assert.Equal(2, desk.System.Statistics.Connects);
    }

    [Theory]
    [InlineData("fault: partialFrame", "in the middle of a message")]
    [InlineData("fault: garbage", "out of step")]
    public async Task A_broken_stream_ends_the_connection_with_its_cause_and_a_new_one_follows(string fault, string cause)
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();

        await desk.PlayAsync(fault);
        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n.Text.Contains(cause, StringComparison.Ordinal)));

        await desk.ReadyAsync();
        Assert.Equal(2, desk.System.Statistics.Connects);
    }

    [Fact]
    public async Task A_frame_of_nonsense_is_counted_and_the_session_lives()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();

        await desk.PlayAsync("fault: badFrame");
        await desk.UntilAsync(_ => desk.System.Statistics.BadFrames == 1);

        OrderRef order = await desk.RestingAsync();
        Assert.Equal((1, OrderState.Working), (desk.System.Statistics.Connects, desk.Find(order).State));
    }

    [Fact]
    public async Task Answers_that_come_late_are_waited_for_and_orders_leave_only_then()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();

        await desk.PlayAsync("- { fault: delay, by: 300ms, for: 3s }\n- fault: dropConnection");
        await desk.UntilAsync(v => !v.Session.IsVerified);
        bool wasDenied = (await desk.TrySubmitAsync(Desk.Buy(1m, 1m))).Outcome == TradingCore.Engine.Commands.SubmitOutcome.Denied;
        await desk.ReadyAsync();

        Assert.True(wasDenied);
        await desk.RestingAsync();
    }

    [Fact]
    public async Task History_refused_for_its_pace_is_asked_for_again_and_nothing_is_missing()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();

        await desk.PlayAsync("- { fault: pacingViolation, count: 2 }\n- fault: dropConnection");
        await desk.UntilAsync(v => !v.Session.IsVerified);
        await desk.ReadyAsync();

        await desk.UntilAsync(v => v.FindBars("SPY", BarSize.OneMinute).Bars is { Count: > 100 } bars && bars.Zip(bars.Skip(1)).All(p => p.Second.Time - p.First.Time == TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_competing_session_is_named_with_its_likely_causes_and_no_order_leaves_on_its_stale_prices()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();

        await desk.PlayAsync("fault: competingSession");
        await desk.UntilAsync(v => v.Session.HasCompetingSession);
        TradingCore.Engine.Commands.SubmitResult order = await desk.TrySubmitAsync(Desk.Buy(1m));
        Assert.Contains(desk.View.NoticesSince(0), n => n.Text.Contains("IBKR Mobile", StringComparison.Ordinal));
        await desk.PlayAsync("fault: clear");
        await desk.UntilAsync(v => !v.Session.HasCompetingSession);

        Assert.Equal(TradingCore.Engine.Commands.SubmitOutcome.Denied, order.Outcome);
        await desk.ReadyAsync();
        await desk.RestingAsync();
    }

    [Fact]
    public async Task No_order_leaves_in_the_minute_after_the_planned_time_until_the_gateway_has_restarted()
    {
        var restart = new DateTimeOffset(2026, 3, 4, 4, 45, 0, TimeSpan.Zero);
        var clock = new ShiftedClock(restart.AddSeconds(-70));
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => o.RestartTime = "23:45", clock: clock);

        // Past the time at which it restarts, and the old socket still stands: what is sent on it can vanish.
        clock.Jump(TimeSpan.FromSeconds(75));
        await desk.UntilAsync(v => v.Session.TradingDisabledReason.StartsWith("The gateway restarts at 2026-03-04 04:45:00 UTC", StringComparison.Ordinal));
        TradingCore.Engine.Commands.SubmitResult denied = await desk.TrySubmitAsync(Desk.Buy(1m, desk.FarPrice));
        await desk.PlayAsync("{ fault: reset, for: 300ms }");
        await desk.UntilAsync(v => !v.Session.IsVerified);
        await desk.ReadyAsync();

        Assert.Equal(TradingCore.Engine.Commands.SubmitOutcome.Denied, denied.Outcome);
        Assert.Contains("restarts at 2026-03-04 04:45:00 UTC", denied.Message, StringComparison.Ordinal);
        await desk.RestingAsync();
    }

    [Fact]
    public async Task No_order_leaves_in_the_moments_before_a_planned_restart_and_cancels_do()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        // A minute that is just ahead, and a lead that covers it.
        DateTimeOffset restart = desk.Clock.GetUtcNow().AddMinutes(2);
        OrderRef order = await desk.RestingAsync();
        await desk.RestartEngineAsync(o => (o.RestartTime, o.RestartZone) = (restart.ToString("HH:mm", null), "UTC"), lead: TimeSpan.FromMinutes(3));
        await desk.UntilAsync(v => v.Session is { IsVerified: true, PlannedRestartTime: not null } && v.FindQuote("SPY")?.Bid is not null);

        TradingCore.Engine.Commands.SubmitResult denied = await desk.TrySubmitAsync(Desk.Buy(1m, desk.FarPrice));
        await desk.CancelAsync(order);

        Assert.Equal(TradingCore.Engine.Commands.SubmitOutcome.Denied, denied.Outcome);
        Assert.Contains("restarts at", denied.Message, StringComparison.Ordinal);
        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Cancelled);
    }
}
