using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>An order that hedges its parent.</summary>
internal record struct OrderHedge
{
    public string HedgeType = "";
    public string HedgeParam = "";
    public bool DontUseAutoPriceForHedge;

    public OrderHedge()
    {
    }

    /// <summary>Reads the kind of hedge and, when there is one, its parameter.</summary>
    public void Read(ref FieldReader reader)
    {
        HedgeType = reader.ReadSharedText("hedgeType");
        if (HedgeType.Length > 0) HedgeParam = reader.ReadText("hedgeParam");
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public readonly void Write(FieldWriter writer)
    {
        writer.Write(HedgeType);
        if (HedgeType.Length > 0) writer.Write(HedgeParam);
    }
}
