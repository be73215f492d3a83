using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R25: realised and unrealised loss of the day after fees is below its limit, of the account and of all accounts together. The engine also trips a latch when it is reached. What only reduces passes.</summary>
public sealed class DailyLossCheck() : RiskCheck("R25", "Daily loss", RiskUnit.Money)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        // Until orders and positions agree with the broker nothing leaves anyway (R02), and the figures are none.
        if (!context.IsVerified) return Pass();
        if (context.IsReduction) return Pass(context.DayPnl);
        if (context.StartEquity is not { } start || context.DayPnl is not { } pnl) return Deny("The profit and loss of the day is not known yet", "Wait until the broker has told the equity and every position has a price.");
        decimal limit = -start * context.Limits[RiskLimit.DailyLossPercentMax] * 0.01m;
        if (pnl <= limit)
            return Deny($"The loss of the day is {Say.Money(-pnl, context.BaseCurrency)}, at or over your limit of {Say.Number(context.Limits[RiskLimit.DailyLossPercentMax])} % of the equity at its start, {Say.Money(-limit, context.BaseCurrency)}{context.Limits.ScopeOf(RiskLimit.DailyLossPercentMax).Suffix}", "Only orders that reduce may leave until somebody re-arms it with a reason.", pnl, limit);
        decimal most = context.Limits[RiskLimit.DailyLossTotalMax];
        if (most == 0m) return Pass(pnl, limit);
        if (context.TotalDayPnl is not { } total) return Deny("The profit and loss of the day of all accounts is not known yet", "Wait until the broker has told every equity and every position has a price.");
        return total <= -most
            ? Deny($"The loss of the day of all accounts is {Say.Money(-total, context.BaseCurrency)}, at or over your limit of {Say.Money(most, context.BaseCurrency)} for all accounts together", "Only orders that reduce may leave until somebody re-arms it with a reason.", total, -most)
            : Pass(pnl, limit);
    }
}
