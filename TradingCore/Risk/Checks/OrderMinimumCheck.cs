using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R10: the order is not too small to be worth its costs. What closes a position passes.</summary>
public sealed class OrderMinimumCheck() : RiskCheck("R10", "Smallest order", RiskUnit.Quantity)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal least = context.Limits[RiskLimit.OrderQuantityMin], leastNotional = context.Limits[RiskLimit.OrderNotionalMin];
        decimal quantity = Math.Abs(context.Quantity);
        if (context.IsClosing) return Pass(quantity, least);
        if (quantity < least) return Deny($"{Say.Quantity(quantity, context.Instrument)} is less than the smallest order of {Say.Number(least)}", "Raise the quantity.", quantity, least);
        if (leastNotional == 0m) return Pass(quantity, least);
        decimal? price = MarketReference.ValuationPrice(context.Spec, context.Quote, 0m);
        if (price is not { } p || context.RateToBase is not { } rate || context.Instrument is null)
            return Deny("The value of the order cannot be estimated to compare it with the smallest one", "Wait for a price, or give a limit price.", null, leastNotional) with { Unit = RiskUnit.Money };
        decimal notional = context.ValueOf(quantity, p) * rate;
        RiskCheckResult result = notional < leastNotional
            ? Deny($"The order is worth {Say.Money(notional, context.BaseCurrency)}, less than the smallest of {Say.Money(leastNotional, context.BaseCurrency)}", "Raise the quantity.", notional, leastNotional)
            : Pass(notional, leastNotional);
        return result with { Unit = RiskUnit.Money };
    }
}
