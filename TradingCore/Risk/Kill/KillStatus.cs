using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Kill;

/// <summary>An engaged kill switch as readers see it. Immutable.</summary>
public sealed record KillStatus
{
    /// <summary>What it stops.</summary>
    public RiskScope Scope { get; init; }

    /// <summary>How far it goes.</summary>
    public KillLevel Level { get; init; }

    /// <summary>How far it has come.</summary>
    public KillPhase Phase { get; init; }

    /// <summary>When it was engaged, UTC.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Where from: <c>user</c>, <c>api</c>, <c>file</c> or <c>signal</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>Who engaged it.</summary>
    public string Who { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Orders of the scope that are not confirmed gone.</summary>
    public int OpenOrders { get; init; }

    /// <summary>Positions of the scope that are not confirmed closed; 0 below <see cref="KillLevel.Flatten"/>.</summary>
    public int OpenPositions { get; init; }

    /// <summary>What it waits for, a sentence; empty when it waits for nothing.</summary>
    public string WaitsFor { get; init; } = "";

    /// <summary>True when everything that was asked for is confirmed.</summary>
    public bool IsDone => Phase is KillPhase.Blocked or KillPhase.Cancelled or KillPhase.Flat or KillPhase.Disconnected;

    /// <summary>True when it is the same engagement at the same level, however far either has come.</summary>
    public bool IsSame(KillStatus other) => Scope == other.Scope && Level == other.Level && Since == other.Since;
}
