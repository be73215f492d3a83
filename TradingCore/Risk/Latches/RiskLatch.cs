using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Latches;

/// <summary>
/// Something that has stopped or narrowed trading in a scope and stays until a person re-arms it with a reason, also over restarts.
/// </summary>
public sealed record RiskLatch
{
    /// <summary>Code of the latches that kill switches hold.</summary>
    public const string KillCode = "KILL";

    /// <summary>Id: the check and the scope, such as <c>R25:account:DU123</c>; a new trip takes the place of the old one.</summary>
    public required string Id { get; init; }
    /// <summary>Check that tripped it, or <see cref="KillCode"/>.</summary>
    public required string Code { get; init; }
    /// <summary>Whose orders it is about.</summary>
    public RiskScope Scope { get; init; }
    /// <summary>What may still leave.</summary>
    public TradingGate State { get; init; }
    /// <summary>Why, a sentence.</summary>
    public string Reason { get; init; } = "";
    /// <summary>What was measured.</summary>
    public decimal? Observed { get; init; }
    /// <summary>What it was held against.</summary>
    public decimal? Limit { get; init; }
    /// <summary>When it tripped, UTC.</summary>
    public DateTimeOffset TrippedTime { get; init; }
    /// <summary>When it was re-armed, UTC; null while it holds.</summary>
    public DateTimeOffset? RearmedTime { get; init; }
    /// <summary>Who re-armed it; empty while it holds.</summary>
    public string RearmedBy { get; init; } = "";
    /// <summary>Why it was re-armed; empty while it holds.</summary>
    public string RearmReason { get; init; } = "";
    /// <summary>True while it holds.</summary>
    public bool IsTripped => RearmedTime is null;

    /// <summary>The id of a check's latch in a scope.</summary>
    public static string IdOf(string code, RiskScope scope) => scope.Kind == RiskScopeKind.Firm ? $"{code}:firm" : $"{code}:{scope.Kind.ToString().ToLowerInvariant()}:{scope.Name}";
}
