using TradingCore.Domain;

namespace TradingCore.Risk.Form;

/// <summary>The combinations of type, time in force, attributes and product that the broker takes; all others are refused here first, with a sentence.</summary>
/// <remarks>Source: IB's descriptions of order types, times in force and algorithms, and the codes with which it refuses (103 to 443, 10000 and above).</remarks>
public static class OrderRules
{
    private static readonly IOrderRule[] Rules = [new PriceRules(), new TifRules(), new SizeRules(), new SessionRules(), new DetailRules(), new GroupRules(), new AlgoRules(), new ConditionRules(), new ComboRules()];

    /// <summary>Everything that is wrong; empty when the order can be sent.</summary>
    /// <param name="spec">The order.</param>
    /// <param name="instrument">Its contract; null when not known, then rules about products are not judged.</param>
    /// <param name="now">Time to judge at, UTC.</param>
    public static IReadOnlyList<OrderFault> Check(OrderSpec spec, Instrument? instrument, DateTimeOffset now)
    {
        var faults = new List<OrderFault>();
        Check(spec, instrument, now, faults);
        return faults;
    }

    /// <summary>The same into a list of the caller; a sound order allocates nothing.</summary>
    public static void Check(OrderSpec spec, Instrument? instrument, DateTimeOffset now, List<OrderFault> faults)
    {
        if (spec.Side is not (OrderSide.Buy or OrderSide.Sell)) faults.Add(new OrderFault("side", "The side is missing", "Choose buy or sell."));
        if (!spec.Type.IsKnown())
        {
            faults.Add(new OrderFault("type", "This order type cannot be sent", $"Use one of {string.Join(", ", OrderTypes.All.Select(t => t.Code()))}."));
            return;
        }
        if (!spec.Tif.IsKnown())
        {
            faults.Add(new OrderFault("tif", "This time in force cannot be sent", $"Use one of {string.Join(", ", TimesInForce.All.Select(t => t.Code()))}."));
            return;
        }
        foreach (IOrderRule rule in Rules) rule.Check(spec, instrument, now, faults);
    }
}
