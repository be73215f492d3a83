using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R27: the strategy has not lost too many trades in a row, nor too much today. The engine also trips a latch. What only reduces, and orders of people, pass.</summary>
public sealed class StrategyLossCheck() : RiskCheck("R27", "Strategy loss", RiskUnit.Money)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal streak = context.Limits[RiskLimit.LossStreakMax];
        if (context.Spec.Strategy.Length == 0 || context.IsReduction || !context.IsVerified) return Pass(null, streak) with { Unit = RiskUnit.Count };
        if (context.StrategyStreak >= streak)
            return Deny($"{context.Spec.Strategy} lost {context.StrategyStreak} trades in a row, your limit is {Say.Number(streak)}", "Find out why, then re-arm it with a reason.", context.StrategyStreak, streak) with { Unit = RiskUnit.Count };
        if (context.StartEquity is not { } start) return Deny("The equity at the start of the day is not known yet", "Wait until the broker has told it.");
        decimal limit = -start * context.Limits[RiskLimit.StrategyLossPercentMax] * 0.01m;
        return context.StrategyPnl <= limit
            ? Deny($"{context.Spec.Strategy} lost {Say.Money(-context.StrategyPnl, context.BaseCurrency)} today, at or over its limit of {Say.Money(-limit, context.BaseCurrency)}", "Find out why, then re-arm it with a reason.", context.StrategyPnl, limit)
            : Pass(context.StrategyPnl, limit);
    }
}
