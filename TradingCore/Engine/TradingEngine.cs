using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TradingCore.Bars;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Positions;
using TradingCore.Risk;

namespace TradingCore.Engine;

/// <summary>
/// The engine: one loop that owns all trading state, an inbox in front of it, immutable snapshots behind it.
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
    private readonly EngineCore _core;
    private readonly EffectRunner _effects;
    private readonly TradingView _view;
    private readonly TradingCommands _commands;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private long _inputs;
    private int _isRunning;

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
        _core = new EngineCore(trading, risk, marketData, bars, _log, positions);
        _effects = new EffectRunner(_core.State, journal, _log);
        _view = new TradingView(_core.State);
        _effects.BeforeReplies = () => _view.Publish(_core);
        _commands = new TradingCommands(_inbox, clock, trading.MarginTimeout);
    }

    /// <summary>The door for everything that happens.</summary>
    public IEngineInbox Inbox => _inbox;

    /// <summary>What readers see.</summary>
    public ITradingView View => _view;

    /// <summary>What people and programs may command.</summary>
    public ITradingCommands Commands => _commands;

    /// <summary>Inputs applied since the start.</summary>
    public long InputCount => Volatile.Read(ref _inputs);

    /// <summary>Names the gateway. Once, before <see cref="RunAsync"/>.</summary>
    public void Attach(IBrokerGateway gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        if (Volatile.Read(ref _isRunning) != 0) throw new InvalidOperationException("The gateway must be attached before the engine runs.");
        _effects.Gateway = gateway;
        _commands.Gateway = gateway;
    }

    /// <summary>Runs the engine until <paramref name="stop"/>; what is in the inbox by then is still applied.</summary>
    /// <param name="state">What the last run left behind.</param>
    /// <param name="stop">Ends the run. The task then completes normally.</param>
    /// <exception cref="InvalidOperationException">It runs already, ran before, or has no gateway.</exception>
    public async Task RunAsync(RecoveredState state, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_effects.Gateway is null) throw new InvalidOperationException("The engine has no gateway. Call Attach first.");
        if (Interlocked.Exchange(ref _isRunning, 1) != 0) throw new InvalidOperationException("An engine runs once. Make a new one.");

        _core.Restore(state);
        _effects.Run();
        _core.MarkPositions();
        _view.Publish(_core);
        _log.EngineStarted(_core.State.Orders.Snapshot.Count, _core.State.Orders.Open.Count, _core.State.Fills.Count, _core.State.Positions.Entries.Count);

        Task ticker = TickAsync(stop);
        using (stop.UnsafeRegister(static inbox => ((EngineInbox)inbox!).Close(), _inbox))
            await LoopAsync(_inbox.Reader).ConfigureAwait(false);
        await ticker.ConfigureAwait(false);
        _log.EngineStopped(_inputs);
    }

    /// <summary>Closes the inbox, which ends the loop when it is empty.</summary>
    public ValueTask DisposeAsync()
    {
        _inbox.Close();
        return ValueTask.CompletedTask;
    }

    // Orders, positions and risk are changed by this loop alone, so they hold no locks.
    private async Task LoopAsync(ChannelReader<EngineInput> reader)
    {
        // The channel ends when it is closed and empty: nothing that was taken in is lost.
        while (await reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            for (int i = 0; i < BatchMax && reader.TryRead(out EngineInput input); i++) Process(in input);
            _view.Publish(_core);
        }
    }

    private void Process(in EngineInput input)
    {
        _inputs++;
        try
        {
            _core.Apply(in input);
            _effects.Run();
            if (input.Event is ClockTick) _effects.Probe();
        }
        catch (Exception problem)
        {
            OnDefect(problem, input.Event);
        }
    }

    // A wrong position is worse than no trading: new orders stop until somebody has looked, everything else goes on.
    private void OnDefect(Exception problem, EngineEvent? e)
    {
        string kind = e?.GetType().Name ?? "tick";
        _log.EventFailed(problem, kind);
        string fault = $"The engine met a defect while applying {kind} and stopped trading; cancels still work. See the log, then restart.";
        _core.State.SetFault(fault);
        _core.State.Notices.Add(_core.State.Now, NoticeSeverity.Error, "warning", fault);
        _effects.Abandon(fault);
        (e as IEngineCommand)?.Fail(fault);
    }

    private async Task TickAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(ClockInterval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                // A tick that finds the inbox full is left out: the next one says the same, only later.
                _inbox.TryPost(new ClockTick { Time = _clock.GetUtcNow() });
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Normal end.
        }
    }
}
