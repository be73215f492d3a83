using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>What is to be traded and how: the first fields of an order in every message that carries one.</summary>
internal record struct OrderTerms
{
    public string Action = "";
    public decimal? TotalQuantity = 0m;
    public string OrderType = "";
    public double? LmtPrice;
    public double? AuxPrice;
    public string Tif = "";
    public string OcaGroup = "";
    public string Account = "";
    public string OpenClose = "";
    public int Origin;
    public string OrderRef = "";

    public OrderTerms()
    {
    }

    /// <summary>Reads the group.</summary>
    public void Read(ref FieldReader reader, OrderLayout layout)
    {
        Action = reader.ReadSharedText("action");
        TotalQuantity = reader.ReadOptionalDecimal("totalQuantity");
        OrderType = layout == OrderLayout.Place ? reader.ReadSharedText("orderType") : reader.ReadRequiredText("orderType");
        LmtPrice = reader.ReadOptionalDouble("lmtPrice");
        AuxPrice = reader.ReadOptionalDouble("auxPrice");
        Tif = reader.ReadSharedText("tif");
        OcaGroup = reader.ReadText("ocaGroup");
        Account = reader.ReadSharedText("account");
        OpenClose = reader.ReadSharedText("openClose");
        Origin = reader.ReadInt("origin");
        OrderRef = reader.ReadText("orderRef");
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public readonly void Write(FieldWriter writer)
    {
        writer.Write(Action);
        writer.WriteOrEmpty(TotalQuantity);
        writer.Write(OrderType);
        writer.WriteOrEmpty(LmtPrice);
        writer.WriteOrEmpty(AuxPrice);
        writer.Write(Tif);
        writer.Write(OcaGroup);
        writer.Write(Account);
        writer.Write(OpenClose);
        writer.Write(Origin);
        writer.Write(OrderRef);
    }
}
