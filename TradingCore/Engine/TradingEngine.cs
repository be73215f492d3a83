using Microsoft.Extensions.Logging;
using TradingCore.Bars;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Positions;
using TradingCore.Risk;

namespace TradingCore.Engine;

/// <summary>
/// The engine: all trading state, changed by one thread at a time in one total order, an inbox in front of it, immutable snapshots behind it.
/// </summary>
/// <remarks>
/// Order of effects of each input: state, journal, gateway, replies. A new order or a change is in the journal before the state knows it and
/// before it is on the wire. An input that cannot be applied is a defect: trading is halted and shown, cancels and broker reports go on.
/// </remarks>
public sealed class TradingEngine : IAsyncDisposable
{
    /// <summary>Time between two clock ticks.</summary>
    public static readonly TimeSpan ClockInterval = TimeSpan.FromMilliseconds(250);

    // Readers must not starve while inputs come without a pause.
    private const int BatchMax = 256;

    private readonly EngineInbox _inbox;
    private readonly EngineTurn _turn;
    private readonly EngineProcessor _processor;
    private readonly EngineCore _core;
    private readonly EffectRunner _effects;
    private readonly TradingView _view;
    private readonly TradingCommands _commands;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly RecordedStart _start;
    private int _isRunning;
    private long _tickSent;
    private long _warmEvery;   // 0: never
    private long _warmed;

    /// <summary>Makes an engine that does nothing until <see cref="RunAsync"/>.</summary>
    public TradingEngine(
        TradingOptions trading, RiskOptions risk, MarketDataOptions marketData, BarsOptions bars, IJournal journal, TimeProvider clock, ILoggerFactory loggers,
        PositionsOptions? positions = null)
    {
        ArgumentNullException.ThrowIfNull(trading);
        ArgumentNullException.ThrowIfNull(risk);
        ArgumentNullException.ThrowIfNull(marketData);
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(loggers);
        _log = loggers.CreateLogger<TradingEngine>();
        _clock = clock;
        _inbox = new EngineInbox(trading.InboxCapacity);
        _processor = new EngineProcessor(trading, risk, marketData, bars, journal, _log, positions);
        _core = _processor.Core;
        _effects = _processor.Effects;
        _start = new RecordedStart { State = RecoveredState.Empty, Trading = trading, Risk = risk, MarketData = marketData, Bars = bars, Positions = positions ?? new PositionsOptions() };
        _view = new TradingView(_core.State);
        _effects.BeforeReplies = () => _view.Publish(_core);
        _processor.AfterTick = MeasureTick;
        _commands = new TradingCommands(_inbox, clock, trading.MarginTimeout);
        _warmEvery = (long)(trading.KeepWarm.TotalSeconds * clock.TimestampFrequency);
        _turn = new EngineTurn(_inbox, ApplyBatch);
        _inbox.Turn = _turn;
    }

    /// <summary>The door for everything that happens.</summary>
    public IEngineInbox Inbox => _inbox;

    /// <summary>What readers see.</summary>
    public ITradingView View => _view;

    /// <summary>What people and programs may command.</summary>
    public ITradingCommands Commands => _commands;

    /// <summary>What readers see of risk.</summary>
    public IRiskView RiskView => _core.Risk.View;

    /// <summary>What people and programs may change about risk.</summary>
    public IRiskCommands RiskCommands => _commands;

    /// <summary>Inputs applied since the start.</summary>
    public long InputCount => _processor.Inputs;

    /// <summary>Inputs that wait to be applied.</summary>
    public int InboxLength => _inbox.Count;

    /// <summary>What Risk has denied since the start.</summary>
    public RiskDenials Denials => _core.State.Denials;

    /// <summary>Changes of quotes since the start, and how many of them nobody has looked at before the next one.</summary>
    public (long Changes, long Conflated) QuoteFlow => _core.State.Market.Flow.Read();

    /// <summary>Names the gateway. Once, before <see cref="RunAsync"/>.</summary>
    public void Attach(IBrokerGateway gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        BeforeTheRun("The gateway");
        _effects.Gateway = gateway;
        _commands.Gateway = gateway;
    }

