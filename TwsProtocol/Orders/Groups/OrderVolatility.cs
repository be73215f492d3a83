using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>Volatility orders and their delta hedge.</summary>
internal record struct OrderVolatility
{
    public double? Volatility;
    public int? VolatilityType;
    public string DeltaNeutralOrderType = "";
    public double? DeltaNeutralAuxPrice;
    public int DeltaNeutralConId;
    public string DeltaNeutralSettlingFirm = "";
    public string DeltaNeutralClearingAccount = "";
    public string DeltaNeutralClearingIntent = "";
    public string DeltaNeutralOpenClose = "";
    public bool DeltaNeutralShortSale;
    public int DeltaNeutralShortSaleSlot;
    public string DeltaNeutralDesignatedLocation = "";
    public int ContinuousUpdate;
    public int? ReferencePriceType;

    public OrderVolatility()
    {
    }

    /// <summary>Reads the group. The fields of the hedge are there only when its order type is not empty, also for the type None.</summary>
    /// <remarks>Servers know no "not set" for the two kinds: 0 is none. Completed orders leave out where the hedge is cleared.</remarks>
    public void Read(ref FieldReader reader, OrderLayout layout)
    {
        bool isPlaced = layout == OrderLayout.Place;
        Volatility = reader.ReadOptionalDouble("volatility");
        VolatilityType = isPlaced ? reader.ReadOptionalInt("volatilityType") : reader.ReadInt("volatilityType");
        DeltaNeutralOrderType = reader.ReadSharedText("deltaNeutralOrderType");
        DeltaNeutralAuxPrice = reader.ReadOptionalDouble("deltaNeutralAuxPrice");
        if (DeltaNeutralOrderType.Length > 0)
        {
            DeltaNeutralConId = reader.ReadInt("deltaNeutralConId");
            if (layout != OrderLayout.Completed)
            {
                DeltaNeutralSettlingFirm = reader.ReadText("deltaNeutralSettlingFirm");
                DeltaNeutralClearingAccount = reader.ReadText("deltaNeutralClearingAccount");
                DeltaNeutralClearingIntent = reader.ReadText("deltaNeutralClearingIntent");
                DeltaNeutralOpenClose = reader.ReadSharedText("deltaNeutralOpenClose");
            }
            DeltaNeutralShortSale = reader.ReadBool("deltaNeutralShortSale");
            DeltaNeutralShortSaleSlot = reader.ReadInt("deltaNeutralShortSaleSlot");
            DeltaNeutralDesignatedLocation = reader.ReadText("deltaNeutralDesignatedLocation");
        }
        ContinuousUpdate = reader.ReadInt("continuousUpdate");
        ReferencePriceType = isPlaced ? reader.ReadOptionalInt("referencePriceType") : reader.ReadInt("referencePriceType");
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public readonly void Write(FieldWriter writer, OrderLayout layout)
    {
        bool isPlaced = layout == OrderLayout.Place;
        writer.WriteOrEmpty(Volatility);
        writer.WriteOrEmpty(isPlaced ? VolatilityType : VolatilityType ?? 0);
        writer.Write(DeltaNeutralOrderType);
        writer.WriteOrEmpty(DeltaNeutralAuxPrice);
        if (DeltaNeutralOrderType.Length > 0)
        {
            writer.Write(DeltaNeutralConId);
            if (layout != OrderLayout.Completed)
            {
                writer.Write(DeltaNeutralSettlingFirm);
                writer.Write(DeltaNeutralClearingAccount);
                writer.Write(DeltaNeutralClearingIntent);
                writer.Write(DeltaNeutralOpenClose);
            }
            writer.Write(DeltaNeutralShortSale);
            writer.Write(DeltaNeutralShortSaleSlot);
            writer.Write(DeltaNeutralDesignatedLocation);
        }
        writer.Write(ContinuousUpdate);
        writer.WriteOrEmpty(isPlaced ? ReferencePriceType : ReferencePriceType ?? 0);
    }
}
