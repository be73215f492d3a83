using TradingCore.Domain;

namespace TradingCore.Risk.Checks;

/// <summary>R08: the quantity of one order. An order made to close what is held is as large as the position and passes.</summary>
public sealed class OrderQuantityCheck(RiskOptions options) : RiskCheck("R08", "Order quantity")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal limit = context.Instrument?.Contract.SecurityType == SecurityType.Forex ? options.OrderQuantityMaxForex : options.OrderQuantityMax;
        decimal quantity = Math.Abs(context.Spec.Quantity);
        return quantity <= limit || (context.IsClosing && context.IsReduction)
            ? Pass(quantity, limit)
            : Deny($"{Say.Quantity(quantity, context.Instrument)} is over your order limit of {Say.Number(limit)}", "Change the quantity or ask an admin to raise the limit.", quantity, limit);
    }
}
