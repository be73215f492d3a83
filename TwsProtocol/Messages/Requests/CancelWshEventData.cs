using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends a request for calendar events.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelWshEventData(int ReqId)
    : IRequest, IDecodable<CancelWshEventData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 103;

    private const string Name = "cancelWshEventData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelWshEventData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new CancelWshEventData(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
    }
}
