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
        if (spec.Type is OrderType.MidPrice or OrderType.Relative or OrderType.PeggedToMidpoint && product is not (null or SecurityType.Stock or SecurityType.Option))
            faults.Add(new OrderFault("type", $"A {type} order is for stocks and options", "Use another type."));
        // What the contract's details say wins over what is usual.
        if (instrument is { OrderTypes.Count: > 0 } && !Takes(instrument, spec.Type))
            faults.Add(new OrderFault("type", $"The broker takes no {type} orders in {instrument.Contract.Ticker}", "Use another type."));
    }

    // The details have spellings of their own.
    private static bool Takes(Instrument instrument, OrderType type)
    {
        string code = type switch
        {
            OrderType.Market => "MKT",
            OrderType.Limit => "LMT",
            OrderType.Stop => "STP",
            OrderType.StopLimit => "STPLMT",
            OrderType.Trail => "TRAIL",
            OrderType.TrailLimit => "TRAILLMT",
            OrderType.MarketIfTouched => "MIT",
            OrderType.LimitIfTouched => "LIT",
            OrderType.MarketOnClose => "MOC",
            OrderType.LimitOnClose => "LOC",
            OrderType.MidPrice => "MIDPX",
            OrderType.Relative => "REL",
            OrderType.PeggedToMidpoint => "PEGMID",
            _ => "",
        };
        if (code.Length == 0) return true;
        for (int i = 0; i < instrument.OrderTypes.Count; i++)
            if (string.Equals(instrument.OrderTypes[i], code, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
