using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The unfinished bar of a request that is kept up to date; a new time starts a new bar.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="BarCount">Trades; -1 when not TRADES.</param>
/// <param name="Date">Time of the bar, as in historical bars.</param>
/// <param name="Open">First price.</param>
/// <param name="Close">Last price; stands before the high on the wire.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Wap">Volume weighted price.</param>
/// <param name="Volume">Volume.</param>
public sealed record HistoricalDataUpdate(
    int ReqId,
    int BarCount,
    string Date,
    double Open,
    double Close,
    double High,
    double Low,
    decimal? Wap,
    decimal? Volume)
    : IResponse, IDecodable<HistoricalDataUpdate>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 90;

    private const string Name = "historicalDataUpdate";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static HistoricalDataUpdate Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new HistoricalDataUpdate(
            ReqId: reader.ReadInt("reqId"),
            BarCount: reader.ReadInt("barCount"),
            Date: reader.ReadText("date"),
            Open: reader.ReadDouble("open"),
            Close: reader.ReadDouble("close"),
            High: reader.ReadDouble("high"),
            Low: reader.ReadDouble("low"),
            Wap: reader.ReadOptionalDecimal("wap"),
            Volume: reader.ReadOptionalDecimal("volume"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(BarCount);
        writer.Write(Date);
        writer.Write(Open);
        writer.Write(Close);
        writer.Write(High);
        writer.Write(Low);
        writer.WriteOrEmpty(Wap);
        writer.WriteOrEmpty(Volume);
    }
}
