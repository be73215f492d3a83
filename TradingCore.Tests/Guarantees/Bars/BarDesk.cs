using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Tests.Engine;
using TradingCore.Tws;
using TwsSimulator;

namespace TradingCore.Tests.Guarantees.Bars;

/// <summary>An engine and its session on a simulated gateway, over a real socket, both on one clock that the test moves: a minute passes in a second or two.</summary>
internal sealed class BarDesk : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _limit;
    private bool _isSilent;

    private BarDesk(FakeTimeProvider clock, SimulatedGateway simulator, RunningSystem system, CancellationTokenSource limit)
    {
        Clock = clock;
        Simulator = simulator;
        System = system;
        _limit = limit;
    }

    public FakeTimeProvider Clock { get; }

    public SimulatedGateway Simulator { get; }

    public RunningSystem System { get; }

    public ITradingView View => System.Engine.View;

    public BarSeries Minutes => View.FindBars("SPY", BarSize.OneMinute);

    public BarSeries Parts => View.FindBars("SPY", BarSize.FiveSeconds);

    public CancellationToken Test => _limit.Token;

    /// <summary>Starts both sides and waits until bars of the first contract flow and its past is there.</summary>
    public static async Task<BarDesk> StartAsync(
        BarsOptions? bars = null, DateTimeOffset? start = null, Func<SimulatorOptions, SimulatorOptions>? simulate = null, Action<TwsOptions>? change = null, string[]? watchlist = null, bool isReady = true)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        var clock = new FakeTimeProvider(start ?? new DateTimeOffset(2026, 3, 4, 15, 0, 2, TimeSpan.Zero));
        var options = new SimulatorOptions { Symbols = ["SPY"], OrderLatency = TimeSpan.Zero };
        void Change(TwsOptions tws)
        {
            // The clock may run ahead of the answers on a busy machine; that is no dead connection.
            tws.HeartbeatInterval = TimeSpan.FromMinutes(10);
            change?.Invoke(tws);
        }
        SimulatedGateway simulator = await SimulatedGateway.StartAsync(simulate?.Invoke(options) ?? options, clock, NullLoggerFactory.Instance, limit.Token);
        var desk = new BarDesk(clock, simulator, RunningSystem.Start(simulator, new FakeJournal(), RecoveredState.Empty, clock: clock, bars: bars, change: Change, watchlist: watchlist), limit);
        if (isReady) await desk.UntilAsync(_ => desk.Parts.Bars.Any(b => b.Source == BarSource.Live) && desk.Minutes.Bars.Count > 100);
        return desk;
    }

    /// <summary>Lets time pass until the condition is met.</summary>
    public async Task UntilAsync(Func<ITradingView, bool> condition)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(4));
        while (!condition(View))
        {
            if (_limit.IsCancellationRequested)
            {
                string gaps = string.Join("\n", Parts.Gaps), notices = string.Join("\n", View.NoticesSince(0).Select(n => n.Text));
                Assert.Fail($"The condition was not met in time. {View.Session}\nGaps: {gaps}\nNotices: {notices}\nMinutes: {string.Join("\n", Minutes.Bars.TakeLast(5))}");
            }
            Clock.Advance(Step);
            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            await KeepUpAsync(beat);
        }
    }

    // On a busy machine the clock would run ahead of the answers, and everything would look late. A gateway that a fault keeps silent is waited for once.
    private async Task KeepUpAsync(PeriodicTimer beat)
    {
        // What was read is applied first: that can be the work of the thread which read it.
        for (int i = 0; i < 250 && System.Waiting > 0; i++) await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        for (int i = 0; i < (View.Session.IsConnected ? 100 : 2) && !_isSilent && IsAhead; i++) await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        _isSilent = View.Session.IsConnected && IsAhead;
    }

    private bool IsAhead => Clock.GetUtcNow() - (View.Session.LastMessageTime ?? DateTimeOffset.MinValue) > TimeSpan.FromSeconds(1);

    /// <summary>Lets the clock reach a time.</summary>
    public Task UntilAsync(DateTimeOffset time) => UntilAsync(_ => Clock.GetUtcNow() >= time);

    public Task PlayAsync(string script) => Simulator.PlayAsync(script, _limit.Token);

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        await Simulator.DisposeAsync();
        _limit.Dispose();
    }
}
