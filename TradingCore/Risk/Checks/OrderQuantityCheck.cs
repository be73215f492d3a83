using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R08: the quantity of one order. An order made to close what is held is as large as the position and passes.</summary>
public sealed class OrderQuantityCheck() : RiskCheck("R08", "Order quantity", RiskUnit.Quantity)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        RiskLimit key = context.Instrument?.Contract.SecurityType == SecurityType.Forex ? RiskLimit.OrderQuantityMaxForex : RiskLimit.OrderQuantityMax;
        decimal limit = context.Limits[key];
        decimal quantity = Math.Abs(context.Quantity);
        return quantity <= limit || (context.IsClosing && context.IsReduction)
            ? Pass(quantity, limit)
            : Deny($"{Say.Quantity(quantity, context.Instrument)} is over your order limit of {Say.Number(limit)}{context.Limits.ScopeOf(key).Suffix}", "Change the quantity or ask an admin to raise the limit.", quantity, limit);
    }
}
