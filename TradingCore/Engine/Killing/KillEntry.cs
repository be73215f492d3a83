using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine.Killing;

/// <summary>An engaged kill switch with what only the running process needs to know of it. Changed by the engine's loop alone.</summary>
internal sealed class KillEntry(RiskScope scope)
{
    public RiskScope Scope { get; } = scope;

    public KillLevel Level { get; set; }

    public KillPhase Phase { get; set; }

    public DateTimeOffset Since { get; set; }

    public string Source { get; set; } = "";

    public string Who { get; set; } = "";

    public string Reason { get; set; } = "";

    /// <summary>When the phase began, UTC.</summary>
    public DateTimeOffset PhaseTime { get; set; }

    /// <summary>When cancels were last sent, UTC; null before the first.</summary>
    public DateTimeOffset? CancelTime { get; set; }

    /// <summary>Comparison with the broker that must be complete before the scope counts as flat; 0 when none was asked for.</summary>
    public int VerifyRound { get; set; }

    /// <summary>A person was called because it does not come to an end.</summary>
    public bool IsStuckTold { get; set; }

    public int OpenOrders { get; set; }

    public int OpenPositions { get; set; }

    public string WaitsFor { get; set; } = "";

    public bool IsAtLeast(KillLevel level) => Level >= level;

    public KillStatus ToStatus() => new()
    {
        Scope = Scope,
        Level = Level,
        Phase = Phase,
        Since = Since,
        Source = Source,
        Who = Who,
        Reason = Reason,
        OpenOrders = OpenOrders,
        OpenPositions = OpenPositions,
        WaitsFor = WaitsFor,
    };
}
