using TradingCore.Engine.Commands;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine;

/// <summary>What people and programs may change about risk. Each call becomes one event in the engine's order.</summary>
public interface IRiskCommands
{
    /// <summary>Changes limits. When the outcome is changed, the change survives the death of this process and holds from the next order on.</summary>
    Task<RiskLimitResult> SetLimitsAsync(RiskLimitEdit edit, CommandContext context, CancellationToken stop = default);

    /// <summary>Lets a latch go.</summary>
    Task<CommandResult> RearmAsync(string id, string reason, CommandContext context, CancellationToken stop = default);

    /// <summary>Records money that was paid in (above 0) or out, so that it counts neither as a profit nor as a loss.</summary>
    Task<CommandResult> RecordCashFlowAsync(string account, decimal amount, string reason, CommandContext context, CancellationToken stop = default);

    /// <summary>Notes that a strategy lives.</summary>
    Task<CommandResult> BeatAsync(string strategy, string codeHash, bool isDrifting, CommandContext context, CancellationToken stop = default);

    /// <summary>Engages the kill switch; goes before everything that waits for the engine. Engaging again changes nothing, a higher level raises it.</summary>
    Task<KillResult> EngageKillSwitchAsync(RiskScope scope, KillLevel level, string reason, CommandContext context, CancellationToken stop = default);

    /// <summary>Arms a kill switch again, unless it is not any more the one that was seen. Null for <paramref name="seen"/>: whatever it is.</summary>
    Task<KillResult> RearmKillSwitchAsync(RiskScope scope, string reason, CommandContext context, KillStatus? seen = null, CancellationToken stop = default);
}
