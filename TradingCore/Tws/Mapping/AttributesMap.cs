using TradingCore.Domain;
using TwsProtocol.Contracts;
using DomainOrder = TradingCore.Domain.Order;
using WireOrder = TwsProtocol.Orders.Order;

namespace TradingCore.Tws.Mapping;

/// <summary>What an order has beyond side, quantity, type and time in force, between domain and wire.</summary>
internal static class AttributesMap
{
    /// <summary>The wire order with the attributes of the domain's.</summary>
    public static WireOrder Write(DomainOrder order, WireOrder wire)
    {
        OrderAttributes attributes = order.Attributes;
        wire = wire with
        {
            AuxPrice = AuxOf(order),
            TrailStopPrice = order.Type is OrderType.Trail or OrderType.TrailLimit ? (double?)order.StopPrice : null,
            TrailingPercent = (double?)attributes.TrailPercent,
            LmtPriceOffset = order.Type == OrderType.TrailLimit ? (double?)attributes.Offset : null,
        };
        if (attributes == OrderAttributes.None) return wire;
        return wire with
        {
            GoodTillDate = attributes.GoodTill is { } till ? WireTime.Format(till) : "",
            GoodAfterTime = attributes.GoodAfter is { } after ? WireTime.Format(after) : "",
            Hidden = attributes.Hidden,
            DisplaySize = (int?)attributes.DisplaySize ?? 0,
            AllOrNone = attributes.AllOrNone,
            MinQty = (int?)attributes.MinQuantity,
            SweepToFill = attributes.SweepToFill,
            CashQty = (double?)attributes.CashQuantity,
            FaGroup = attributes.FaGroup,
            FaMethod = attributes.FaMethod,
            FaPercentage = attributes.FaPercentage,
            OcaGroup = attributes.OcaGroup,
            OcaType = (int)attributes.OcaType,
            AlgoStrategy = attributes.Algo?.Strategy ?? "",
            AlgoParams = attributes.Algo is { } algo ? [.. algo.Parameters.Select(p => new TagValue(p.Name, p.Value))] : [],
            Conditions = attributes.Conditions is { } conditions ? [.. conditions.Items.Select(ConditionMap.ToWire)] : [],
            ConditionsCancelOrder = attributes.Conditions?.CancelOrder ?? false,
            ConditionsIgnoreRth = attributes.Conditions?.IgnoreRth ?? false,
        };
    }

    /// <summary>The attributes of an order of the broker. The parent is known by its order id, not by our reference.</summary>
    public static OrderAttributes Read(WireOrder wire, OrderType type, DateTimeOffset now, TimeZoneInfo loginZone)
    {
        OrderTypeTraits traits = type.Traits();
        var attributes = new OrderAttributes
        {
            TrailAmount = traits.Trail != Need.No && wire.TrailingPercent is null or 0 ? Positive(wire.AuxPrice) : null,
            TrailPercent = traits.Trail != Need.No ? Positive(wire.TrailingPercent) : null,
            Offset = type == OrderType.TrailLimit ? WireNumber.ToDecimal(wire.LmtPriceOffset) : traits.Offset != Need.No ? Positive(wire.AuxPrice) : null,
            GoodTill = WireTime.Parse(wire.GoodTillDate, loginZone, now),
            GoodAfter = WireTime.Parse(wire.GoodAfterTime, loginZone, now),
            Hidden = wire.Hidden,
            DisplaySize = wire.DisplaySize is { } display and > 0 && display < int.MaxValue ? display : null,
            AllOrNone = wire.AllOrNone,
            MinQuantity = wire.MinQty is { } least and > 0 && least < int.MaxValue ? least : null,
            SweepToFill = wire.SweepToFill,
            CashQuantity = Positive(wire.CashQty),
            OcaGroup = wire.OcaGroup,
            // TWS tells a type for orders without a group too.
            OcaType = wire.OcaGroup.Length > 0 && Enum.IsDefined((OcaType)wire.OcaType) ? (OcaType)wire.OcaType : OcaType.None,
            Algo = wire.AlgoStrategy.Length == 0 ? null : new OrderAlgo(wire.AlgoStrategy, [.. wire.AlgoParams.Select(p => new AlgoParameter(p.Tag, p.Value))]),
            Conditions = ConditionMap.ToDomain(wire, now, loginZone),
        };
        return attributes == OrderAttributes.None ? OrderAttributes.None : attributes;
    }

    /// <summary>Which field of the wire holds the trigger of a type.</summary>
    public static double? StopOf(WireOrder wire, OrderType type) => type switch
    {
        OrderType.Trail or OrderType.TrailLimit => wire.TrailStopPrice is 0 ? null : wire.TrailStopPrice,
        _ => type.Traits().Stop == Need.No ? null : wire.AuxPrice,
    };

    /// <exception cref="ArgumentException">The order lacks what its type needs.</exception>
    private static double? AuxOf(DomainOrder order) => order.Type switch
    {
        OrderType.Trail or OrderType.TrailLimit when order.Attributes is { TrailAmount: null, TrailPercent: null } =>
            throw new ArgumentException($"Order {order.OrderRef} of type {order.Type} has no trailing amount and no trailing percent.", nameof(order)),
        OrderType.Trail or OrderType.TrailLimit => (double?)order.Attributes.TrailAmount,
        OrderType.Relative or OrderType.PeggedToMidpoint => (double?)order.Attributes.Offset,
        _ when order.Type.Traits().Stop == Need.No => null,
        _ => (double)(order.StopPrice ?? throw new ArgumentException($"Order {order.OrderRef} of type {order.Type} has no stop price.", nameof(order))),
    };

    private static decimal? Positive(double? value) => value is > 0 ? WireNumber.ToDecimal(value) : null;
}
