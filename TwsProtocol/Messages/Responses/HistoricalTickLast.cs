using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A past trade.</summary>
/// <param name="Time">Unix seconds.</param>
/// <param name="AttribMask">Bit 0 pastLimit, bit 1 unreported.</param>
/// <param name="Price">Price.</param>
/// <param name="Size">Size.</param>
/// <param name="Exchange">Exchange.</param>
/// <param name="SpecialConditions">Trade condition codes.</param>
public sealed record HistoricalTickLast(long Time, int AttribMask, double Price, decimal? Size, string Exchange, string SpecialConditions)
    : IListItem<HistoricalTickLast>
{
    static int IListItem<HistoricalTickLast>.FieldCount => 6;

    static HistoricalTickLast IListItem<HistoricalTickLast>.Decode(ref FieldReader reader)
    {
        return new HistoricalTickLast(
            Time: reader.ReadLong("time"),
            AttribMask: reader.ReadInt("attribMask"),
            Price: reader.ReadDouble("price"),
            Size: reader.ReadOptionalDecimal("size"),
            Exchange: reader.ReadSharedText("exchange"),
            SpecialConditions: reader.ReadSharedText("specialConditions"));
    }

    void IListItem<HistoricalTickLast>.Encode(FieldWriter writer)
    {
        writer.Write(Time);
        writer.Write(AttribMask);
        writer.Write(Price);
        writer.WriteOrEmpty(Size);
        writer.Write(Exchange);
        writer.Write(SpecialConditions);
    }
}
