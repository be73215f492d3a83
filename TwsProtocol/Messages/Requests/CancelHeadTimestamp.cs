using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends a request for the first time with data.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelHeadTimestamp(int ReqId)
    : IRequest, IDecodable<CancelHeadTimestamp>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 90;

    private const string Name = "cancelHeadTimestamp";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelHeadTimestamp Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new CancelHeadTimestamp(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
    }
}
