using System.Collections.Immutable;

namespace TradingCore.Risk.Limits;

/// <summary>One line of a change.</summary>
/// <param name="Name">Limit or list.</param>
/// <param name="Old">Value before; null when the scope did not set it.</param>
/// <param name="New">Value after; null when the scope does not set it any more.</param>
public sealed record RiskLimitDifference(string Name, string? Old, string? New);

/// <summary>A change of the limits that was made.</summary>
/// <param name="Version">Version that it led to.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Who">Who.</param>
/// <param name="Scope">Whose limits.</param>
/// <param name="Reason">Why, in the words of who made it.</param>
/// <param name="After">What the scope sets since.</param>
/// <param name="Differences">Old and new of each.</param>
public sealed record RiskLimitChange(
    int Version, DateTimeOffset Time, string Who, RiskScope Scope, string Reason, RiskLimitSet After, ImmutableArray<RiskLimitDifference> Differences);

/// <summary>A change that is wanted.</summary>
/// <param name="Scope">Whose limits.</param>
/// <param name="ExpectedVersion">Version that was looked at; another one means that somebody changed something in between.</param>
/// <param name="Reason">Why; must not be empty.</param>
/// <param name="Values">New values; null takes a limit off the scope.</param>
/// <param name="Lists">New lists; null takes a list off the scope.</param>
public sealed record RiskLimitEdit(
    RiskScope Scope, int ExpectedVersion, string Reason, IReadOnlyDictionary<RiskLimit, decimal?> Values, IReadOnlyDictionary<RiskList, IReadOnlyList<string>?> Lists);
