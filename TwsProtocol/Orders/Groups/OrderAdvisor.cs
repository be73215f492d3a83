using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>How an advisor's order is spread over accounts, and the model portfolio.</summary>
internal record struct OrderAdvisor
{
    public string FaGroup = "";
    public string FaMethod = "";
    public string FaPercentage = "";
    public string ModelCode = "";

    public OrderAdvisor()
    {
    }

    /// <summary>Reads the group; the profile of old versions is passed over.</summary>
    public void Read(ref FieldReader reader, int serverVersion)
    {
        FaGroup = reader.ReadText("faGroup");
        FaMethod = reader.ReadText("faMethod");
        FaPercentage = reader.ReadText("faPercentage");
        if (serverVersion < ServerVersion.FaProfileDesupport) reader.Skip("faProfile");
        ModelCode = reader.ReadText("modelCode");
    }

    /// <summary>Writes what <see cref="Read"/> reads, without a profile.</summary>
    public readonly void Write(FieldWriter writer, int serverVersion)
    {
        writer.Write(FaGroup);
        writer.Write(FaMethod);
        writer.Write(FaPercentage);
        if (serverVersion < ServerVersion.FaProfileDesupport) writer.WriteEmpty();
        writer.Write(ModelCode);
    }
}
