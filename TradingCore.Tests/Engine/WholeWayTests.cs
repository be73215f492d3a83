using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Tests.Bars;
using TradingCore.Tests.Shared;
using TwsSimulator;

namespace TradingCore.Tests.Engine;

/// <summary>Engine, session and simulated gateway together, over a real socket.</summary>
public sealed class WholeWayTests
{
    private static readonly CommandContext Anna = new("user", "anna");

    [Fact]
    public async Task A_replayed_week_of_five_second_bars_gives_the_minutes_of_the_reference()
    {
        string file = SharedFolder.File("data/bars/spy-20131007-20131011-5s.csv.gz", SpyWeek.NotChecked);
        using var folder = new ReplayFolderCopy(file);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(4));
        var options = new SimulatorOptions { ReplayFolder = folder.Path, Speed = 0 };
        await using SimulatedGateway simulator = await SimulatedGateway.StartAsync(options, TimeProvider.System, NullLoggerFactory.Instance, limit.Token);

        await using RunningSystem system = RunningSystem.Start(simulator, new FakeJournal(), RecoveredState.Empty);
        await simulator.ReplayCompleted.WaitAsync(limit.Token);
        await system.UntilAsync(v => v.FindBars("SPY", BarSize.OneMinute).Bars is [.., { IsClosed: true }] bars && bars.Count >= SpyWeek.MinuteCount, limit.Token);

        IReadOnlyList<Bar> minutes = system.Engine.View.FindBars("SPY", BarSize.OneMinute).Bars;
        SpyWeek.AssertEqualsReference(minutes);
        Assert.All(minutes, b => Assert.True(b is { IsComplete: true, Source: BarSource.Live }));
    }

    [Fact]
    public async Task Orders_live_through_a_dropped_connection_and_a_restart_of_the_engine()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        CancellationToken test = limit.Token;
        await using SimulatedGateway simulator = await SimulatedGateway.StartAsync(new SimulatorOptions(), TimeProvider.System, NullLoggerFactory.Instance, test);
        var journal = new FakeJournal();

        OrderRef resting;
        await using (RunningSystem first = RunningSystem.Start(simulator, journal, RecoveredState.Empty))
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
        await using RunningSystem second = RunningSystem.Start(simulator, new FakeJournal(), journal.Recover());
        await second.UntilAsync(v => v.Session.IsTradingEnabled && v.FindQuote("SPY")?.Bid is not null, test);
        Assert.Equal((2, 40m, 100m), (second.Engine.View.Orders.Count, second.Find(resting).Remaining, second.Engine.View.Positions.Single().Quantity));
        Assert.Equal(100m, second.Engine.View.Fills.Sum(f => f.Quantity));

        CommandResult cancel = await second.Engine.Commands.CancelAsync(resting, Anna, test);
        Assert.True(cancel.Outcome == CommandOutcome.Accepted, cancel.Message);
        await second.UntilAsync(_ => second.Find(resting).State == OrderState.Cancelled, test);

        SubmitResult close = await second.Engine.Commands.ClosePositionAsync("SPY", null, Anna, test);
        Assert.True(close.Outcome == SubmitOutcome.Accepted, close.Message);
        await second.UntilAsync(v => v.Positions is [{ Quantity: 0m, IsTiedOut: true }], test);
        Assert.DoesNotContain(second.Engine.View.NoticesSince(0), n => n.Severity == TradingCore.Engine.Views.NoticeSeverity.Error);
    }
}
