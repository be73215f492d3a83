namespace TradingCore.Risk.Limits;

/// <summary>Every limit that is a list of names. Each is a property of <see cref="RiskOptions"/> of the same name.</summary>
public enum RiskList
{
    /// <summary>Not traded. Scopes add to each other.</summary>
    RestrictedSymbols = 0,
    /// <summary>The only ones that are traded, when not empty. Every scope with a list must name the symbol.</summary>
    AllowedSymbols,
    /// <summary>The only accounts that are traded, when not empty.</summary>
    AllowedAccounts,
    /// <summary>The only strategies that may trade, when not empty.</summary>
    AllowedStrategies,
    /// <summary>Code that may trade real money.</summary>
    ApprovedCode,
    /// <summary>Stocks with the wider bands of tier 2.</summary>
    LuldTier2Symbols,
}
