using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Orders;

/// <summary>Groups of order fields that requests and server messages share.</summary>
internal static class OrderFields
{
    private const int FieldsPerLeg = 8;
    private const int FieldsPerCondition = 4;

    /// <summary>Count and legs with their eight fields.</summary>
    public static IReadOnlyList<ComboLeg> ReadComboLegs(ref FieldReader reader)
    {
        int count = reader.ReadCount("comboLegs.count", FieldsPerLeg);
        if (count == 0) return [];
        var legs = new ComboLeg[count];
        for (int i = 0; i < legs.Length; i++)
        {
            legs[i] = new ComboLeg
            {
                ConId = reader.ReadInt("leg.conId"),
                Ratio = reader.ReadInt("leg.ratio"),
                Action = reader.ReadText("leg.action"),
                Exchange = reader.ReadText("leg.exchange"),
                OpenClose = reader.ReadInt("leg.openClose"),
                ShortSaleSlot = reader.ReadInt("leg.shortSaleSlot"),
                DesignatedLocation = reader.ReadText("leg.designatedLocation"),
                ExemptCode = reader.ReadInt("leg.exemptCode"),
            };
        }
        return legs;
    }

    /// <summary>Writes what <see cref="ReadComboLegs"/> reads.</summary>
    public static void WriteComboLegs(FieldWriter writer, IReadOnlyList<ComboLeg> legs)
    {
        writer.Write(legs.Count);
        foreach (ComboLeg leg in legs)
        {
            writer.Write(leg.ConId);
            writer.Write(leg.Ratio);
            writer.Write(leg.Action);
            writer.Write(leg.Exchange);
            writer.Write(leg.OpenClose);
            writer.Write(leg.ShortSaleSlot);
            writer.Write(leg.DesignatedLocation);
            writer.Write(leg.ExemptCode);
        }
    }

    /// <summary>The prices per leg, then the routing parameters.</summary>
    public static Order ReadComboPrices(ref FieldReader reader, Order order)
    {
        int count = reader.ReadCount("orderComboLegs.count", fieldsPerItem: 1);
        var prices = new OrderComboLeg[count];
        for (int i = 0; i < prices.Length; i++) prices[i] = new OrderComboLeg(reader.ReadOptionalDouble("orderComboLeg.price"));
        return order with { OrderComboLegs = prices, SmartComboRoutingParams = ReadTagList(ref reader, "smartComboRoutingParams") };
    }

    /// <summary>Writes what <see cref="ReadComboPrices"/> reads.</summary>
    public static void WriteComboPrices(FieldWriter writer, Order order)
    {
        writer.Write(order.OrderComboLegs.Count);
        foreach (OrderComboLeg leg in order.OrderComboLegs) writer.WriteOrEmpty(leg.Price);
        WriteTagList(writer, order.SmartComboRoutingParams);
    }

    /// <summary>A count and that many pairs of fields.</summary>
    public static IReadOnlyList<TagValue> ReadTagList(ref FieldReader reader, string field)
    {
        int count = reader.ReadCount(field, fieldsPerItem: 2);
        if (count == 0) return [];
        var tags = new TagValue[count];
        for (int i = 0; i < tags.Length; i++)
        {
            string tag = reader.ReadText(field);
            tags[i] = new TagValue(tag, reader.ReadText(field));
        }
        return tags;
    }

    /// <summary>Writes what <see cref="ReadTagList"/> reads.</summary>
    public static void WriteTagList(FieldWriter writer, IReadOnlyList<TagValue> tags)
    {
        writer.Write(tags.Count);
        foreach (TagValue tag in tags)
        {
            writer.Write(tag.Tag);
            writer.Write(tag.Value);
        }
    }

    /// <summary>The conditions and, when there are any, their two flags.</summary>
    public static Order ReadConditions(ref FieldReader reader, Order order)
    {
        int count = reader.ReadCount("conditions.count", FieldsPerCondition);
        if (count == 0) return order;
        var conditions = new OrderCondition[count];
        for (int i = 0; i < conditions.Length; i++) conditions[i] = OrderCondition.Decode(ref reader);
        return order with
        {
            Conditions = conditions,
            ConditionsIgnoreRth = reader.ReadBool("conditionsIgnoreRth"),
            ConditionsCancelOrder = reader.ReadBool("conditionsCancelOrder"),
        };
    }

    /// <summary>Writes what <see cref="ReadConditions"/> reads.</summary>
    public static void WriteConditions(FieldWriter writer, Order order)
    {
        writer.Write(order.Conditions.Count);
        if (order.Conditions.Count == 0) return;
        foreach (OrderCondition condition in order.Conditions) condition.Encode(writer);
        writer.Write(order.ConditionsIgnoreRth);
        writer.Write(order.ConditionsCancelOrder);
    }

    /// <summary>How the levels of a scaled order go on; on the wire only when <see cref="Order.HasScale"/>.</summary>
    public static Order ReadScaleLevels(ref FieldReader reader, Order order)
    {
        if (!order.HasScale) return order;
        return order with
        {
            ScalePriceAdjustValue = reader.ReadOptionalDouble("scalePriceAdjustValue"),
            ScalePriceAdjustInterval = reader.ReadOptionalInt("scalePriceAdjustInterval"),
            ScaleProfitOffset = reader.ReadOptionalDouble("scaleProfitOffset"),
            ScaleAutoReset = reader.ReadBool("scaleAutoReset"),
            ScaleInitPosition = reader.ReadOptionalInt("scaleInitPosition"),
            ScaleInitFillQty = reader.ReadOptionalInt("scaleInitFillQty"),
            ScaleRandomPercent = reader.ReadBool("scaleRandomPercent"),
        };
    }

    /// <summary>Writes what <see cref="ReadScaleLevels"/> reads.</summary>
    public static void WriteScaleLevels(FieldWriter writer, Order order)
    {
        if (!order.HasScale) return;
        writer.WriteOrEmpty(order.ScalePriceAdjustValue);
        writer.WriteOrEmpty(order.ScalePriceAdjustInterval);
        writer.WriteOrEmpty(order.ScaleProfitOffset);
        writer.Write(order.ScaleAutoReset);
        writer.WriteOrEmpty(order.ScaleInitPosition);
        writer.WriteOrEmpty(order.ScaleInitFillQty);
        writer.Write(order.ScaleRandomPercent);
    }

    /// <summary>Kind of hedge and, when there is one, its parameter.</summary>
    public static Order ReadHedge(ref FieldReader reader, Order order)
    {
        string hedgeType = reader.ReadText("hedgeType");
        return hedgeType.Length == 0
            ? order with { HedgeType = hedgeType }
            : order with { HedgeType = hedgeType, HedgeParam = reader.ReadText("hedgeParam") };
    }

    /// <summary>Writes what <see cref="ReadHedge"/> reads.</summary>
    public static void WriteHedge(FieldWriter writer, Order order)
    {
        writer.Write(order.HedgeType);
        if (order.HedgeType.Length > 0) writer.Write(order.HedgeParam);
    }
}
