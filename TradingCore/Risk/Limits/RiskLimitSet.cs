using System.Collections.Immutable;

namespace TradingCore.Risk.Limits;

/// <summary>What one scope sets; what it leaves out it does not limit. Immutable.</summary>
public sealed record RiskLimitSet
{
    /// <summary>Sets nothing.</summary>
    public static readonly RiskLimitSet Empty = new();

    /// <summary>Numbers; durations in seconds, switches 1 or 0.</summary>
    public ImmutableSortedDictionary<RiskLimit, decimal> Values { get; init; } = ImmutableSortedDictionary<RiskLimit, decimal>.Empty;

    /// <summary>Lists of names in capitals.</summary>
    public ImmutableSortedDictionary<RiskList, ImmutableArray<string>> Lists { get; init; } = ImmutableSortedDictionary<RiskList, ImmutableArray<string>>.Empty;

    /// <summary>True when it sets nothing.</summary>
    public bool IsEmpty => Values.IsEmpty && Lists.IsEmpty;
}
