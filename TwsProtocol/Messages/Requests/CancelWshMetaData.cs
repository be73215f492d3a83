using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends a request for calendar meta data.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelWshMetaData(int ReqId)
    : IRequest, IDecodable<CancelWshMetaData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 101;

    private const string Name = "cancelWshMetaData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelWshMetaData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new CancelWshMetaData(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
    }
}
