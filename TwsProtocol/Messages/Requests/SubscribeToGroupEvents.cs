using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Follows the contract of a display group.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="GroupId">Group.</param>
public sealed record SubscribeToGroupEvents(int ReqId, int GroupId)
    : IRequest, IDecodable<SubscribeToGroupEvents>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 68;

    private const string Name = "subscribeToGroupEvents";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static SubscribeToGroupEvents Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new SubscribeToGroupEvents(
            ReqId: reader.ReadInt("reqId"),
            GroupId: reader.ReadInt("groupId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(GroupId);
    }
}
