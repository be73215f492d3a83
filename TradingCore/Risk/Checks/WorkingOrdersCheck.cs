using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R32: working orders in one contract, side and account; the broker takes no more than 20.</summary>
public sealed class WorkingOrdersCheck() : RiskCheck("R32", "Working orders", RiskUnit.Count)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal limit = context.Limits[RiskLimit.WorkingOrdersMax], after = context.WorkingCount + 1;
        return after > limit && context.Replaces is null
            ? Deny($"{context.WorkingCount} orders to {(context.Spec.Side == OrderSide.Buy ? "buy" : "sell")} {context.Spec.Ticker} work already, your limit is {Say.Number(limit)}", "Cancel one of them first.", after, limit)
            : Pass(after, limit);
    }
}
