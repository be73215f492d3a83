using System.Collections.Immutable;
using TradingBlazor.Security.Audit;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Security.Access;

/// <summary>Tells whether a change of limits lets more leave than before.</summary>
internal static class LimitChange
{
    /// <summary>True when at least one limit becomes looser.</summary>
    public static bool IsLooser(RiskLimitEdit edit, RiskLimitBook book)
    {
        RiskLimitBook after = book.With(book.Draft(edit, "", default));
        return edit.Values.Keys.Any(limit => IsLooser(limit, edit.Scope, book, after)) || edit.Lists.Keys.Any(list => IsLooser(list, edit.Scope, book, after));
    }

    /// <summary>Its entry in the audit log.</summary>
    public static AuditEntry Entry(RiskLimitChange change, string who, string address) => new(who, "limits.changed", change.Scope.ToString())
    {
        Address = address,
        Old = string.Join(", ", change.Differences.Select(d => $"{d.Name}={d.Old}")),
        New = string.Join(", ", change.Differences.Select(d => $"{d.Name}={d.New}")),
        Reason = change.Reason,
    };

    private static bool IsLooser(RiskLimit limit, RiskScope scope, RiskLimitBook book, RiskLimitBook after)
    {
        RiskLimitInfo info = limit.Info();
        if (scope.Kind == RiskScopeKind.Firm) return info.IsTighter(book.Firm(limit), after.Firm(limit));
        // A narrower scope only narrows: what it did not set cannot become looser by setting it.
        if (!book[scope].Values.TryGetValue(limit, out decimal old)) return false;
        return !after[scope].Values.TryGetValue(limit, out decimal now) || info.IsTighter(old, now);
    }

    private static bool IsLooser(RiskList list, RiskScope scope, RiskLimitBook book, RiskLimitBook after)
    {
        IReadOnlyList<string> old = Names(book), now = Names(after);
        return list switch
        {
            RiskList.RestrictedSymbols => old.Except(now, StringComparer.OrdinalIgnoreCase).Any(),
            // Empty allows every one.
            RiskList.AllowedSymbols or RiskList.AllowedAccounts or RiskList.AllowedStrategies => old.Count > 0 && (now.Count == 0 || now.Except(old, StringComparer.OrdinalIgnoreCase).Any()),
            _ => now.Except(old, StringComparer.OrdinalIgnoreCase).Any(),
        };

        IReadOnlyList<string> Names(RiskLimitBook of) => scope.Kind == RiskScopeKind.Firm ? of.Firm(list) : of[scope].Lists.TryGetValue(list, out ImmutableArray<string> set) ? set : [];
    }
}
