using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends a request for bars.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelHistoricalData(int ReqId)
    : IRequest, IDecodable<CancelHistoricalData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 25;

    private const string Name = "cancelHistoricalData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelHistoricalData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CancelHistoricalData(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
