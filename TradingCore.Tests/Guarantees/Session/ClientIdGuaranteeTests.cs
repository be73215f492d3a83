using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Tests.Engine;
using TradingCore.Tests.Tws;
using TradingCore.Tws;

namespace TradingCore.Tests.Guarantees.Session;

/// <summary>What is promised when the own client id is in use by another connection, as after a crash or by mistake.</summary>
public sealed class ClientIdGuaranteeTests
{
    private const int Alternate = 777;

    [Fact]
    public async Task A_client_id_that_another_program_holds_leads_to_a_read_only_session_and_back_when_it_is_free()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.RestingAsync();
        await using TwsGateway other = Holder(desk);
        await desk.RestartEngineAsync(Quick, between: () => HoldAsync(desk, other));

        await desk.UntilAsync(v => v.Session is { State: SessionState.ReadOnly, IsVerified: true } && v.FindQuote("SPY") is { Bid: not null, IsInterrupted: false });

        SessionStatus held = desk.View.Session;
        Assert.Equal((1, Alternate), (held.ClientId, held.AlternateClientId));
        Assert.Contains("client id 1 is in use", held.Cause, StringComparison.Ordinal);
        Assert.Contains("close the other program", held.NextStep, StringComparison.Ordinal);
        Assert.False(held.IsTradingEnabled);
        // The own order is there, and nothing that places or changes one gets past the engine.
        Assert.Equal((OrderState.Working, 1), (desk.Find(order).State, desk.Find(order).ClientId));
        SubmitResult submitted = await desk.TrySubmitAsync(Desk.Buy(1m, desk.FarPrice));
        CommandResult modified = await desk.ModifyAsync(order, new OrderChange(Quantity: 60m));
        CommandResult cancelled = await desk.CancelAsync(order);
        Assert.Equal((SubmitOutcome.Denied, CommandOutcome.Refused, CommandOutcome.Refused), (submitted.Outcome, modified.Outcome, cancelled.Outcome));
        Assert.Contains("Read-only: client id 1 is in use", submitted.Message, StringComparison.Ordinal);
        Assert.Contains("Cancel all orders, which works", cancelled.Message, StringComparison.Ordinal);

        await other.StopAsync();
        await desk.ReadyAsync();

