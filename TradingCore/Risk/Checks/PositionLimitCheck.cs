using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R19: the position in one contract when every working order fills, in the account and over all accounts. What can only reduce it passes.</summary>
public sealed class PositionLimitCheck() : RiskCheck("R19", "Position limit", RiskUnit.Quantity)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        RiskLimit key = context.Instrument?.Contract.SecurityType == SecurityType.Forex ? RiskLimit.PositionMaxForex : RiskLimit.PositionMax;
        decimal limit = context.Limits[key];
        decimal worst = context.WorstAfter;
        if (worst <= limit || context.IsReduction) return Total(context) ?? Pass(worst, limit);
        return Deny($"With this order and all working ones the position in {context.Spec.Ticker} could reach {Say.Number(worst)}, over your limit of {Say.Number(limit)}{context.Limits.ScopeOf(key).Suffix}", "Change the quantity, cancel a working order or ask an admin to raise the limit.", worst, limit);
    }

    // The denial by the limit over all accounts; null when it holds or is off.
    private RiskCheckResult? Total(RiskContext context)
    {
        decimal limit = context.Limits[RiskLimit.PositionTotalMax], worst = context.WorstInTotal + context.OtherAccountsWorst;
        return limit == 0m || worst <= limit || context.IsReduction
            ? null
            : Deny($"With this order and all working ones the positions in {context.Spec.Ticker} of all accounts could reach {Say.Number(worst)}, over your limit of {Say.Number(limit)} for all accounts together", "Change the quantity, cancel a working order of any account or ask an admin to raise the limit.", worst, limit);
    }
}
