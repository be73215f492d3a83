using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Positions;
using TradingCore.Risk;
using TradingCore.Tws;
using TwsSimulator;

namespace TradingCore.Tests.Engine;

/// <summary>An engine with its session, connected to a simulated gateway over a real socket.</summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TwsGateway _gateway;
    private readonly Task _run;
    private int _isDisposed;

    private RunningSystem(TradingEngine engine, TwsGateway gateway, RecoveredState state, IEngineInbox inbox)
    {
        Engine = engine;
        _gateway = gateway;
        _run = Task.Run(() => engine.RunAsync(state, _stop.Token));
        gateway.Start(inbox);
    }

    public TradingEngine Engine { get; }

    public static RunningSystem Start(SimulatedGateway simulator, FakeJournal journal, RecoveredState state, TradingOptions? trading = null, Action<TwsOptions>? change = null, TimeProvider? clock = null, BarsOptions? bars = null, string[]? watchlist = null, PositionsOptions? positions = null, IInputRecorder? recorder = null, Action<RiskOptions>? limits = null)
    {
        clock ??= TimeProvider.System;
        var risk = new RiskOptions { OrderNotionalMax = 1_000_000m, OrdersPerSecond = 40, DuplicateWindow = TimeSpan.Zero, QuoteMaxAge = TimeSpan.FromSeconds(30), ConcentrationPercentMax = 1_000m, GrossExposureMax = 100m, NetExposureMax = 100m, SelfMatch = false };
        limits?.Invoke(risk);
        var engine = new TradingEngine(trading ?? new TradingOptions(), risk, new MarketDataOptions { Watchlist = watchlist ?? ["SPY"] }, bars ?? new BarsOptions(), journal, clock, NullLoggerFactory.Instance, positions);
        var options = new TwsOptions { Port = simulator.EndPoint.Port, ReconnectDelayMin = TimeSpan.FromMilliseconds(50), OrderPollInterval = TimeSpan.Zero };   // found by comparisons alone, unless a test is about the poll
        change?.Invoke(options);
        var gateway = new TwsGateway(options, clock, NullLoggerFactory.Instance);
        engine.Attach(gateway);
        if (recorder is not null) engine.Attach(recorder);
        return new RunningSystem(engine, gateway, state, engine.Inbox);
    }

    public TwsStatistics Statistics => _gateway.Statistics;

    /// <summary>What was read from the socket and is not applied yet.</summary>
    public int Waiting => _gateway.QueueLengths.Events + Engine.InboxLength;

    public Order Find(OrderRef orderRef) => Engine.View.Orders.Single(o => o.OrderRef == orderRef);

    public async Task UntilAsync(Func<ITradingView, bool> condition, CancellationToken stop)
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
            Assert.Fail($"The condition was not met in time. Session: {Engine.View.Session}. Orders: {orders}. Notices: {notices}. Tie-out: {string.Join("; ", Engine.View.Money.TieOut.Where(i => i.State != TieOutState.Agrees))}. Cash: {string.Join("; ", Engine.View.Money.Cash)}");
        }
    }

    /// <summary>Stops it in good order and tells the hash of its state.</summary>
    public async Task<string> StopAsync()
    {
        await DisposeAsync();
        return Engine.ComputeHash();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _gateway.DisposeAsync();
        await _stop.CancelAsync();
        await _run;
        await Engine.DisposeAsync();
        _stop.Dispose();
    }
}
