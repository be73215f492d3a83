using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>Orders pegged to the best price or the midpoint.</summary>
internal record struct OrderPegging
{
    private const string OwnVenue = "IBKRATS";

    public int? MinTradeQty;
    public int? MinCompeteSize;
    public double? CompeteAgainstBestOffset;
    public double? MidOffsetAtWhole;
    public double? MidOffsetAtHalf;

    /// <summary>Reads the group as servers send it, whatever the order's type.</summary>
    public void ReadAll(ref FieldReader reader)
    {
        MinTradeQty = reader.ReadOptionalInt("minTradeQty");
        MinCompeteSize = reader.ReadOptionalInt("minCompeteSize");
        CompeteAgainstBestOffset = reader.ReadOptionalDouble("competeAgainstBestOffset");
        ReadMidOffsets(ref reader);
    }

    /// <summary>Writes what <see cref="ReadAll"/> reads.</summary>
    public readonly void WriteAll(FieldWriter writer)
    {
        writer.WriteOrEmpty(MinTradeQty);
        writer.WriteOrEmpty(MinCompeteSize);
        writer.WriteOrEmpty(CompeteAgainstBestOffset);
        WriteMidOffsets(writer);
    }

    /// <summary>Reads what a request holds for the order's type and exchange.</summary>
    public void ReadPlaced(ref FieldReader reader, Order order, string exchange)
    {
        if (exchange == OwnVenue) MinTradeQty = reader.ReadOptionalInt("minTradeQty");
        if (order.IsPegBest)
        {
            MinCompeteSize = reader.ReadOptionalInt("minCompeteSize");
            CompeteAgainstBestOffset = ReadOffset(ref reader);
        }
        if (HasMidOffsets(order)) ReadMidOffsets(ref reader);
    }

    /// <summary>Writes what <see cref="ReadPlaced"/> reads.</summary>
    public readonly void WritePlaced(FieldWriter writer, Order order, string exchange)
    {
        if (exchange == OwnVenue) writer.WriteOrEmpty(MinTradeQty);
        if (order.IsPegBest)
        {
            writer.WriteOrEmpty(MinCompeteSize);
            writer.WriteOrEmpty(CompeteAgainstBestOffset);
        }
        if (HasMidOffsets(order)) WriteMidOffsets(writer);
    }

    // An infinite offset against the best price means "up to the midpoint".
    private readonly bool HasMidOffsets(Order order) => order.IsPegMid || (order.IsPegBest && CompeteAgainstBestOffset == double.PositiveInfinity);

    // Clients spell the infinite offset each in the way of their language.
    private static double? ReadOffset(ref FieldReader reader)
    {
        const string Field = "competeAgainstBestOffset";
        ReadOnlySpan<byte> text = reader.Peek();
        if (!text.SequenceEqual("Infinite"u8) && !text.SequenceEqual("+Inf"u8) && !text.SequenceEqual("Inf"u8)) return reader.ReadOptionalDouble(Field);
        reader.Skip(Field);
        return double.PositiveInfinity;
    }

    private void ReadMidOffsets(ref FieldReader reader)
    {
        MidOffsetAtWhole = reader.ReadOptionalDouble("midOffsetAtWhole");
        MidOffsetAtHalf = reader.ReadOptionalDouble("midOffsetAtHalf");
    }

    private readonly void WriteMidOffsets(FieldWriter writer)
    {
        writer.WriteOrEmpty(MidOffsetAtWhole);
        writer.WriteOrEmpty(MidOffsetAtHalf);
    }
}
