using TradingCore.Bars;
using TradingCore.MarketData;
using TradingCore.Positions;
using TradingCore.Risk;

namespace TradingCore.Engine.Ports;

/// <summary>
/// Keeps what enters the engine, in the engine's order, so that the same state can be reached again from it. Called by the engine's loop
/// alone; never waits and never throws: what it cannot keep it counts as a gap.
/// </summary>
public interface IInputRecorder
{
    /// <summary>What the run begins with. Before the first input.</summary>
    void Begin(RecordedStart start);

    /// <summary>An input that is about to be applied.</summary>
    void Record(in EngineInput input);

    /// <summary>An append of the input that is being applied was refused by the journal: that, too, changes the state.</summary>
    /// <param name="attempt">Which append of the input, from 1.</param>
    /// <param name="reason">Message of the journal.</param>
    void JournalRefused(int attempt, string reason);

    /// <summary>The run ended in good order.</summary>
    /// <param name="hash">Hash of the state.</param>
    /// <param name="inputs">Inputs applied.</param>
    void End(string hash, long inputs);
}

/// <summary>Everything that the result of a run depends on besides its inputs.</summary>
public sealed record RecordedStart
{
    /// <summary>When the run began, UTC.</summary>
    public DateTimeOffset Time { get; init; }
    /// <summary>What the last run left behind.</summary>
    public required RecoveredState State { get; init; }
    /// <summary>Settings.</summary>
    public required TradingOptions Trading { get; init; }
    /// <summary>Settings.</summary>
    public required RiskOptions Risk { get; init; }
    /// <summary>Settings.</summary>
    public required MarketDataOptions MarketData { get; init; }
    /// <summary>Settings.</summary>
    public required BarsOptions Bars { get; init; }
    /// <summary>Settings.</summary>
    public PositionsOptions Positions { get; init; } = new();
}
