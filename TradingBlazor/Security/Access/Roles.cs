using System.Collections.Frozen;

namespace TradingBlazor.Security.Access;

/// <summary>The roles and what each may do: the one table.</summary>
internal static class Roles
{
    public const string Viewer = "viewer";
    public const string Trader = "trader";
    public const string RiskManager = "riskManager";
    public const string Admin = "admin";

    /// <summary>A role as people read it.</summary>
    public static string WordOf(string role) => role == RiskManager ? "risk manager" : role;

    private static readonly FrozenDictionary<string, Permission> Table = new Dictionary<string, Permission>(StringComparer.Ordinal)
    {
        [Viewer] = Permission.View,
        [Trader] = Permission.View | Permission.Trade | Permission.Cancel | Permission.Watchlist | Permission.Kill | Permission.Alert,
        // Can stop everything and loosen limits, and therefore opens no position.
        [RiskManager] = Permission.View | Permission.Cancel | Permission.Kill | Permission.ManageRisk | Permission.Approve | Permission.ReadAudit | Permission.Alert,
        [Admin] = Permission.View | Permission.Trade | Permission.Cancel | Permission.Watchlist | Permission.Kill | Permission.ManageRisk | Permission.Approve | Permission.ReadAudit | Permission.Administer | Permission.Alert,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<KeyScope, Permission> Scopes = new Dictionary<KeyScope, Permission>
    {
        [KeyScope.Read] = Permission.View,
        [KeyScope.Trade] = Table[Trader],
        [KeyScope.Admin] = Table[Admin],
    }.ToFrozenDictionary();

    /// <summary>All roles, from the least to the most.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, Trader, RiskManager, Admin];

    /// <summary>What a role may do; nothing for a name that is none.</summary>
    public static Permission Of(string role) => Table.GetValueOrDefault(role);

    /// <summary>What somebody with these roles may do.</summary>
    public static Permission Of(IEnumerable<string> roles) => roles.Aggregate(Permission.None, (sum, r) => sum | Of(r));

    /// <summary>What a key of this scope may do.</summary>
    public static Permission Of(KeyScope scope) => Scopes.GetValueOrDefault(scope);
}

/// <summary>What a key for programs may do.</summary>
internal enum KeyScope
{
    /// <summary>Read only.</summary>
    Read = 0,
    /// <summary>What a trader may.</summary>
    Trade,
    /// <summary>Everything, users and keys included.</summary>
    Admin,
}
