using TradingCore.Domain;

namespace TradingCore.Risk.Form;

/// <summary>What can be asked of a combination.</summary>
internal sealed class ComboRules : IOrderRule
{
    public void Check(OrderSpec spec, Instrument? instrument, DateTimeOffset now, List<OrderFault> faults)
    {
        if (spec.Legs is null) return;
        if (spec.Type is not (OrderType.Market or OrderType.Limit)) faults.Add(new OrderFault("type", $"A combination cannot be a {spec.Type.Code()} order", "Use MKT or LMT."));
        if (spec.Tif is not (TimeInForce.Day or TimeInForce.Gtc or TimeInForce.Ioc)) faults.Add(new OrderFault("tif", $"A combination cannot be {spec.Tif.Code()}", "Use DAY, GTC or IOC."));
        OrderAttributes a = spec.Attributes;
        if (a.Hidden || a.DisplaySize is not null || a.AllOrNone || a.MinQuantity is not null || a.SweepToFill || a.CashQuantity is not null || a.Algo is not null)
            faults.Add(new OrderFault("legs", "A combination takes no hidden or displayed size, minimum, all or none, sweep, amount of money or algorithm", "Leave them out."));
        if (spec.Bracket is not null) faults.Add(new OrderFault("bracket", "A combination has no exits of its own here", "Send them when it has filled."));
    }
}
