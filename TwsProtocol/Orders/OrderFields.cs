using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Orders;

/// <summary>Lists of fields that requests and server messages with an order share.</summary>
internal static class OrderFields
{
    private const int FieldsPerLeg = 8;

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
}