    /// <summary>Names who records the inputs. Once, before <see cref="RunAsync"/>; without it they are not recorded.</summary>
    public void Attach(IInputRecorder recorder)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        BeforeTheRun("The recorder");
        _effects.Recorder = recorder;
    }

    /// <summary>Names where old fills are read. Once, before <see cref="RunAsync"/>; without it a correction of one counts after a restart.</summary>
    public void Attach(IFillArchive archive)
    {
        ArgumentNullException.ThrowIfNull(archive);
        BeforeTheRun("The archive");
        _effects.Archive = archive;
    }

    /// <summary>Names who writes the orders that keep the way of an order warm. Once, before <see cref="RunAsync"/>; without it nothing keeps it.</summary>
    public void Attach(IOrderRehearsal rehearsal)
    {
        ArgumentNullException.ThrowIfNull(rehearsal);
        BeforeTheRun("The rehearsal");
        _core.Warm.Rehearsal = rehearsal;
    }

    private void BeforeTheRun(string part)
    {
        if (Volatile.Read(ref _isRunning) != 0) throw new InvalidOperationException($"{part} must be attached before the engine runs.");
    }

    /// <summary>Number over the state, for comparing with a replay. Only while the engine does not run.</summary>
    internal string ComputeHash() => _core.ComputeHash();

    /// <summary>Runs the engine until <paramref name="stop"/>; what is in the inbox by then is still applied.</summary>
    /// <param name="state">What the last run left behind.</param>
    /// <param name="stop">Ends the run. The task then completes normally.</param>
    /// <exception cref="InvalidOperationException">It runs already, ran before, or has no gateway.</exception>
    public async Task RunAsync(RecoveredState state, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_effects.Gateway is null) throw new InvalidOperationException("The engine has no gateway. Call Attach first.");
        if (Interlocked.Exchange(ref _isRunning, 1) != 0) throw new InvalidOperationException("An engine runs once. Make a new one.");

        _effects.Recorder?.Begin(_start with { Time = _clock.GetUtcNow(), State = state });
        _processor.Start(state);
        _view.Publish(_core);
        _view.Begin();
        _log.EngineStarted(_core.State.Orders.Snapshot.Count, _core.State.Orders.Open.Count, _core.State.Fills.Count, _core.State.Positions.Entries.Count);

        Task ticker = TickAsync(stop);
        using (stop.UnsafeRegister(static inbox => ((EngineInbox)inbox!).Close(), _inbox))
            await _turn.RunAsync().ConfigureAwait(false);
        await ticker.ConfigureAwait(false);
        _effects.Recorder?.End(_core.ComputeHash(), _processor.Inputs);
        _log.EngineStopped(_processor.Inputs);
    }

    /// <summary>Closes the inbox, which ends the loop when it is empty.</summary>
    public ValueTask DisposeAsync()
    {
        _inbox.Close();
        return ValueTask.CompletedTask;
    }

    // Orders, positions and risk are changed here alone, by one thread at a time, so they hold no locks.
    private void ApplyBatch()
    {
        for (int i = 0; i < BatchMax && _inbox.TryRead(out EngineInput input); i++) _processor.Process(in input);
        _view.Publish(_core);
        KeepWarm();
    }

    // On the thread that brought a tick, because that one will bring the tick that leads to an order.
    private void KeepWarm()
    {
        if (_warmEvery == 0 || _inbox.HasInputs) return;
        long now = _clock.GetTimestamp();
        if (now - _warmed < _warmEvery) return;
        _warmed = now;
        try
        {
            _core.Warm.Go();
        }
        catch (Exception problem)
        {
            // What nobody needs must not stop what somebody does.
            _warmEvery = 0;
            _log.WarmingFailed(problem);
        }
    }

    private void MeasureTick()
    {
        if (Interlocked.Exchange(ref _tickSent, 0) is not 0 and var sent) _view.SetLatency(_clock.GetElapsedTime(sent));
    }

    private async Task TickAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(ClockInterval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                // The oldest tick that waits is the one that is measured.
                Interlocked.CompareExchange(ref _tickSent, _clock.GetTimestamp(), 0);
                // A tick that finds the inbox full is left out: the next one says the same, only later.
                if (_inbox.TryAdd(new ClockTick { Time = _clock.GetUtcNow() })) _inbox.Enter();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Normal end.
        }
    }
}
