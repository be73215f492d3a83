using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>Where the shares of a short sale come from.</summary>
internal record struct OrderShortSale
{
    public int ShortSaleSlot;
    public string DesignatedLocation = "";
    public int ExemptCode = -1;

    public OrderShortSale()
    {
    }

    /// <summary>Reads the group.</summary>
    public void Read(ref FieldReader reader)
    {
        ShortSaleSlot = reader.ReadInt("shortSaleSlot");
        DesignatedLocation = reader.ReadText("designatedLocation");
        ExemptCode = reader.ReadInt("exemptCode");
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public readonly void Write(FieldWriter writer)
    {
        writer.Write(ShortSaleSlot);
        writer.Write(DesignatedLocation);
        writer.Write(ExemptCode);
    }
}
