using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tws;
using TwsSimulator;

namespace TradingCore.Tests.Tws;

/// <summary>The whole way against the simulated gateway, over a real socket.</summary>
public sealed class SimulatorSessionTests
{
    [Fact]
    public async Task An_order_is_filled_and_found_again_after_the_gateway_dropped_the_connection()
    {
        await using SimulatedGateway simulator = await SimulatedGateway.StartAsync(
            new SimulatorOptions(), TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        var options = new TwsOptions { Port = simulator.EndPoint.Port, ReconnectDelayMin = TimeSpan.FromMilliseconds(50) };
        await using var gateway = new TwsGateway(options, TimeProvider.System, NullLoggerFactory.Instance);
        var inbox = new RecordingInbox();
        int round = 0;
        inbox.OnInput = i =>
        {
            if (i.Event is SessionChanged { Status.State: SessionState.Reconciling }) gateway.Reconcile(++round);
        };
        gateway.Start(inbox);

        // connect -> resolve
        await inbox.StateAsync(SessionState.Ready);
        NextValidIdReceived next = await inbox.EventAsync<NextValidIdReceived>();
        gateway.ResolveInstrument(new ContractQuery("SPY"));
        Instrument spy = (await inbox.EventAsync<InstrumentResolved>()).Instrument;
        Assert.Equal(("SPY", SecurityType.Stock), (spy.Contract.Ticker, spy.Contract.SecurityType));
        Assert.True(spy.Contract.ConId.IsResolved);

        // -> quotes and bars flow
        gateway.Subscribe(spy);
        MarketTick ask = await inbox.TickAsync(t => t is { Field: TickField.Ask, Value: > 0m });
        MarketTick type = await inbox.TickAsync(t => t.Field == TickField.DataType);
        await inbox.EventAsync<SubscriptionStarted>();
        BarReceived bar = await inbox.EventAsync<BarReceived>();
        Assert.Equal((decimal)(int)MarketDataType.Live, type.Value);
        Assert.Equal((BarSize.FiveSeconds, 1, BarSource.Live), (bar.Bar.Size, bar.Bar.Parts, bar.Bar.Source));
        Assert.InRange(bar.Bar.Close, ask.Value!.Value * 0.9m, ask.Value!.Value * 1.1m);

        // -> history
        var request = new HistoryRequest(spy, BarSize.OneMinute, TimeProvider.System.GetUtcNow().AddMinutes(-30), null, "subscribe");
        gateway.RequestHistory(request);
        HistoryReceived history = await inbox.EventAsync<HistoryReceived>();
        Assert.InRange(history.Bars.Count, 29, 33);
        Assert.Equal(history.Bars.OrderBy(b => b.Time), history.Bars);

        // -> what-if, order -> fill
        Order order = GatewayFixture.Limit(next.OrderId.Value) with { Contract = spy.Contract, Type = OrderType.Market, LimitPrice = null, Account = inbox.Events<SessionChanged>()[^1].Status.Accounts[0] };
        MarginPreview? preview = await gateway.PreviewMarginAsync(order with { OrderId = new OrderId(next.OrderId.Value + 1) }, TestContext.Current.CancellationToken);
        Assert.NotNull(preview?.InitMarginAfter);
        gateway.PlaceOrder(order);
        ExecutionReceived fill = await inbox.EventAsync<ExecutionReceived>(e => !e.IsReplay);
        CommissionReceived commission = await inbox.EventAsync<CommissionReceived>();
        OrderStatusReceived filled = await inbox.EventAsync<OrderStatusReceived>(s => s.Status == BrokerOrderStatus.Filled);
        await inbox.EventAsync<BrokerPositionReceived>(p => p.Quantity == 100m);
        Assert.Equal((order.OrderRef, OrderSide.Buy), (fill.Fill.OrderRef, fill.Fill.Side));
        Assert.InRange(fill.Fill.Time, TimeProvider.System.GetUtcNow().AddMinutes(-2), TimeProvider.System.GetUtcNow().AddMinutes(2));
        Assert.Equal((100m, 0m), (filled.Filled, filled.Remaining));
        Assert.True(commission.Commission > 0m);
        Assert.DoesNotContain(inbox.Events<BrokerOrderReceived>(), o => o.OrderId.Value == next.OrderId.Value + 1);

        // -> reconnect -> reconciled
        await simulator.DropConnectionsAsync();
        await inbox.StateAsync(SessionState.WaitingToReconnect);
        await inbox.StateAsync(SessionState.Ready, n: 2);
        ExecutionReceived replay = await inbox.EventAsync<ExecutionReceived>(e => e.IsReplay && e.Fill.ExecId == fill.Fill.ExecId);
        await inbox.EventAsync<SubscriptionStarted>(n: 2);
        await inbox.EventAsync<BrokerOrderReceived>(o => o.IsCompleted && o.OrderRef == order.OrderRef);
        Assert.Equal(fill.Fill.Price, replay.Fill.Price);
        // Each state that says "reconciling" asked for a round of its own; the newest is answered last.
        await inbox.EventAsync<PositionsEnd>(e => e.Round == round);
        Assert.True(inbox.Events<NextValidIdReceived>()[^1].OrderId.Value > next.OrderId.Value);
    }

    [Theory]
    [InlineData("SPY", SecurityType.Stock, "SPY")]
    [InlineData("EUR.USD", SecurityType.Forex, "EUR.USD")]
    [InlineData("ES FUT", SecurityType.Future, null)]
    [InlineData("BTC CRYPTO", SecurityType.Crypto, "BTC")]
    [InlineData("BTC", SecurityType.Crypto, "BTC")]
    [InlineData("SPX IND", SecurityType.Index, "SPX")]
    [InlineData("SPX", SecurityType.Index, "SPX")]
    public async Task Every_kind_of_product_resolves_and_its_data_flows(string text, SecurityType type, string? ticker)
    {
        await using SimulatedGateway simulator = await SimulatedGateway.StartAsync(
            new SimulatorOptions(), TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        await using var gateway = new TwsGateway(new TwsOptions { Port = simulator.EndPoint.Port }, TimeProvider.System, NullLoggerFactory.Instance);
        var inbox = new RecordingInbox();
        gateway.Start(inbox);
        Assert.True(ContractQuery.TryParse(text, out ContractQuery? query, out _));

        gateway.ResolveInstrument(query!);
        Instrument instrument = (await inbox.EventAsync<InstrumentResolved>()).Instrument;
        gateway.Subscribe(instrument);
        gateway.RequestHistory(new HistoryRequest(instrument, BarSize.OneMinute, TimeProvider.System.GetUtcNow().AddMinutes(-10), null, "subscribe"));
        BarReceived bar = await inbox.EventAsync<BarReceived>();
        HistoryReceived history = await inbox.EventAsync<HistoryReceived>();

        Assert.Equal(type, instrument.Contract.SecurityType);
        Assert.Equal(ticker ?? instrument.Contract.LocalSymbol, instrument.Contract.Ticker);
        Assert.True(bar.Bar.Close > 0m);
        Assert.True(bar.Bar.Volume >= 0m && bar.Bar.Count >= 0);
        Assert.NotEmpty(history.Bars);
        Assert.Empty(inbox.Events<SubscriptionFailed>());
    }
}
