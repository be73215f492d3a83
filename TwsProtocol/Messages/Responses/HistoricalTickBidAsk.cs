using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A past quote.</summary>
/// <param name="Time">Unix seconds.</param>
/// <param name="AttribMask">Bit 0 askPastHigh, bit 1 bidPastLow: the other way round than in live ticks.</param>
/// <param name="PriceBid">Bid.</param>
/// <param name="PriceAsk">Ask.</param>
/// <param name="SizeBid">Bid size.</param>
/// <param name="SizeAsk">Ask size.</param>
public sealed record HistoricalTickBidAsk(
    long Time,
    int AttribMask,
    double PriceBid,
    double PriceAsk,
    decimal? SizeBid,
    decimal? SizeAsk)
    : IListItem<HistoricalTickBidAsk>
{
    static int IListItem<HistoricalTickBidAsk>.FieldCount => 6;

    static HistoricalTickBidAsk IListItem<HistoricalTickBidAsk>.Decode(ref FieldReader reader)
    {
        return new HistoricalTickBidAsk(
            Time: reader.ReadLong("time"),
            AttribMask: reader.ReadInt("attribMask"),
            PriceBid: reader.ReadDouble("priceBid"),
            PriceAsk: reader.ReadDouble("priceAsk"),
            SizeBid: reader.ReadOptionalDecimal("sizeBid"),
            SizeAsk: reader.ReadOptionalDecimal("sizeAsk"));
    }

    void IListItem<HistoricalTickBidAsk>.Encode(FieldWriter writer)
    {
        writer.Write(Time);
        writer.Write(AttribMask);
        writer.Write(PriceBid);
        writer.Write(PriceAsk);
        writer.WriteOrEmpty(SizeBid);
        writer.WriteOrEmpty(SizeAsk);
    }
}
