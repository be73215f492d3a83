using TradingCore.Domain;
using TradingCore.Engine.Events;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using WireContract = TwsProtocol.Contracts.Contract;

namespace TradingCore.Tests.Tws;

/// <summary>Rows of the table of guarantees that concern the connection, over real sockets.</summary>
public sealed class ReconnectTests
{
    [Fact]
    public async Task Everything_is_subscribed_again_after_a_reconnect()
    {
        await using var f = new GatewayFixture();
        FakeClient first = await f.ConnectAsync();
        f.Gateway.Subscribe(GatewayFixture.Spy);
        f.Gateway.Subscribe(GatewayFixture.Pair);
        await first.RequestAsync<ReqRealTimeBars>(n: 2);

        first.Close();
        FakeClient second = await f.Fake.ClientAsync();

        ReqMktData ticks = await second.RequestAsync<ReqMktData>(where: r => r.Contract.ConId == 756733);
        ReqRealTimeBars pairBars = await second.RequestAsync<ReqRealTimeBars>(where: r => r.Contract.ConId == 12087792);
        second.Send(new TickPrice(ticks.ReqId, 1, 150.25, 100m));
        SubscriptionStarted started = await f.Inbox.EventAsync<SubscriptionStarted>();
        Assert.Equal("MIDPOINT", pairBars.WhatToShow);
        Assert.Equal(new ConId(756733), started.ConId);
        Assert.Contains("connection", (await f.Inbox.StateAsync(SessionState.WaitingToReconnect)).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_dead_connection_has_not_brought_over_never_comes_to_the_gateway()
    {
        const int Orders = 30;
        using var goesOn = new ManualResetEventSlim();
        await using var f = new GatewayFixture(configure: o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(300));
        f.Fake.ReceiveBytes = 2_048;
        // It stands still at the first order, as a network does that is cut: what follows lies in the system of the sender.
        f.Fake.Script = (_, request) =>
        {
            if (request is PlaceOrder) goesOn.Wait(TestTime.Limit());
            return false;
        };
        FakeClient client = await f.ConnectAsync();

        for (int i = 0; i < Orders; i++) f.Gateway.PlaceOrder(GatewayFixture.Limit(100 + i));
        string cause = (await f.Inbox.StateAsync(SessionState.WaitingToReconnect)).Cause;
        goesOn.Set();
        bool isDropped = await client.EndedAsync();

        Assert.Contains("nothing was heard", cause, StringComparison.Ordinal);
        Assert.True(isDropped);
        Assert.Equal(Orders, f.Inbox.Events<OrderOnWire>().Count);
        Assert.InRange(client.Requests.OfType<PlaceOrder>().Count(), 1, Orders - 1);
    }

    [Fact]
    public async Task What_is_no_longer_wanted_is_not_subscribed_again()
    {
        await using var f = new GatewayFixture();
        FakeClient first = await f.ConnectAsync();
        f.Gateway.Subscribe(GatewayFixture.Spy);
        f.Gateway.Subscribe(GatewayFixture.Pair);
        f.Gateway.Unsubscribe(GatewayFixture.Spy.Contract.ConId);
        await first.RequestAsync<CancelRealTimeBars>();

        first.Close();
        FakeClient second = await f.Fake.ClientAsync();
        await second.RequestAsync<ReqRealTimeBars>();

        Assert.Equal([12087792], second.Requests.OfType<ReqMktData>().Select(r => r.Contract.ConId));
    }

    [Fact]
    public async Task A_client_id_in_use_is_tried_again_with_the_same_id()
    {
        await using var f = new GatewayFixture(configure: o => o.ClientId = 3);
        bool isRefused = false;
        f.Fake.Script = (client, request) =>
        {
            if (request is not StartApi || isRefused) return false;
            isRefused = true;
            client.Error(-1, 326, "Unable to connect as the client id is already in use. Retry with a unique client id.");
            client.Close();
            return true;
        };

        f.Start();

        SessionStatus waiting = await f.Inbox.StateAsync(SessionState.WaitingToReconnect);
        await f.Inbox.StateAsync(SessionState.Reconciling);
        await f.Fake.ClientAsync();
        FakeClient second = await f.Fake.ClientAsync();
        Assert.StartsWith("client id 3 is in use by another connection (326)", waiting.Cause, StringComparison.Ordinal);
        Assert.Equal(3, (await second.RequestAsync<StartApi>()).ClientId);
    }

    [Fact]
    public async Task Notice_1100_keeps_the_socket_and_1102_asks_for_a_new_round_only()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();
        f.Gateway.Subscribe(GatewayFixture.Spy);
        await client.RequestAsync<ReqRealTimeBars>();

        client.Error(-1, 1100, "Connectivity between IBKR and Trader Workstation has been lost.");
        SessionStatus lost = (await f.Inbox.EventAsync<SessionChanged>(e => !e.Status.IsBrokerConnected)).Status;
        client.Error(-1, 1102, "Connectivity between IBKR and Trader Workstation has been restored - data maintained.");
        SessionStatus restored = (await f.Inbox.EventAsync<SessionChanged>(e => e.Status.Cause.Contains("1102", StringComparison.Ordinal))).Status;

        await f.Inbox.EventAsync<GatewayNotice>(n => n.Code == 1102);
        Assert.False(lost.IsConnected);
        Assert.True(restored.IsConnected);
        Assert.Equal(1, f.Fake.Connections);
        Assert.Single(client.Requests.OfType<ReqMktData>());
        Assert.Single(client.Requests.OfType<ReqRealTimeBars>());
    }

    [Fact]
    public async Task Notice_1101_subscribes_everything_again_on_the_same_socket()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();
        f.Gateway.Subscribe(GatewayFixture.Spy);
        ReqMktData before = await client.RequestAsync<ReqMktData>();
        client.Send(new TickPrice(before.ReqId, 1, 150.25, 100m));
        await f.Inbox.EventAsync<SubscriptionStarted>();

        client.Error(-1, 1101, "Connectivity between IBKR and Trader Workstation has been restored - data lost.");
        ReqMktData after = await client.RequestAsync<ReqMktData>(n: 2);
        await client.RequestAsync<ReqRealTimeBars>(n: 2);
        client.Send(new TickPrice(after.ReqId, 1, 150.26, 100m));

        await f.Inbox.EventAsync<SubscriptionStarted>(n: 2);
        Assert.True((await f.Inbox.StateAsync(SessionState.Reconciling, n: 2)).IsBrokerConnected);
        Assert.NotEqual(before.ReqId, after.ReqId);
        Assert.Equal(1, f.Fake.Connections);
    }

