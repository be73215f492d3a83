using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R26: equity has not fallen from its peak by its limit. The engine also trips a latch when it has. What only reduces passes.</summary>
public sealed class DrawdownCheck() : RiskCheck("R26", "Drawdown")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        // Until orders and positions agree with the broker nothing leaves anyway (R02), and the figures are none.
        if (!context.IsVerified) return Pass();
        if (context.IsReduction) return Pass(context.Equity);
        if (context.Equity is not { } equity || context.PeakEquity is not { } peak) return Deny("The equity of the account is not known yet", "Wait until the broker has told it.");
        decimal limit = peak * (1m - context.Limits[RiskLimit.DrawdownPercentMax] * 0.01m);
        return equity <= limit
            ? Deny($"Equity of {Say.Money(equity, context.BaseCurrency)} is {Say.Number(context.Limits[RiskLimit.DrawdownPercentMax])} % or more below its peak of {Say.Money(peak, context.BaseCurrency)}", "Only orders that reduce may leave until somebody re-arms it with a reason.", equity, limit)
            : Pass(equity, limit);
    }
}
