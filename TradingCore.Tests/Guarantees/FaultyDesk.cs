using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Positions;
using TradingCore.Tests.Engine;
using TradingCore.Tws;
using TwsSimulator;

namespace TradingCore.Tests.Guarantees;

/// <summary>An engine and its session on a simulated gateway that fails by script, over a real socket. Waits are short, so that what needs one is seen soon.</summary>
internal sealed class FaultyDesk : IAsyncDisposable
{
    private static readonly CommandContext Anna = new("user", "anna");
    private readonly CancellationTokenSource _limit;
    private PositionsOptions? _positions;

    private FaultyDesk(SimulatedGateway simulator, RunningSystem system, FakeJournal journal, CancellationTokenSource limit)
    {
        Simulator = simulator;
        System = system;
        Journal = journal;
        _limit = limit;
    }

    /// <summary>Clock of both sides.</summary>
    public TimeProvider Clock { get; private init; } = TimeProvider.System;

    public SimulatedGateway Simulator { get; }

    public RunningSystem System { get; private set; }

    public FakeJournal Journal { get; }

    public ITradingView View => System.Engine.View;

    public CancellationToken Test => _limit.Token;

    public static TradingOptions Quick => new() { UnknownAfter = TimeSpan.FromSeconds(1.5), TieOutGrace = TimeSpan.FromMilliseconds(500) };

    /// <summary>Starts both sides and waits until orders may leave.</summary>
    /// <param name="simulate">Changes the simulated gateway.</param>
    /// <param name="change">Changes the session.</param>
    /// <param name="isReady">False: waits for nothing.</param>
    /// <param name="trade">Changes the engine.</param>
    /// <param name="clock">Clock of both sides; null for one that shows an afternoon, so that no test depends on the hour at which it runs.</param>
    /// <param name="positions">Settings of positions.</param>
    /// <param name="script">Played before the session starts.</param>
    public static async Task<FaultyDesk> StartAsync(
        Func<SimulatorOptions, SimulatorOptions>? simulate = null, Action<TwsOptions>? change = null, bool isReady = true, Action<TradingOptions>? trade = null, TimeProvider? clock = null, string script = "",
        PositionsOptions? positions = null)
    {
        clock ??= ShiftedClock.Afternoon();
        TradingOptions trading = Quick;
        trade?.Invoke(trading);
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        var options = new SimulatorOptions { Symbols = ["SPY", "AAPL"], OrderLatency = TimeSpan.Zero };
        SimulatedGateway simulator = await SimulatedGateway.StartAsync(simulate?.Invoke(options) ?? options, clock, NullLoggerFactory.Instance, limit.Token);
        var journal = new FakeJournal();
        if (script.Length > 0) await simulator.PlayAsync(script, limit.Token);
        var desk = new FaultyDesk(simulator, RunningSystem.Start(simulator, journal, RecoveredState.Empty, trading, change, clock, positions: positions), journal, limit) { _positions = positions, Clock = clock };
        if (isReady) await desk.ReadyAsync();
        return desk;
    }

    /// <summary>Waits until the session is verified and there is a quote.</summary>
    public Task ReadyAsync() => UntilAsync(v => v.Session is { IsTradingEnabled: true } && v.FindQuote("SPY") is { Bid: not null, Ask: not null, IsInterrupted: false });

    public Task UntilAsync(Func<ITradingView, bool> condition) => System.UntilAsync(condition, Test);

    public Task PlayAsync(string script) => Simulator.PlayAsync(script, Test);

    /// <summary>Ends the engine without a word and starts another one on what its journal holds.</summary>
    public async Task RestartEngineAsync(Action<TwsOptions>? change = null, TimeSpan? lead = null, Func<Task>? between = null, Action<TradingOptions>? trading = null)
    {
        await System.DisposeAsync();
        if (between is not null) await between();
        TradingOptions options = Quick;
        options.RestartLead = lead ?? options.RestartLead;
        trading?.Invoke(options);
        System = RunningSystem.Start(Simulator, Journal, Journal.Recover(), options, change, Clock, positions: _positions);
    }

    /// <summary>Ends the engine and waits until the gateway has noticed: its client id is free again.</summary>
    public async Task EndEngineAsync()
    {
        int clientId = View.Session.ClientId;
        await System.DisposeAsync();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (Simulator.Truth.ConnectedClients.Contains(clientId)) await timer.WaitForNextTickAsync(Test);
    }

    /// <summary>Submits an order that must leave, whatever the broker, or the line, makes of it.</summary>
    public async Task<OrderRef> SubmitAsync(OrderSpec spec)
    {
        SubmitResult result = await System.Engine.Commands.SubmitAsync(spec, Anna, Test);
        Assert.True(result.Outcome is SubmitOutcome.Accepted or SubmitOutcome.Rejected or SubmitOutcome.Unconfirmed, result.Message);
        return result.Order!.OrderRef;
    }

    /// <summary>A limit order far below the market, which rests.</summary>
    public async Task<OrderRef> RestingAsync(decimal quantity = 50m)
    {
        OrderRef order = await SubmitAsync(Desk.Buy(quantity, FarPrice));
        await UntilAsync(_ => Find(order).State == OrderState.Working);
        return order;
    }

    public decimal FarPrice => decimal.Floor(View.FindQuote("SPY")!.Bid!.Value * 0.9m);

    public Task<SubmitResult> TrySubmitAsync(OrderSpec spec) => System.Engine.Commands.SubmitAsync(spec, Anna, Test);

    public Task<CommandResult> CancelAsync(OrderRef order) => System.Engine.Commands.CancelAsync(order, Anna, Test);

    public Task<CommandResult> CancelAllAsync(string? ticker = null) => System.Engine.Commands.CancelAllAsync(ticker, Anna, Test);

    public Task<CommandResult> ModifyAsync(OrderRef order, OrderChange change) => System.Engine.Commands.ModifyAsync(order, change, Anna, Test);

    public Order Find(OrderRef order) => System.Find(order);

    /// <summary>Notices that call a person, oldest first.</summary>
    public IReadOnlyList<TradingNotice> Calls => [.. View.NoticesSince(0).Where(n => n.CallsPerson)];

    /// <summary>Asserts that both sides hold the same orders, executions and positions.</summary>
    public async Task AssertAgreesAsync()
    {
        await UntilAsync(v => v.Session.IsVerified
            && v.Fills.Sum(f => f.SignedQuantity()) == Simulator.Truth.Executions.Sum(e => e.SignedQuantity)
            && v.Positions.Sum(p => p.Quantity) == Simulator.Truth.Positions.Sum(p => p.Quantity));
        Assert.Equal(
            Simulator.Truth.Executions.Select(e => (e.ExecId, (decimal)e.Price)).Order(),
            View.Fills.Select(f => (f.ExecId.Value, f.Price)).Order());
        Assert.Equal(Simulator.Truth.Orders.Count, Simulator.Truth.Orders.DistinctBy(o => o.OrderRef).Count());
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        await Simulator.DisposeAsync();
        _limit.Dispose();
    }
}

internal static class FillSigns
{
    public static decimal SignedQuantity(this Fill fill) => fill.Side == OrderSide.Buy ? fill.Quantity : -fill.Quantity;
}
