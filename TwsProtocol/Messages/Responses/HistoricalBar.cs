using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>One past bar.</summary>
/// <param name="Time">yyyyMMdd for days and longer; else text with zone, or Unix seconds, as asked.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Volume; -1 when not TRADES.</param>
/// <param name="Wap">Volume weighted price; -1 when not TRADES.</param>
/// <param name="BarCount">Trades; -1 when not TRADES.</param>
public sealed record HistoricalBar(
    string Time,
    double Open,
    double High,
    double Low,
    double Close,
    decimal? Volume,
    decimal? Wap,
    int BarCount)
    : IListItem<HistoricalBar>
{
    static int IListItem<HistoricalBar>.FieldCount => 8;

    static HistoricalBar IListItem<HistoricalBar>.Decode(ref FieldReader reader)
    {
        return new HistoricalBar(
            Time: reader.ReadText("time"),
            Open: reader.ReadDouble("open"),
            High: reader.ReadDouble("high"),
            Low: reader.ReadDouble("low"),
            Close: reader.ReadDouble("close"),
            Volume: reader.ReadOptionalDecimal("volume"),
            Wap: reader.ReadOptionalDecimal("wap"),
            BarCount: reader.ReadInt("barCount"));
    }

    void IListItem<HistoricalBar>.Encode(FieldWriter writer)
    {
        writer.Write(Time);
        writer.Write(Open);
        writer.Write(High);
        writer.Write(Low);
        writer.Write(Close);
        writer.WriteOrEmpty(Volume);
        writer.WriteOrEmpty(Wap);
        writer.Write(BarCount);
    }
}
