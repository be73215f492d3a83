using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tws;
using TwsSimulator;

namespace TradingCore.Tests.Tws;

/// <summary>A running session that is told to connect elsewhere, or under another client id, over real sockets to simulated gateways.</summary>
public sealed class MovedSessionTests : IAsyncDisposable
{
    private readonly List<SimulatedGateway> _simulators = [];
    private readonly RecordingInbox _inbox = new();
    private TwsGateway? _gateway;
    private int _rounds;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        foreach (SimulatedGateway simulator in _simulators) await simulator.DisposeAsync();
    }

    private async Task<SimulatedGateway> SimulatorAsync()
    {
        SimulatedGateway simulator = await SimulatedGateway.StartAsync(new SimulatorOptions(), TimeProvider.System, NullLoggerFactory.Instance, Stop);
        _simulators.Add(simulator);
        return simulator;
    }

    private TwsGateway Start(int port, TimeSpan? delay = null)
    {
        var options = new TwsOptions { Port = port, ClientId = 1, ReconnectDelayMin = delay ?? TimeSpan.FromMilliseconds(50), ReconnectDelayMax = delay ?? TimeSpan.FromMilliseconds(100) };
        _gateway = new TwsGateway(options, TimeProvider.System, NullLoggerFactory.Instance);
        _inbox.OnInput = i =>
        {
            if (i.Event is SessionChanged { Status.State: SessionState.Reconciling }) _gateway.Reconcile(++_rounds);
        };
        _gateway.Start(_inbox);
        return _gateway;
    }

    private async Task<Order> RestingAsync(TwsGateway gateway, int id)
    {
        gateway.ResolveInstrument(new ContractQuery("SPY"));
        Instrument spy = (await _inbox.EventAsync<InstrumentResolved>()).Instrument;
        return GatewayFixture.Limit(id, price: 1m) with { ClientId = 1, Contract = spy.Contract, Account = _inbox.Events<SessionChanged>()[^1].Status.Accounts[0] };
    }

    [Fact]
    public async Task It_goes_on_under_another_client_id_and_finds_the_order_of_the_old_one_which_nothing_sent_under_the_new_id_touches()
    {
        SimulatedGateway simulator = await SimulatorAsync();
        TwsGateway gateway = Start(simulator.EndPoint.Port);
        await _inbox.StateAsync(SessionState.Ready);
        int next = (await _inbox.EventAsync<NextValidIdReceived>()).OrderId.Value;
        Order resting = await RestingAsync(gateway, next);
        gateway.PlaceOrder(resting);
        await _inbox.EventAsync<OrderStatusReceived>(s => s.Status == BrokerOrderStatus.Submitted);
        bool IsIt(BrokerOrderReceived o) => o.OrderRef == resting.OrderRef && o.ClientId == 1 && !o.IsCompleted;
        int before = _inbox.Events<BrokerOrderReceived>().Count(IsIt);

        await gateway.MoveAsync(new SessionTarget("127.0.0.1", simulator.EndPoint.Port, 2), "anna changed the connection", Stop);

        SessionStatus closed = await _inbox.StateAsync(SessionState.WaitingToReconnect);
        await _inbox.StateAsync(SessionState.Ready, n: 2);
        NextValidIdReceived fresh = await _inbox.EventAsync<NextValidIdReceived>(e => e.ClientId == 2);
        BrokerOrderReceived found = await _inbox.EventAsync<BrokerOrderReceived>(IsIt, before + 1);
        Assert.Contains("anna changed the connection", closed.Cause, StringComparison.Ordinal);
        Assert.Equal((2, SessionState.Ready), (gateway.Status.ClientId, gateway.Status.State));
        Assert.True(fresh.OrderId.Value > 0);
        Assert.Equal(resting.OrderRef, found.OrderRef);

        // What was still meant for the old id is neither sent nor mistaken for an order of the new one.
        int sent = _inbox.Events<OrderOnWire>().Count;
        gateway.PlaceOrder(resting with { OrderId = new OrderId(next + 1), OrderRef = new OrderRef("TB-late") });
        gateway.PlaceOrder(resting with { OrderId = new OrderId(fresh.OrderId.Value), ClientId = 2, OrderRef = new OrderRef("TB-new") });
        OrderOnWire left = await _inbox.EventAsync<OrderOnWire>(w => w.ClientId == 2);
        await _inbox.EventAsync<BrokerOrderReceived>(o => o.OrderRef.Value == "TB-new");
        Assert.Equal((sent + 1, fresh.OrderId.Value), (_inbox.Events<OrderOnWire>().Count, left.OrderId.Value));
        Assert.DoesNotContain(_inbox.Events<BrokerOrderReceived>(), o => o.OrderRef.Value == "TB-late");
    }

    [Fact]
    public async Task It_connects_to_another_gateway_and_subscribes_there_what_it_had_subscribed()
    {
        SimulatedGateway first = await SimulatorAsync(), second = await SimulatorAsync();
        TwsGateway gateway = Start(first.EndPoint.Port);
        await _inbox.StateAsync(SessionState.Ready);
        gateway.ResolveInstrument(new ContractQuery("SPY"));
        gateway.Subscribe((await _inbox.EventAsync<InstrumentResolved>()).Instrument);
        await _inbox.EventAsync<SubscriptionStarted>();

        await gateway.MoveAsync(new SessionTarget("127.0.0.1", second.EndPoint.Port, 1), "anna changed the connection", Stop);

        await _inbox.StateAsync(SessionState.Ready, n: 2);
        await _inbox.EventAsync<SubscriptionStarted>(n: 2);
        Assert.Equal((second.EndPoint.Port, 1), (gateway.Status.Port, gateway.Status.ClientId));
    }

    [Fact]
    public async Task It_waits_for_nothing_when_the_old_gateway_is_away()
    {
        SimulatedGateway gone = await SimulatorAsync(), there = await SimulatorAsync();
        int port = gone.EndPoint.Port;
        await gone.DisposeAsync();
        // Longer than the test may take.
        TwsGateway gateway = Start(port, TimeSpan.FromMinutes(1));
        await _inbox.StateAsync(SessionState.WaitingToReconnect);

        await gateway.MoveAsync(new SessionTarget("127.0.0.1", there.EndPoint.Port, 1), "anna changed the connection", Stop);

        await _inbox.StateAsync(SessionState.Ready);
        Assert.Equal(there.EndPoint.Port, gateway.Status.Port);
    }

    [Fact]
    public async Task A_session_that_is_held_stays_held_and_connects_to_the_new_place_when_it_is_let_go()
    {
        SimulatedGateway first = await SimulatorAsync(), second = await SimulatorAsync();
        TwsGateway gateway = Start(first.EndPoint.Port);
        await _inbox.StateAsync(SessionState.Ready);
        gateway.Suspend("the kill switch disconnected it");
        await _inbox.StateAsync(SessionState.Suspended);

        await gateway.MoveAsync(new SessionTarget("127.0.0.1", second.EndPoint.Port, 7), "anna changed the connection", Stop);

        Assert.Equal(SessionState.Suspended, gateway.Status.State);
        gateway.Resume();
        await _inbox.StateAsync(SessionState.Ready, n: 2);
        Assert.Equal((second.EndPoint.Port, 7), (gateway.Status.Port, gateway.Status.ClientId));
    }
}
