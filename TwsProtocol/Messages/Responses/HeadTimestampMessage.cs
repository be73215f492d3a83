using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The first time with data.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="HeadTimestamp">yyyyMMdd-HH:mm:ss in UTC, or Unix seconds, as asked.</param>
public sealed record HeadTimestampMessage(int ReqId, string HeadTimestamp)
    : IResponse, IDecodable<HeadTimestampMessage>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 88;

    private const string Name = "headTimestamp";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static HeadTimestampMessage Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new HeadTimestampMessage(
            ReqId: reader.ReadInt("reqId"),
            HeadTimestamp: reader.ReadText("headTimestamp"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(HeadTimestamp);
    }
}