    [Fact]
    public async Task A_farm_that_flaps_never_touches_the_order_connection()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();

        client.Error(-1, 2103, "Market data farm connection is broken:usfarm");
        SessionStatus broken = (await f.Inbox.EventAsync<SessionChanged>(e => e.Status.BrokenFarms.Count == 1)).Status;
        client.Error(-1, 2105, "HMDS data farm connection is broken:ushmds");
        await f.Inbox.EventAsync<SessionChanged>(e => e.Status.BrokenFarms.Count == 2);
        client.Error(-1, 2104, "Market data farm connection is OK:usfarm");
        client.Error(-1, 2107, "HMDS data farm connection is inactive but should be available upon demand.ushmds:ushmds");
        await f.Inbox.EventAsync<GatewayNotice>(n => n.Code == 2107);
        f.Gateway.PlaceOrder(GatewayFixture.Limit(100));
        await client.RequestAsync<PlaceOrder>();

        Assert.Equal(["usfarm"], broken.BrokenFarms);
        Assert.Equal((SessionState.Reconciling, true), (broken.State, broken.IsConnected));
        Assert.Empty(f.Gateway.Status.BrokenFarms);
        Assert.Equal(1, f.Fake.Connections);
    }

    [Fact]
    public async Task A_half_open_connection_is_found_by_the_own_heartbeat()
    {
        await using var f = new GatewayFixture(configure: o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(100));
        f.Fake.AnswersHeartbeats = false;
        FakeClient client = await f.ConnectAsync();

        await client.RequestAsync<ReqCurrentTime>(n: 2);
        SessionStatus waiting = await f.Inbox.StateAsync(SessionState.WaitingToReconnect);

        Assert.Contains("nothing was heard for", waiting.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_that_the_engine_causes_is_not_taken_for_a_dead_connection()
    {
        await using var f = new GatewayFixture(configure: o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(100));
        FakeClient client = await f.ConnectAsync();
        f.Inbox.BecomeFull();
        client.Send(new CommissionReport("a.01", 1, "USD", null, null, 0));

        // Ten heartbeats go out while the engine takes nothing and so nothing is read.
        await client.RequestAsync<ReqCurrentTime>(n: 10);
        f.Inbox.MakeRoom();

        await f.Inbox.EventAsync<CommissionReceived>();
        Assert.Equal(1, f.Fake.Connections);
        Assert.DoesNotContain(f.Inbox.Events<SessionChanged>(), e => e.Status.State == SessionState.WaitingToReconnect);
    }

    [Fact]
    public async Task No_fill_is_lost_when_the_engine_is_full_and_the_connection_ends()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();
        f.Inbox.BecomeFull();
        for (int i = 0; i < 50; i++)
            client.Send(new ExecDetails(-1, new WireContract { ConId = 756733, Symbol = "SPY", SecType = "STK" }, new Execution { ExecId = $"a.{i}.01", Side = "BOT", Shares = 1m, Price = 1, Time = "20260115-14:30:00" }));
        client.EndSending();

        f.Inbox.MakeRoom();
        await f.Inbox.StateAsync(SessionState.WaitingToReconnect);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"a.{i}.01"), f.Inbox.Events<ExecutionReceived>().Select(e => e.Fill.ExecId.Value));
    }

    [Fact]
    public async Task A_bad_frame_and_an_unknown_message_are_counted_and_skipped()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();

        client.SendRaw([0, 0, 0, 5, .. "9\0\0x\0"u8]);
        client.SendRaw([0, 0, 0, 0]);
        client.SendRaw([0, 0, 0, 4, .. "999\0"u8]);
        client.Send(new NextValidId(777));

        await f.Inbox.EventAsync<NextValidIdReceived>(e => e.OrderId.Value == 777);
        Assert.Equal((2L, 1L), (f.Gateway.Statistics.BadFrames, f.Gateway.Statistics.UnknownMessages));
        Assert.Equal(1, f.Fake.Connections);
    }

    [Fact]
    public async Task A_length_out_of_range_closes_the_connection_and_connects_again()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();

        client.SendRaw([0x7F, 0xFF, 0xFF, 0xFF]);

        SessionStatus waiting = await f.Inbox.StateAsync(SessionState.WaitingToReconnect);
        await f.Inbox.StateAsync(SessionState.Reconciling, n: 2);
        Assert.StartsWith("the stream is out of step", waiting.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Questions_that_were_not_answered_are_asked_again()
    {
        await using var f = new GatewayFixture();
        FakeClient first = await f.ConnectAsync();
        f.Gateway.ResolveInstrument(new ContractQuery("SPY", SecurityType.Stock));
        f.Gateway.RequestHistory(new HistoryRequest(GatewayFixture.Spy, BarSize.OneMinute, f.Clock.GetUtcNow().AddHours(-1), null, "gap"));
        await first.RequestAsync<ReqContractDetails>();
        await first.RequestAsync<ReqHistoricalData>();

        first.Close();
        FakeClient second = await f.Fake.ClientAsync();

        Assert.Equal("SPY", (await second.RequestAsync<ReqContractDetails>()).Contract.Symbol);
        Assert.Equal("1 min", (await second.RequestAsync<ReqHistoricalData>()).BarSizeSetting);
    }

    [Fact]
    public async Task Orders_and_cancels_are_never_kept_for_a_later_connection()
    {
        await using var f = new GatewayFixture();

        f.Gateway.PlaceOrder(GatewayFixture.Limit(100));
        f.Gateway.CancelOrder(GatewayFixture.Limit(99));
        f.Gateway.GlobalCancel();
        f.Gateway.Reconcile(1);
        FakeClient client = await f.ConnectAsync();
        await client.RequestAsync<ReqCurrentTime>();

        Assert.DoesNotContain(client.Requests, r => r is PlaceOrder or CancelOrder or ReqGlobalCancel);
    }

    [Fact]
    public async Task A_moved_port_is_followed()
    {
        await using var other = new FakeGateway();
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();

        client.Error(-1, 1300, $"TWS socket port has been reset and this connection is being dropped. Please reconnect on the new port -{other.Port}");
        client.EndSending();

        await other.ClientAsync();
        SessionChanged there = await f.Inbox.EventAsync<SessionChanged>(e => e.Status.State == SessionState.Reconciling && e.Status.Port == other.Port);
        Assert.Equal(other.Port, there.Status.Port);
    }

    [Fact]
    public async Task Stopping_ends_everything_and_says_so()
    {
        var f = new GatewayFixture();
        await f.ConnectAsync();

        await f.Gateway.StopAsync();

        Assert.Equal(SessionState.Stopped, f.Gateway.Status.State);
        Assert.Equal(SessionState.Stopped, f.Inbox.Events<SessionChanged>()[^1].Status.State);
        await f.DisposeAsync();
    }
}
