using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The kind of data that follows for a request.</summary>
/// <param name="ReqId">Id of the market data request.</param>
/// <param name="MarketDataType">1 live, 2 frozen, 3 delayed, 4 delayed frozen.</param>
public sealed record MarketDataTypeMessage(int ReqId, int MarketDataType)
    : IResponse, IDecodable<MarketDataTypeMessage>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 58;

    private const string Name = "marketDataType";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static MarketDataTypeMessage Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new MarketDataTypeMessage(
            ReqId: reader.ReadInt("reqId"),
            MarketDataType: reader.ReadInt("marketDataType"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(MarketDataType);
    }
}
