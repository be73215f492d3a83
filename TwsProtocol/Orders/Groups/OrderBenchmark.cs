using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>Randomisation, and the fields of orders pegged to a benchmark.</summary>
internal record struct OrderBenchmark
{
    public bool RandomizeSize;
    public bool RandomizePrice;
    public int ReferenceContractId;
    public bool IsPeggedChangeAmountDecrease;
    public double? PeggedChangeAmount = 0;
    public double? ReferenceChangeAmount = 0;
    public string ReferenceExchange = "";

    public OrderBenchmark()
    {
    }

    /// <summary>Reads the group; the benchmark is there only for orders that are pegged to one.</summary>
    public void Read(ref FieldReader reader, bool isPegged)
    {
        RandomizeSize = reader.ReadBool("randomizeSize");
        RandomizePrice = reader.ReadBool("randomizePrice");
        if (!isPegged) return;
        ReferenceContractId = reader.ReadInt("referenceContractId");
        IsPeggedChangeAmountDecrease = reader.ReadBool("isPeggedChangeAmountDecrease");
        PeggedChangeAmount = reader.ReadOptionalDouble("peggedChangeAmount");
        ReferenceChangeAmount = reader.ReadOptionalDouble("referenceChangeAmount");
        ReferenceExchange = reader.ReadText("referenceExchange");
    }

    /// <summary>Writes what <see cref="Read"/> reads. Requests have no empty form of the two amounts.</summary>
    public readonly void Write(FieldWriter writer, OrderLayout layout, bool isPegged)
    {
        writer.Write(RandomizeSize);
        writer.Write(RandomizePrice);
        if (!isPegged) return;
        writer.Write(ReferenceContractId);
        writer.Write(IsPeggedChangeAmountDecrease);
        if (layout == OrderLayout.Place)
        {
            writer.WriteOrMax(PeggedChangeAmount);
            writer.WriteOrMax(ReferenceChangeAmount);
        }
        else
        {
            writer.WriteOrEmpty(PeggedChangeAmount);
            writer.WriteOrEmpty(ReferenceChangeAmount);
        }
        writer.Write(ReferenceExchange);
    }
}
