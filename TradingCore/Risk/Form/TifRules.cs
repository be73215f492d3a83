using TradingCore.Domain;

namespace TradingCore.Risk.Form;

/// <summary>The time in force fits the type and the product, and its dates are there and to come.</summary>
internal sealed class TifRules : IOrderRule
{
    public void Check(OrderSpec spec, Instrument? instrument, DateTimeOffset now, List<OrderFault> faults)
    {
        string type = spec.Type.Code(), tif = spec.Tif.Code();
        OrderAttributes attributes = spec.Attributes;
        if (spec.Type.IsOnClose() && spec.Tif != TimeInForce.Day)
            faults.Add(new OrderFault("tif", $"An order of the closing auction ({type}) is for the day, not {tif}", "Use DAY."));
        else if (spec.Tif == TimeInForce.Opg && spec.Type is not (OrderType.Market or OrderType.Limit))
            faults.Add(new OrderFault("tif", $"The opening auction takes MKT and LMT, not {type}", "Use MKT or LMT, or another time in force."));
        else if (spec.Tif.IsImmediate() && (spec.Type.HasTrigger() || spec.Type is OrderType.MidPrice or OrderType.Relative or OrderType.PeggedToMidpoint))
            faults.Add(new OrderFault("tif", $"A {type} order waits, so it cannot be {tif}", $"Use {(spec.Type == OrderType.MidPrice ? "DAY" : "DAY, GTC or GTD")}, or a MKT or LMT order."));
        else if (spec.Type == OrderType.MidPrice && spec.Tif != TimeInForce.Day)
            faults.Add(new OrderFault("tif", $"A {type} order is for the day, not {tif}", "Use DAY."));

        if (spec.Tif == TimeInForce.Gtd && attributes.GoodTill is null) faults.Add(new OrderFault("goodTill", "The end of a GTD order is missing", "Give goodTill, or use GTC."));
        if (spec.Tif != TimeInForce.Gtd && attributes.GoodTill is not null) faults.Add(new OrderFault("goodTill", $"{(spec.Tif is TimeInForce.Day or TimeInForce.Gtc ? "A" : "An")} {tif} order has no end of its own", "Use GTD, or leave goodTill out."));
        if (attributes.GoodTill is { } till && till <= now) faults.Add(new OrderFault("goodTill", "The end of the order is past", "Give a time to come."));
        if (attributes.GoodAfter is { } after)
        {
            if (attributes.GoodTill <= after) faults.Add(new OrderFault("goodAfter", "The order would start after its end", "Give a start before the end."));
            if (spec.Tif.IsImmediate() || spec.Tif == TimeInForce.Opg) faults.Add(new OrderFault("goodAfter", $"An {tif} order cannot wait for a time", "Use DAY, GTC or GTD, or leave goodAfter out."));
        }
    }
}
