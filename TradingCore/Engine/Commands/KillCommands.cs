using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine.Commands;

/// <summary>Engage the kill switch. Goes before everything that waits in the inbox.</summary>
/// <param name="Scope">What to stop.</param>
/// <param name="Level">How far to go; a lower level than the engaged one changes nothing.</param>
/// <param name="Reason">Why, for the record.</param>
public sealed record EngageKillSwitch(RiskScope Scope, KillLevel Level, string Reason) : EngineCommand<KillResult>;

/// <summary>Arm a kill switch again, so that orders of its scope may leave.</summary>
/// <param name="Scope">The scope it was engaged for.</param>
/// <param name="Reason">Why it is safe now; must not be empty.</param>
/// <param name="Seen">The switch that was looked at: one that was engaged anew or raised since then stays engaged. Null: whatever it is.</param>
public sealed record RearmKillSwitch(RiskScope Scope, string Reason, KillStatus? Seen = null) : EngineCommand<KillResult>;

/// <summary>Answer to a command about the kill switch.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Status">The switch as it now is; null when none is engaged for the scope.</param>
public sealed record KillResult(CommandOutcome Outcome, string Message, KillStatus? Status = null)
{
    /// <summary>Name of the confirmation that is waited for, with <see cref="CommandOutcome.AwaitsSecondPerson"/>; empty otherwise.</summary>
    public string ApprovalId { get; init; } = "";
}
