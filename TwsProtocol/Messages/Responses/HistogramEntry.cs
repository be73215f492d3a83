using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Volume at a price.</summary>
/// <param name="Price">Price.</param>
/// <param name="Size">Volume.</param>
public sealed record HistogramEntry(double Price, decimal? Size)
    : IListItem<HistogramEntry>
{
    static int IListItem<HistogramEntry>.FieldCount => 2;

    static HistogramEntry IListItem<HistogramEntry>.Decode(ref FieldReader reader)
    {
        return new HistogramEntry(
            Price: reader.ReadDouble("price"),
            Size: reader.ReadOptionalDecimal("size"));
    }

    void IListItem<HistogramEntry>.Encode(FieldWriter writer)
    {
        writer.Write(Price);
        writer.WriteOrEmpty(Size);
    }
}
