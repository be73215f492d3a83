using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>Prices of the legs of a combination, and how it is routed.</summary>
internal record struct OrderCombo
{
    public IReadOnlyList<OrderComboLeg> OrderComboLegs = [];
    public IReadOnlyList<TagValue> SmartComboRoutingParams = [];
    public double? BasisPoints;
    public int? BasisPointsType;

    public OrderCombo()
    {
    }

    /// <summary>Reads the prices per leg, then the routing parameters.</summary>
    public void Read(ref FieldReader reader)
    {
        int count = reader.ReadCount("orderComboLegs.count", fieldsPerItem: 1);
        if (count > 0)
        {
            var legs = new OrderComboLeg[count];
            for (int i = 0; i < legs.Length; i++) legs[i] = new OrderComboLeg(reader.ReadOptionalDouble("orderComboLeg.price"));
            OrderComboLegs = legs;
        }
        SmartComboRoutingParams = OrderFields.ReadTagList(ref reader, "smartComboRoutingParams");
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public readonly void Write(FieldWriter writer)
    {
        writer.Write(OrderComboLegs.Count);
        foreach (OrderComboLeg leg in OrderComboLegs) writer.WriteOrEmpty(leg.Price);
        OrderFields.WriteTagList(writer, SmartComboRoutingParams);
    }
}
