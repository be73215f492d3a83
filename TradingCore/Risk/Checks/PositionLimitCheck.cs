using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R19: the position in one contract when every working order fills. What can only reduce it passes.</summary>
public sealed class PositionLimitCheck() : RiskCheck("R19", "Position limit")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        RiskLimit key = context.Instrument?.Contract.SecurityType == SecurityType.Forex ? RiskLimit.PositionMaxForex : RiskLimit.PositionMax;
        decimal limit = context.Limits[key];
        decimal worst = context.WorstAfter;
        return worst <= limit || context.IsReduction
            ? Pass(worst, limit)
            : Deny($"With this order and all working ones the position in {context.Spec.Ticker} could reach {Say.Number(worst)}, over your limit of {Say.Number(limit)}{context.Limits.ScopeOf(key).Suffix}", "Change the quantity, cancel a working order or ask an admin to raise the limit.", worst, limit);
    }
}
