using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A past midpoint.</summary>
/// <param name="Time">Unix seconds.</param>
/// <param name="Price">Price.</param>
/// <param name="Size">Size; a server sends 0.</param>
public sealed record HistoricalTick(long Time, double Price, decimal? Size)
    : IListItem<HistoricalTick>
{
    static int IListItem<HistoricalTick>.FieldCount => 4;

    static HistoricalTick IListItem<HistoricalTick>.Decode(ref FieldReader reader)
    {
        long time = reader.ReadLong("time");
        // A field without meaning, but official clients read it as a number, so text there is an error.
        reader.ReadInt("unused");
        return new HistoricalTick(time, Price: reader.ReadDouble("price"), Size: reader.ReadOptionalDecimal("size"));
    }

    void IListItem<HistoricalTick>.Encode(FieldWriter writer)
    {
        writer.Write(Time);
        writer.Write(0);
        writer.Write(Price);
        writer.WriteOrEmpty(Size);
    }
}
