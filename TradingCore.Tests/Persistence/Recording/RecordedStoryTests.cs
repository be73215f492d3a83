using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Persistence.Recording;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Engine;
using TradingCore.Tests.Killing;

namespace TradingCore.Tests.Persistence.Recording;

/// <summary>Two runs over two nights with everything that waits, latches or is changed by hand in them: what each recorded replays to the state that was.</summary>
public sealed class RecordedStoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Runs_with_queues_holds_latches_limits_and_switches_over_nights_and_a_restart_replay_to_the_state_that_was()
    {
        Desk first = New(null, "1");
        Begin(first);
        WaitInQueueAndForOwnOrders(first);
        Trip(first);
        OverNight(first);
        Restrict(first);
        await ReplaysAsync(first, RecoveredState.Empty);

        RecoveredState left = first.Journal.Recover();
        Assert.Contains(left.Orders, o => o is { State: OrderState.Queued, Handling.Hold: not null });
        Assert.Contains(left.Orders, o => o is { State: OrderState.Queued, Handling.Hold: null });
        Desk second = New(left, "2", first.Now + TimeSpan.FromMinutes(10));
        Begin(second, left.Orders.Where(o => o.State.IsAtBroker()));
        Rearm(second);
        Trip(second);
        WaitInQueueAndForOwnOrders(second);
        OverNight(second);
        await ReplaysAsync(second, left);
    }

    private static Desk New(RecoveredState? left, string run, DateTimeOffset? now = null) =>
        new(left, risk: r => { r.SelfMatchDeniesNewest = false; r.LossStreakMax = 2; r.UsualSizeMultipleMax = 0m; r.StrategyHeartbeatMax = TimeSpan.FromHours(1); }, run: run) { Now = now ?? Desk.Start };

    private static void Begin(Desk desk, IEnumerable<Order>? open = null)
    {
        desk.Connect();
        foreach (Order order in open ?? []) desk.Open(order, BrokerOrderStatus.Submitted);
        desk.CompleteRound();
        // What was to be cancelled before is cancelled now.
        foreach (Order order in desk.Core.State.Orders.Open.Where(e => e.Order.State is OrderState.PendingCancel or OrderState.Unknown).Select(e => e.Order).ToArray()) desk.Status(order, BrokerOrderStatus.Cancelled);
        desk.Market(100.00m, 100.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
    }

    // One order waits for the gateway, and one for an own order whose cancel is not confirmed.
    private static void WaitInQueueAndForOwnOrders(Desk desk)
    {
        desk.Disconnect();
        desk.Submit(Desk.Buy(7m, 99m) with { IfOffline = OfflineChoice.Queue, QueueFor = TimeSpan.FromHours(23), Tif = TimeInForce.Gtc }, $"queued-{desk.Run}");
        desk.Submit(Desk.Buy(20m, 98m) with { IfOffline = OfflineChoice.Queue, QueueFor = TimeSpan.FromHours(23), Tif = TimeInForce.Gtc, Bracket = new BracketSpec(new ExitSpec { Percent = 5m }, new ExitSpec { Percent = 5m }) });
        Begin(desk, desk.Core.State.Orders.Open.Where(e => e.Order.State.IsAtBroker()).Select(e => e.Order).ToArray());
        desk.Working(Desk.Buy(10m, 99.99m));
        Assert.Equal(SubmitOutcome.Queued, desk.Submit(Desk.Sell(5m, 99.98m) with { IfOffline = OfflineChoice.Queue, QueueFor = TimeSpan.FromHours(23), Tif = TimeInForce.Gtc }).Outcome);
    }

    // Two losing trades of a strategy.
    private static void Trip(Desk desk)
    {
        desk.Apply(new StrategyBeat("mean", "hash", false) { Time = desk.Now, Context = new CommandContext("strategy", "mean") });
        for (int i = 0; i < 2; i++)
        {
            Order buy = desk.Accepted(Desk.Buy(3m, 99.50m) with { Strategy = "mean" });
            desk.Open(buy, BrokerOrderStatus.Submitted);
            desk.Fill(desk.Find(buy), $"{desk.Run}b{i}.01", 3m, 99.50m);
            Order sell = desk.Accepted(Desk.Sell(3m, 101m) with { Strategy = "mean" });
            desk.Open(sell, BrokerOrderStatus.Submitted);
            desk.Fill(desk.Find(sell), $"{desk.Run}s{i}.01", 3m, 99.40m - i);
            desk.Apply(new CommissionReceived(new ExecId($"{desk.Run}s{i}.01"), 0.35m, "USD", null) { Time = desk.Now });
        }
        Assert.Contains(desk.Core.State.Latches.Snapshot, l => l is { Code: "R27", IsTripped: true });
    }

    private static void OverNight(Desk desk)
    {
        for (int i = 0; i < 10; i++)
        {
            desk.Wait(TimeSpan.FromHours(1.5));
            desk.Money(999_000m + i);
            desk.Market(100.00m + i * 0.01m, 100.02m + i * 0.01m);
        }
    }

    private static void Restrict(Desk desk)
    {
        desk.SetLimits(RiskScope.Firm, desk.Core.State.Limits.Version, (RiskLimit.PositionMax, 800m));
        desk.SetLimits(new RiskScope(RiskScopeKind.Symbol, "spy"), desk.Core.State.Limits.Version, (RiskLimit.OrdersPerMinute, 30m));
        desk.Submit(Desk.Buy(499m, 99m));
        desk.Submit(Desk.Buy(1_000m, 99m));
        desk.Disconnect();
        desk.Submit(Desk.Buy(7m, 97m) with { IfOffline = OfflineChoice.Queue, QueueFor = TimeSpan.FromHours(23), Tif = TimeInForce.Gtc });
        Begin(desk, desk.Core.State.Orders.Open.Where(e => e.Order.State.IsAtBroker()).Select(e => e.Order).ToArray());
        desk.Working(Desk.Buy(10m, 100.08m));
        Assert.Equal(SubmitOutcome.Queued, desk.Submit(Desk.Sell(5m, 100.07m) with { IfOffline = OfflineChoice.Queue, QueueFor = TimeSpan.FromHours(23), Tif = TimeInForce.Gtc }).Outcome);
        desk.Disconnect();
        desk.Submit(Desk.Sell(8m, 110m) with { IfOffline = OfflineChoice.Queue, QueueFor = TimeSpan.FromHours(23), Tif = TimeInForce.Gtc });
        desk.Kill(KillLevel.Block, new RiskScope(RiskScopeKind.Symbol, "QQQ"));
        desk.Wait(TimeSpan.FromSeconds(1));
    }

    private static void Rearm(Desk desk)
    {
        foreach (TradingCore.Risk.Latches.RiskLatch latch in desk.Core.State.Latches.Snapshot.Where(l => l is { IsTripped: true, Code: "R27" }).ToArray()) desk.Rearm(latch.Id, "Looked into it.");
        desk.Kill(KillLevel.Cancel, new RiskScope(RiskScopeKind.Strategy, "other"));
        desk.SetLimits(RiskScope.Firm, desk.Core.State.Limits.Version, (RiskLimit.PositionMax, 5_000m));
        desk.Apply(new RecordCashFlow(Desk.Account.Value, 500m, "Paid in.") { Time = desk.Now, Context = new CommandContext("user", "anna") });
    }

    private async Task ReplaysAsync(Desk desk, RecoveredState began)
    {
        await using var recorder = new InputRecorder(_folder.Below($"recordings-{desk.Run}"), new RecordingOptions(), TimeProvider.System, NullLogger<InputRecorder>.Instance);
        RecordedStart start = desk.StartedWith(began);
        recorder.Begin(start);
        var engine = new EngineProcessor(start.Trading, start.Risk, start.MarketData, start.Bars, new FakeJournal(), NullLogger.Instance);
        engine.Effects.Recorder = recorder;
        engine.Start(start.State);
        foreach (EngineInput input in desk.Noted.Inputs) engine.Process(in input);
        string live = StateHash.Text(desk.Core.State);
        recorder.End(engine.Core.ComputeHash(), engine.Inputs);
        await recorder.DisposeAsync();

        ReplayResult replayed = InputReplay.Run(recorder.CurrentFile);

        Assert.Equal(live, StateHash.Text(engine.Core.State));
        Assert.Equal(desk.Core.ComputeHash(), replayed.Hash);
        Assert.Equal(desk.Noted.Inputs.Count, replayed.Inputs);
    }
}