        Assert.Equal((SessionState.Ready, null), (desk.View.Session.State, desk.View.Session.AlternateClientId));
        Assert.Equal([1], desk.Simulator.Truth.ConnectedClients);
        await desk.RestingAsync(quantity: 20m);
        Assert.All(desk.Simulator.Truth.Orders, o => Assert.Equal(1, o.ClientId));
        Assert.DoesNotContain(desk.Journal.Entries.ToArray(), e => e is OrderIdsReserved { ClientId: not 1 });
    }

    [Fact]
    public async Task Cancel_all_ends_every_order_while_the_session_is_read_only()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef first = await desk.RestingAsync(), second = await desk.RestingAsync(quantity: 20m);
        await using TwsGateway other = Holder(desk);
        await desk.RestartEngineAsync(Quick, between: () => HoldAsync(desk, other));
        await desk.UntilAsync(v => v.Session is { State: SessionState.ReadOnly, IsVerified: true });

        CommandResult one = await desk.CancelAllAsync("SPY");
        CommandResult all = await desk.CancelAllAsync();

        Assert.Equal((CommandOutcome.Refused, CommandOutcome.Accepted), (one.Outcome, all.Outcome));
        await desk.UntilAsync(_ => desk.Find(first).State == OrderState.Cancelled && desk.Find(second).State == OrderState.Cancelled);
        Assert.All(desk.Simulator.Truth.Orders, o => Assert.Equal("Cancelled", o.Status.ToString()));
    }

    [Fact]
    public async Task An_order_that_may_wait_is_queued_while_the_session_is_read_only_and_leaves_when_the_own_id_is_free()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        await using TwsGateway other = Holder(desk);
        await desk.RestartEngineAsync(Quick, between: () => HoldAsync(desk, other));
        await desk.UntilAsync(v => v.Session is { State: SessionState.ReadOnly, IsVerified: true } && v.FindQuote("SPY") is { Bid: not null, IsInterrupted: false });

        SubmitResult queued = await desk.TrySubmitAsync(Desk.Buy(7m, desk.FarPrice) with { IfOffline = OfflineChoice.Queue });
        Assert.Equal(SubmitOutcome.Queued, queued.Outcome);
        Assert.Empty(desk.Simulator.Truth.Orders);
        await other.StopAsync();

        await desk.UntilAsync(_ => desk.Find(queued.Order!.OrderRef).State is OrderState.Working or OrderState.PreSubmitted);
        Assert.Equal((1, 7m), (Assert.Single(desk.Simulator.Truth.Orders).ClientId, desk.Simulator.Truth.Orders[0].Quantity));
    }

    [Fact]
    public async Task A_session_that_stays_read_only_calls_a_person_and_keeps_its_cause_over_a_loss_of_the_broker()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        await using TwsGateway other = Holder(desk);
        await desk.RestartEngineAsync(
            o =>
            {
                Quick(o);
                o.LoginAfter = TimeSpan.FromMilliseconds(300);
            },
            between: () => HoldAsync(desk, other));

        await desk.UntilAsync(_ => desk.Calls.Any(n => n.Text.Contains("Close the other program that uses client id 1; if there is none, restart the gateway.", StringComparison.Ordinal)));
        await desk.PlayAsync("{ fault: connectionLost, for: 300ms }");
        await desk.UntilAsync(v => !v.Session.IsBrokerConnected);
        await desk.UntilAsync(v => v.Session is { State: SessionState.ReadOnly, IsVerified: true, IsBrokerConnected: true });

        Assert.StartsWith("client id 1 is in use by another connection (326): connected read-only as client 777", desk.View.Session.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_connection_that_the_gateway_still_holds_is_waited_for_read_only_and_trading_goes_on_after_it()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: Quick);
        OrderRef order = await desk.RestingAsync();

        // Two refusals lead to the alternate id, two more are met by the probes beside it.
        await desk.PlayAsync("- { fault: clientIdInUse, client: 1, count: 4 }\n- fault: dropConnection");
        await desk.UntilAsync(v => v.Session.AlternateClientId == Alternate);
        await desk.ReadyAsync();

        Assert.Equal([1], desk.Simulator.Truth.ConnectedClients);
        Assert.Contains(desk.View.NoticesSince(0), n => n.Text.StartsWith("Client id 1 is free again", StringComparison.Ordinal));
        await desk.CancelAsync(order);
        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Cancelled);
    }

    [Fact]
    public async Task Without_permission_for_an_alternate_id_the_own_one_is_tried_until_it_is_free()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o =>
        {
            Quick(o);
            o.ClientIdRefusalsMax = 0;
        });

        await desk.PlayAsync("- { fault: clientIdInUse, client: 1, count: 4 }\n- fault: dropConnection");
        await desk.UntilAsync(v => v.Session.Attempts >= 3);
        await desk.ReadyAsync();

        Assert.DoesNotContain(desk.View.NoticesSince(0), n => n.Text.StartsWith("Read-only", StringComparison.Ordinal));
        Assert.Equal([1], desk.Simulator.Truth.ConnectedClients);
    }

    private static void Quick(TwsOptions options)
    {
        options.ClientIdRefusalsMax = 2;
        options.AlternateClientId = Alternate;
        options.ClientIdProbeInterval = TimeSpan.FromMilliseconds(200);
        options.ReconnectDelayMax = TimeSpan.FromMilliseconds(200);
    }

    // Another program with the same client id: a session of its own, with nobody behind it.
    private static TwsGateway Holder(FaultyDesk desk) =>
        new(new TwsOptions { Port = desk.Simulator.EndPoint.Port, ReconnectDelayMin = TimeSpan.FromMilliseconds(50) }, TimeProvider.System, NullLoggerFactory.Instance);

    private static async Task HoldAsync(FaultyDesk desk, TwsGateway other)
    {
        var inbox = new RecordingInbox();
        other.Start(inbox);
        await inbox.StateAsync(SessionState.Reconciling);
        Assert.Equal([1], desk.Simulator.Truth.ConnectedClients);
    }
}
