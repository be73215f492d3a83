using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;
using TradingCore.Risk;
using TradingCore.Tws;
using TwsSimulator;

namespace TradingCore.Tests.Engine;

/// <summary>Engine, session and simulated gateway together, over a real socket.</summary>
public sealed class WholeWayTests
{
    private static readonly CommandContext Anna = new("user", "anna");

    [Fact]
    public async Task Orders_live_through_a_dropped_connection_and_a_restart_of_the_engine()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        CancellationToken test = limit.Token;
        await using SimulatedGateway simulator = await SimulatedGateway.StartAsync(new SimulatorOptions(), TimeProvider.System, NullLoggerFactory.Instance, test);
        var journal = new FakeJournal();

        OrderRef resting;
        await using (Running first = Running.Start(simulator, journal, RecoveredState.Empty))
        {
            ITradingCommands commands = first.Engine.Commands;
            await first.UntilAsync(v => v.Session is { IsTradingEnabled: true } && v.FindQuote("SPY") is { Bid: not null, Ask: not null }, test);

            // buy at market -> filled -> position that agrees with the broker
            SubmitResult buy = await commands.SubmitAsync(Desk.Buy(100m), Anna, test);
            Assert.True(buy.Outcome == SubmitOutcome.Accepted, buy.Message);
            await first.UntilAsync(v => v.Positions.Any(p => p is { Quantity: 100m, BrokerQuantity: 100m, UnrealizedPnl: not null }), test);
            Assert.Equal(OrderState.Filled, first.Find(buy.Order!.OrderRef).State);
            await first.UntilAsync(v => v.Fills.Sum(f => f.Quantity) == 100m && v.Fills.All(f => f.Commission > 0m), test);

            // a limit far away rests and is changed
            decimal price = decimal.Floor(first.Engine.View.FindQuote("SPY")!.Bid!.Value * 0.9m);
            SubmitResult far = await commands.SubmitAsync(Desk.Buy(50m, price), Anna, test);
            Assert.True(far.Outcome == SubmitOutcome.Accepted, far.Message);
            resting = far.Order!.OrderRef;
            await first.UntilAsync(_ => first.Find(resting).State is OrderState.Working or OrderState.PreSubmitted, test);
            CommandResult change = await commands.ModifyAsync(resting, new OrderChange(Quantity: 40m), Anna, test);
            Assert.True(change.Outcome == CommandOutcome.Accepted, change.Message);
            await first.UntilAsync(_ => first.Find(resting) is { Quantity: 40m, PendingChange: null }, test);

            // the connection drops and everything is as it was
            await simulator.DropConnectionsAsync();
            await first.UntilAsync(v => !v.Session.IsVerified, test);
            await first.UntilAsync(v => v.Session.IsTradingEnabled, test);
            Assert.Equal((2, 40m), (first.Engine.View.Orders.Count, first.Find(resting).Remaining));
            Assert.Equal(100m, first.Engine.View.Positions.Single().Quantity);
        }

        // another engine starts from the journal
        await using Running second = Running.Start(simulator, new FakeJournal(), journal.Recover());
        await second.UntilAsync(v => v.Session.IsTradingEnabled && v.FindQuote("SPY")?.Bid is not null, test);
        Assert.Equal((2, 40m, 100m), (second.Engine.View.Orders.Count, second.Find(resting).Remaining, second.Engine.View.Positions.Single().Quantity));
        Assert.Equal(100m, second.Engine.View.Fills.Sum(f => f.Quantity));

        CommandResult cancel = await second.Engine.Commands.CancelAsync(resting, Anna, test);
        Assert.True(cancel.Outcome == CommandOutcome.Accepted, cancel.Message);
        await second.UntilAsync(_ => second.Find(resting).State == OrderState.Cancelled, test);

        SubmitResult close = await second.Engine.Commands.ClosePositionAsync("SPY", null, Anna, test);
        Assert.True(close.Outcome == SubmitOutcome.Accepted, close.Message);
        await second.UntilAsync(v => v.Positions.Single() is { Quantity: 0m, IsTiedOut: true }, test);
        Assert.DoesNotContain(second.Engine.View.NoticesSince(0), n => n.Severity == TradingCore.Engine.Views.NoticeSeverity.Error);
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly TwsGateway _gateway;
        private readonly Task _run;

        private Running(TradingEngine engine, TwsGateway gateway, RecoveredState state, IEngineInbox inbox)
        {
            Engine = engine;
            _gateway = gateway;
            _run = Task.Run(() => engine.RunAsync(state, _stop.Token));
            gateway.Start(inbox);
        }

        public TradingEngine Engine { get; }

        public static Running Start(SimulatedGateway simulator, FakeJournal journal, RecoveredState state)
        {
            var risk = new RiskOptions { OrderNotionalMax = 1_000_000m };
            var engine = new TradingEngine(new TradingOptions(), risk, new MarketDataOptions { Watchlist = ["SPY"] }, new BarsOptions(), journal, TimeProvider.System, NullLoggerFactory.Instance);
            var gateway = new TwsGateway(new TwsOptions { Port = simulator.EndPoint.Port, ReconnectDelayMin = TimeSpan.FromMilliseconds(50) }, TimeProvider.System, NullLoggerFactory.Instance);
            engine.Attach(gateway);
            return new Running(engine, gateway, state, engine.Inbox);
        }

        public Order Find(OrderRef orderRef) => Engine.View.Orders.Single(o => o.OrderRef == orderRef);

        public async Task UntilAsync(Func<TradingCore.Engine.Views.ITradingView, bool> condition, CancellationToken stop)
        {
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            try
            {
                while (!condition(Engine.View)) await beat.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException)
            {
                string orders = string.Join("; ", Engine.View.Orders.Select(o => $"{o.OrderRef} {o.State} {o.Filled}/{o.Quantity} {o.Reason}"));
                string notices = string.Join("; ", Engine.View.NoticesSince(0).Select(n => n.Text));
                Assert.Fail($"The condition was not met in time. Session: {Engine.View.Session}. Orders: {orders}. Notices: {notices}");
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _gateway.DisposeAsync();
            await _stop.CancelAsync();
            await _run;
            await Engine.DisposeAsync();
            _stop.Dispose();
        }
    }
}
