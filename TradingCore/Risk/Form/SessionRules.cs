using TradingCore.Domain;

namespace TradingCore.Risk.Form;

/// <summary>Where and when an order works: outside regular hours, hidden, in auctions.</summary>
internal sealed class SessionRules : IOrderRule
{
    public void Check(OrderSpec spec, Instrument? instrument, DateTimeOffset now, List<OrderFault> faults)
    {
        string type = spec.Type.Code();
        SecurityType? product = instrument?.Contract.SecurityType;
        if (spec.OutsideRth && (spec.Type.IsOnClose() || spec.Tif == TimeInForce.Opg))
            faults.Add(new OrderFault("outsideRth", "An auction is in regular hours", "Leave outsideRth out."));
        if (spec.Attributes.Hidden && !spec.Type.HasLimit())
            faults.Add(new OrderFault("hidden", $"A {type} order does not rest in the book, so it cannot be hidden there", "Use a type with a limit, or leave hidden out."));
        if ((spec.Type.IsOnClose() || spec.Tif == TimeInForce.Opg) && product is SecurityType.Forex or SecurityType.Crypto)
            faults.Add(new OrderFault(spec.Type.IsOnClose() ? "type" : "tif", $"{(product == SecurityType.Forex ? "Currencies" : "Crypto currencies")} have no auctions", "Use another type and time in force."));
        else if (spec.Type.IsOnClose() && product == SecurityType.Option)
            faults.Add(new OrderFault("type", "Options have no closing auction", "Use another type."));
        if (spec.Type == OrderType.MidPrice && product is not (null or SecurityType.Stock))
            faults.Add(new OrderFault("type", $"A {type} order is for stocks", "Use another type."));
        else if (spec.Type is OrderType.Relative or OrderType.PeggedToMidpoint && product is not (null or SecurityType.Stock or SecurityType.Option))
            faults.Add(new OrderFault("type", $"A {type} order is for stocks and options", "Use another type."));
    }
}
