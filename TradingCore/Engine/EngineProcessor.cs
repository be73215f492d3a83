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

/// <summary>One input after the other: record, apply, carry out. The running engine and a replay do it with the same code.</summary>
internal sealed class EngineProcessor
{
    private readonly ILogger _log;
    private long _inputs;

    public EngineProcessor(TradingOptions trading, RiskOptions risk, MarketDataOptions marketData, BarsOptions bars, IJournal journal, ILogger log, PositionsOptions? positions = null)
    {
        _log = log;
        Core = new EngineCore(trading, risk, marketData, bars, log, positions);
        Effects = new EffectRunner(Core.State, journal, log) { OnPlaced = Core.Warm.OnPlaced };
    }

    public EngineCore Core { get; }

    public EffectRunner Effects { get; }

    /// <summary>Called after each tick of the clock; only for measuring, nothing of the state may depend on it.</summary>
    public Action? AfterTick { get; set; }

    /// <summary>Inputs applied since the start.</summary>
    public long Inputs => Volatile.Read(ref _inputs);

    /// <summary>Takes over what the last run left behind.</summary>
    public void Start(RecoveredState state)
    {
        Core.Restore(state);
        Effects.Run();
        Core.MarkPositions();
    }

    public void Process(in EngineInput input)
    {
        _inputs++;
        Effects.BeginInput(in input);
        try
        {
            Core.Apply(in input);
            Effects.Run();
            if (input.Event is ClockTick)
            {
                Effects.Probe();
                AfterTick?.Invoke();
            }
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
        Core.State.SetFault(fault);
        Core.State.Notices.Add(Core.State.Now, NoticeSeverity.Error, "warning", fault);
        Effects.Abandon(fault);
        (e as IEngineCommand)?.Fail(fault);
    }
}
