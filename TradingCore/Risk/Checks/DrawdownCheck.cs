using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R26: equity has not fallen from its peak by its limit. The engine also trips a latch when it has. What only reduces passes.</summary>
/// <remarks>Cash that left without anything in the books that explains it may have been paid out: until that is decided, orders are denied and nothing trips.</remarks>
public sealed class DrawdownCheck() : RiskCheck("R26", "Drawdown", RiskUnit.Money)
{
    /// <summary>Equity at which the limit is reached.</summary>
    /// <param name="peak">Highest equity.</param>
    /// <param name="limits">Limits of the account.</param>
    public static decimal FloorOf(decimal peak, EffectiveLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return peak * (1m - limits[RiskLimit.DrawdownPercentMax] * 0.01m);
    }

    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        // Until orders and positions agree with the broker nothing leaves anyway (R02), and the figures are none.
        if (!context.IsVerified) return Pass();
        if (context.IsReduction) return Pass(context.Equity);
        if (context.Equity is not { } told || context.PeakEquity is not { } peak) return Deny("The equity of the account is not known yet", "Wait until the broker has told it.");
        decimal limit = FloorOf(peak, context.Limits), equity = told + context.FlowOnItsWay;
        if (equity > limit) return Pass(equity, limit);
        string fallen = $"Equity of {Say.Money(equity, context.BaseCurrency)} is {Say.Number(context.Limits[RiskLimit.DrawdownPercentMax])} % or more below its peak of {Say.Money(peak, context.BaseCurrency)}";
        if (context.PaidOut is { } paid && equity - paid <= limit) return Deny(fallen, "Only orders that reduce may leave until somebody re-arms it with a reason.", equity, limit);
        return context.PaidOut is { } gone
            ? Deny($"{fallen}, because {Say.Money(-gone, context.BaseCurrency)} of cash left the account that nothing in the books explains", "If it was paid out, record it as a withdrawal; until then only orders that reduce may leave.", equity, limit)
            : Deny($"{fallen}, and the broker has not told the cash yet", "Wait a moment: money that was paid out is no loss.", equity, limit);
    }
}
