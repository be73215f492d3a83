using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Kill;

/// <summary>Levels and scopes of the kill switch in the form that files, requests and the command line share.</summary>
public static class KillWords
{
    /// <summary>What a level can be called, for error messages.</summary>
    public const string Levels = "K1 (block new orders), K2 (also cancel), K3 (also close what is held) or K4 (also disconnect)";

    /// <summary>What a scope can be called, for error messages.</summary>
    public const string Scopes = "firm, account:CODE, strategy:NAME or symbol:TICKER";

    private const int NameMax = 64;

    /// <summary>Reads <c>K1</c> to <c>K4</c>, in either case.</summary>
    public static bool TryLevel(string? text, out KillLevel level)
    {
        level = KillLevel.None;
        if (text is not { Length: 2 } || text[0] is not ('K' or 'k') || text[1] is < '1' or > '4') return false;
        level = (KillLevel)(text[1] - '0');
        return true;
    }

    /// <summary>Reads a scope in its short form; all but the name of a strategy in either case.</summary>
    public static bool TryScope(string? text, out RiskScope scope)
    {
        scope = RiskScope.Firm;
        if (text is null) return false;
        if (text.Equals("firm", StringComparison.OrdinalIgnoreCase)) return true;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) return false;
        string name = text[(colon + 1)..];
        RiskScopeKind? kind = text[..colon].ToLowerInvariant() switch
        {
            "account" => RiskScopeKind.Account,
            "strategy" => RiskScopeKind.Strategy,
            "symbol" => RiskScopeKind.Symbol,
            _ => null,
        };
        if (kind is not { } known || name.Length is 0 or > NameMax || name.Any(char.IsControl)) return false;
        scope = new RiskScope(known, name).Canonical();
        return true;
    }

    /// <summary>A scope as one word, such as <c>firm</c> or <c>symbol:SPY</c>.</summary>
    public static string Of(RiskScope scope) => scope.Kind == RiskScopeKind.Firm ? "firm" : $"{scope.Kind.ToString().ToLowerInvariant()}:{scope.Name}";

    /// <summary>A level as one word, <c>K1</c> to <c>K4</c>.</summary>
    public static string Of(KillLevel level) => $"K{(int)level}";
}
