using TradingCore.Risk.Limits;

namespace TradingCore.Engine.Commands;

/// <summary>Change limits; answered when the change is durable and holds.</summary>
public sealed record SetRiskLimits(RiskLimitEdit Edit) : EngineCommand<RiskLimitResult>;

/// <summary>Let a latch go, with a reason.</summary>
public sealed record RearmLatch(string Id, string Reason) : EngineCommand<CommandResult>;

/// <summary>Money was paid in (above 0) or out: equity moves without a profit or a loss.</summary>
public sealed record RecordCashFlow(string Account, decimal Amount, string Reason) : EngineCommand<CommandResult>;

/// <summary>A strategy lives.</summary>
public sealed record StrategyBeat(string Strategy, string CodeHash, bool IsDrifting) : EngineCommand<CommandResult>;

/// <summary>How a change of limits ended.</summary>
public enum RiskLimitOutcome
{
    /// <summary>Not changed: the engine could not take it; the message says why.</summary>
    Refused = 0,
    /// <summary>Changed; holds from the next order on.</summary>
    Changed,
    /// <summary>The limits had been changed by somebody else since they were looked at.</summary>
    VersionConflict,
    /// <summary>Values are wrong; <see cref="RiskLimitResult.Faults"/> says which.</summary>
    Invalid,
    /// <summary>Raises a limit, so it waits for a second person; nothing is changed yet.</summary>
    AwaitsSecondPerson,
}

/// <summary>Answer to a change of limits.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Book">The limits as they are now; null when the engine did not answer.</param>
/// <param name="Change">What was changed; null when nothing was.</param>
/// <param name="Faults">What is wrong, by name; empty when nothing is.</param>
public sealed record RiskLimitResult(RiskLimitOutcome Outcome, string Message, RiskLimitBook? Book, RiskLimitChange? Change, IReadOnlyDictionary<string, string> Faults)
{
    /// <summary>Name of the confirmation that is waited for, with <see cref="RiskLimitOutcome.AwaitsSecondPerson"/>; empty otherwise.</summary>
    public string ApprovalId { get; init; } = "";

    internal static RiskLimitResult Refused(string why) => new(RiskLimitOutcome.Refused, why, null, null, new Dictionary<string, string>());
}
