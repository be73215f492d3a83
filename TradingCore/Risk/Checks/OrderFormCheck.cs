using TradingCore.Domain;

namespace TradingCore.Risk.Checks;

/// <summary>R06: the order is whole and of a kind that can be sent.</summary>
public sealed class OrderFormCheck() : RiskCheck("R06", "Order form")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        OrderSpec spec = context.Spec;
        if (spec.Side is not (OrderSide.Buy or OrderSide.Sell)) return Deny("The side is missing", "Choose buy or sell.");
        if (spec.Quantity <= 0m) return Deny($"A quantity of {Say.Number(spec.Quantity)} cannot be traded", "Give a quantity above 0; selling is a side, not a sign.", spec.Quantity, 0m);
        if (context.Replaces is { } order && spec.Quantity <= order.Filled)
            return Deny($"{Say.Number(order.Filled)} of the order have filled already, so its quantity cannot become {Say.Number(spec.Quantity)}", "Give a larger quantity, or cancel the rest.", spec.Quantity, order.Filled);
        if (spec.Type is not (OrderType.Market or OrderType.Limit or OrderType.Stop or OrderType.StopLimit))
            return Deny("This order type cannot be sent", "Use market, limit, stop or stop limit.");
        if (spec.Tif is not (TimeInForce.Day or TimeInForce.Gtc or TimeInForce.Ioc))
            return Deny("This time in force cannot be sent", "Use day, good till cancelled or immediate or cancel.");

        bool isCombo = context.Instrument?.Contract.SecurityType == SecurityType.Combo;
        bool hasLimit = spec.Type is OrderType.Limit or OrderType.StopLimit, hasStop = spec.Type is OrderType.Stop or OrderType.StopLimit;
        return Price("limit price", spec.LimitPrice, hasLimit, isCombo) ?? Price("stop price", spec.StopPrice, hasStop, isCombo) ?? Pass(spec.Quantity, 0m);
    }

    private RiskCheckResult? Price(string name, decimal? price, bool isNeeded, bool isCombo)
    {
        if (!isNeeded) return price is null ? null : Deny($"This order type has no {name}", $"Leave the {name} out or choose another type.", price);
        if (price is null) return Deny($"The {name} is missing", $"Give a {name}.");
        // The price of a combination is a difference and may be zero or below.
        return price > 0m || isCombo ? null : Deny($"A {name} of {Say.Number(price.Value)} is not a price", "Give a price above 0.", price, 0m);
    }
}
