using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A bar of five seconds. Hot: decodes without allocation.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Time">Start of the bar, Unix seconds.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Volume; -1 when not TRADES.</param>
/// <param name="Wap">Volume weighted price; -1 when not TRADES.</param>
/// <param name="Count">Trades; -1 when not TRADES.</param>
public readonly record struct RealTimeBar(
    int ReqId,
    long Time,
    double Open,
    double High,
    double Low,
    double Close,
    decimal? Volume,
    decimal? Wap,
    int Count)
    : IResponse, IDecodable<RealTimeBar>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 50;

    private const string Name = "realtimeBar";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static RealTimeBar Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new RealTimeBar(
            ReqId: reader.ReadInt("reqId"),
            Time: reader.ReadLong("time"),
            Open: reader.ReadDouble("open"),
            High: reader.ReadDouble("high"),
            Low: reader.ReadDouble("low"),
            Close: reader.ReadDouble("close"),
            Volume: reader.ReadOptionalDecimal("volume"),
            Wap: reader.ReadOptionalDecimal("wap"),
            Count: reader.ReadInt("count"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(3);
        writer.Write(ReqId);
        writer.Write(Time);
        writer.Write(Open);
        writer.Write(High);
        writer.Write(Low);
        writer.Write(Close);
        writer.WriteOrEmpty(Volume);
        writer.WriteOrEmpty(Wap);
        writer.Write(Count);
    }
}
