using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;
using TradingCore.Risk;

namespace TradingCore.Tests.Engine;

/// <summary>The loop itself, with real threads.</summary>
public sealed class TradingEngineTests
{
    private readonly FakeTimeProvider _clock = new(Desk.Start);
    private readonly FakeJournal _journal = new();
    private readonly FakeGateway _gateway = new();

    private TradingEngine Engine()
    {
        var engine = new TradingEngine(new TradingOptions { AnswerWhen = AnswerMoment.Durable }, new RiskOptions(), new MarketDataOptions { Watchlist = ["SPY"] }, new BarsOptions(), _journal, _clock, NullLoggerFactory.Instance);
        engine.Attach(_gateway);
        return engine;
    }

    private async Task ConnectAsync(TradingEngine engine, CancellationToken stop)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        EngineInput[] inputs =
        [
            new NextValidIdReceived(new OrderId(1), Desk.ClientId) { Time = now },
            new SessionChanged(new SessionStatus { State = SessionState.Reconciling, IsBrokerConnected = true, Since = now, ClientId = Desk.ClientId, Accounts = [Desk.Account] }) { Time = now },
            new AccountValuesReceived(new AccountState { Account = Desk.Account, Currency = "USD", NetLiquidation = 1_000_000m, TotalCash = 1_000_000m, ExcessLiquidity = 1_000_000m, UpdatedTime = now }) { Time = now },
            new InstrumentResolved(Desk.SpyQuery, new Instrument { Contract = Desk.Spy }) { Time = now },
            new AccountValuesReceived(new AccountState { Account = Desk.Account, Currency = "USD", NetLiquidation = 1_000_000m, TotalCash = 1_000_000m, ExcessLiquidity = 1_000_000m, UpdatedTime = now }) { Time = now },
            new MarketTick(Desk.Spy.ConId, TickField.DataType, (decimal)MarketDataType.Live, null, now),
            new MarketTick(Desk.Spy.ConId, TickField.Bid, 100.00m, 100m, now),
            new MarketTick(Desk.Spy.ConId, TickField.Ask, 100.02m, 100m, now),
            new OpenOrdersEnd(1) { Time = now }, new CompletedOrdersEnd(1) { Time = now }, new ExecutionsEnd(1) { Time = now }, new PositionsEnd(1) { Time = now },
        ];
        foreach (EngineInput input in inputs) await engine.Inbox.PostAsync(input, stop);
    }

    [Fact]
    public async Task Commands_are_answered_through_the_loop_and_the_order_reaches_the_gateway()
    {
        CancellationToken test = TestTime.Limit();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(test);
        await using TradingEngine engine = Engine();
        Task run = engine.RunAsync(RecoveredState.Empty, stop.Token);
        await ConnectAsync(engine, test);

        SubmitResult result = await engine.Commands.SubmitAsync(Desk.Buy(100m), new CommandContext("user", "anna", "key-9"), test);
        Order placed = await _gateway.PlacedOnce.Task.WaitAsync(test);
        await stop.CancelAsync();
        await run;

        Assert.True(result.Outcome == SubmitOutcome.Accepted, result.Message);
        Assert.Equal(result.Order!.OrderRef, placed.OrderRef);
        // What the broker keeps of it tells another engine the key.
        Assert.EndsWith(SortableId.MarkOf("key-9"), placed.OrderRef.Value, StringComparison.Ordinal);
        Assert.Equal(OrderState.PendingSubmit, engine.View.Orders.Single().State);
    }

    [Fact]
    public async Task After_an_order_its_way_is_kept_warm_while_ticks_come_and_a_failure_of_that_stops_nothing()
    {
        CancellationToken test = TestTime.Limit();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(test);
        await using TradingEngine engine = Engine();
        var practice = new FailingPractice();
        engine.Attach(practice);
        Task run = engine.RunAsync(RecoveredState.Empty, stop.Token);
        await ConnectAsync(engine, test);
        SubmitResult first = await engine.Commands.SubmitAsync(Desk.Buy(100m), new CommandContext("user", "anna"), test);

        for (int i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            await engine.Inbox.PostAsync(new MarketTick(Desk.Spy.ConId, TickField.Bid, 100.00m, 100m + i, _clock.GetUtcNow()), test);
            engine.Inbox.Enter();
            while (engine.InboxLength > 0) await Task.Delay(1, test);
        }
        SubmitResult second = await engine.Commands.SubmitAsync(Desk.Buy(50m), new CommandContext("user", "anna"), test);
        await stop.CancelAsync();
        await run;

        Assert.Equal(2, practice.Calls);
        Assert.Equal((SubmitOutcome.Accepted, SubmitOutcome.Accepted), (first.Outcome, second.Outcome));
        Assert.Equal(2, _gateway.Placed.Count);
    }

    /// <summary>Writes one order, then fails.</summary>
    private sealed class FailingPractice : IOrderRehearsal
    {
        public int Calls { get; private set; }

        public void Write(Order order)
        {
            if (++Calls > 1) throw new InvalidOperationException("no room");
        }
    }

    [Fact]
    public async Task What_is_in_the_inbox_at_the_stop_is_still_applied_and_later_commands_are_refused()
    {
        CancellationToken test = TestTime.Limit();
        using var stop = new CancellationTokenSource();
        await using TradingEngine engine = Engine();
        await ConnectAsync(engine, test);
        Task<SubmitResult> queued = engine.Commands.SubmitAsync(Desk.Buy(100m), new CommandContext("user", "anna"), test);
        await stop.CancelAsync();

        await engine.RunAsync(RecoveredState.Empty, stop.Token);
        SubmitResult late = await engine.Commands.SubmitAsync(Desk.Buy(50m), new CommandContext("user", "anna"), test);

        SubmitResult applied = await queued;
        Assert.True(applied.Outcome == SubmitOutcome.Accepted, applied.Message);
        Assert.Equal((SubmitOutcome.Denied, "The engine is stopping and takes no more commands."), (late.Outcome, late.Message));
    }

    [Fact]
    public async Task A_defect_halts_trading_and_cancels_still_leave()
    {
        CancellationToken test = TestTime.Limit();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(test);
        await using TradingEngine engine = Engine();
        Task run = engine.RunAsync(RecoveredState.Empty, stop.Token);
        await ConnectAsync(engine, test);
        SubmitResult resting = await engine.Commands.SubmitAsync(Desk.Buy(100m, 99m), new CommandContext("user", "anna"), test);
        Assert.True(resting.Outcome == SubmitOutcome.Accepted, resting.Message);

        await engine.Inbox.PostAsync(new Strange { Time = _clock.GetUtcNow() }, test);
        SubmitResult denied = await engine.Commands.SubmitAsync(Desk.Buy(1m, 99m), new CommandContext("user", "anna"), test);
        CommandResult cancel = await engine.Commands.CancelAsync(resting.Order!.OrderRef, new CommandContext("user", "anna"), test);
        await stop.CancelAsync();
        await run;

        Assert.Equal("R01", denied.Verdict.Failures.First().Code);
        Assert.Equal(CommandOutcome.Accepted, cancel.Outcome);
        Assert.Single(_gateway.Cancelled);
        Assert.False(engine.View.Session.IsTradingEnabled);
        Assert.Contains("defect", engine.View.Session.TradingDisabledReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_meets_a_defect_is_answered_at_once()
    {
        CancellationToken test = TestTime.Limit();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(test);
        await using TradingEngine engine = Engine();
        Task run = engine.RunAsync(RecoveredState.Empty, stop.Token);
        var strange = new StrangeCommand { Time = _clock.GetUtcNow(), Context = new CommandContext("user", "anna") };

        await engine.Inbox.PostAsync(strange, test);
        EngineFaultException fault = await Assert.ThrowsAsync<EngineFaultException>(() => strange.Reply.Task.WaitAsync(test));
        await stop.CancelAsync();
        await run;

        Assert.Contains("StrangeCommand", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_asks_the_broker_for_margin()
    {
        CancellationToken test = TestTime.Limit();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(test);
        _gateway.Margin = new MarginPreview(1m, "USD", 5_000m, 5_000m, 4_000m, 4_000m, 1_000_000m, "");
        await using TradingEngine engine = Engine();
        Task run = engine.RunAsync(RecoveredState.Empty, stop.Token);
        await ConnectAsync(engine, test);

        PreviewResult with = await engine.Commands.PreviewAsync(Desk.Buy(100m), new CommandContext("user", "anna"), withMargin: true, test);
        PreviewResult without = await engine.Commands.PreviewAsync(Desk.Buy(100m), new CommandContext("user", "anna"), withMargin: false, test);
        await stop.CancelAsync();
        await run;

        Assert.Equal((_gateway.Margin, (MarginPreview?)null), (with.Margin, without.Margin));
    }

    [Fact]
    public async Task Without_a_gateway_or_a_second_time_it_does_not_run()
    {
        await using var bare = new TradingEngine(new TradingOptions { AnswerWhen = AnswerMoment.Durable }, new RiskOptions(), new MarketDataOptions(), new BarsOptions(), _journal, _clock, NullLoggerFactory.Instance);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bare.RunAsync(RecoveredState.Empty, CancellationToken.None));

        await using TradingEngine engine = Engine();
        await engine.RunAsync(RecoveredState.Empty, new CancellationToken(canceled: true));
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.RunAsync(RecoveredState.Empty, CancellationToken.None));
    }

    private sealed record Strange : EngineEvent;

    private sealed record StrangeCommand : EngineCommand<CommandResult>;
}
