namespace TradingCore.Risk.Limits;

/// <summary>What limits and states are for.</summary>
public enum RiskScopeKind
{
    /// <summary>Everything.</summary>
    Firm = 0,
    /// <summary>One account.</summary>
    Account,
    /// <summary>One strategy.</summary>
    Strategy,
    /// <summary>One symbol, in every account.</summary>
    Symbol,
}

/// <summary>A scope by name.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Name">Account code or ticker in capitals, or name of the strategy; empty for the firm.</param>
public readonly record struct RiskScope(RiskScopeKind Kind, string Name)
{
    /// <summary>Everything.</summary>
    public static readonly RiskScope Firm = new(RiskScopeKind.Firm, "");

    /// <summary>The same scope as limits and latches are kept by: tickers and account codes are in capitals.</summary>
    public RiskScope Canonical() => Kind is RiskScopeKind.Symbol or RiskScopeKind.Account ? this with { Name = Name.ToUpperInvariant() } : this;

    /// <summary>As in <c>firm</c>, <c>account DU123</c>, <c>symbol SPY</c>.</summary>
    public override string ToString() => Kind == RiskScopeKind.Firm ? "firm" : $"{Kind.ToString().ToLowerInvariant()} {Name}";

    /// <summary>For the end of a clause: empty for the firm, otherwise as in <c> for symbol SPY</c>.</summary>
    public string Suffix => Kind == RiskScopeKind.Firm ? "" : $" for {this}";

    /// <summary>True when it holds for an order of these.</summary>
    public bool Covers(string account, string strategy, string symbol) => Kind switch
    {
        RiskScopeKind.Firm => true,
        RiskScopeKind.Account => string.Equals(Name, account, StringComparison.OrdinalIgnoreCase),
        RiskScopeKind.Strategy => Name.Length > 0 && Name == strategy,
        _ => Name == symbol,
    };
}
