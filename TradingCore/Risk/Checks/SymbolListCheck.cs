using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R04: the symbol is not restricted and, where there is a list of allowed ones, on it. The verdict carries the version of the lists.</summary>
public sealed class SymbolListCheck() : RiskCheck("R04", "Symbol lists")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        string symbol = context.Instrument?.Contract.Ticker ?? context.Spec.Ticker;
        if (context.Limits.Has(RiskList.RestrictedSymbols, symbol)) return Deny($"{symbol} is on the restricted list", "Choose another contract, or ask an admin to take it off the list.");
        return context.Limits.Allows(RiskList.AllowedSymbols, symbol) ? Pass() : Deny($"{symbol} is not on the list of allowed symbols", "Choose another contract, or ask an admin to add it.");
    }
}
