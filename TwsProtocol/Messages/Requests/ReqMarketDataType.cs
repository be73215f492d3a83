using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Chooses the kind of market data for all later requests of the connection.</summary>
/// <param name="MarketDataType">1 live, 2 frozen, 3 delayed, 4 delayed frozen.</param>
public sealed record ReqMarketDataType(int MarketDataType)
    : IRequest, IDecodable<ReqMarketDataType>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 59;

    private const string Name = "reqMarketDataType";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqMarketDataType Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqMarketDataType(reader.ReadInt("marketDataType"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
        writer.Write(MarketDataType);
    }
}
