using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>What rules ask for: who decides, who executes, for whom.</summary>
internal record struct OrderRegulation
{
    public string ExtOperator = "";
    public SoftDollarTier Tier = SoftDollarTier.None;
    public string Mifid2DecisionMaker = "";
    public string Mifid2DecisionAlgo = "";
    public string Mifid2ExecutionTrader = "";
    public string Mifid2ExecutionAlgo = "";
    public string AdvancedErrorOverride = "";
    public string ManualOrderTime = "";
    public string CustomerAccount = "";
    public bool ProfessionalCustomer;
    public int? ManualOrderIndicator;
    public string BondAccruedInterest = "";

    public OrderRegulation()
    {
    }

    /// <summary>Reads for whom the order is, as far as the version tells.</summary>
    public void ReadCustomer(ref FieldReader reader, int serverVersion)
    {
        if (serverVersion >= ServerVersion.CustomerAccount) CustomerAccount = reader.ReadText("customerAccount");
        if (serverVersion >= ServerVersion.ProfessionalCustomer) ProfessionalCustomer = reader.ReadBool("professionalCustomer");
    }

    /// <summary>Writes what <see cref="ReadCustomer"/> reads.</summary>
    public readonly void WriteCustomer(FieldWriter writer, int serverVersion)
    {
        if (serverVersion >= ServerVersion.CustomerAccount) writer.Write(CustomerAccount);
        if (serverVersion >= ServerVersion.ProfessionalCustomer) writer.Write(ProfessionalCustomer);
    }

    /// <summary>Reads the four MiFID fields of a request.</summary>
    public void ReadMifid(ref FieldReader reader)
    {
        Mifid2DecisionMaker = reader.ReadText("mifid2DecisionMaker");
        Mifid2DecisionAlgo = reader.ReadText("mifid2DecisionAlgo");
        Mifid2ExecutionTrader = reader.ReadText("mifid2ExecutionTrader");
        Mifid2ExecutionAlgo = reader.ReadText("mifid2ExecutionAlgo");
    }

    /// <summary>Writes what <see cref="ReadMifid"/> reads.</summary>
    public readonly void WriteMifid(FieldWriter writer)
    {
        writer.Write(Mifid2DecisionMaker);
        writer.Write(Mifid2DecisionAlgo);
        writer.Write(Mifid2ExecutionTrader);
        writer.Write(Mifid2ExecutionAlgo);
    }
}
