using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends following a display group.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record UnsubscribeFromGroupEvents(int ReqId)
    : IRequest, IDecodable<UnsubscribeFromGroupEvents>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 70;

    private const string Name = "unsubscribeFromGroupEvents";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static UnsubscribeFromGroupEvents Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new UnsubscribeFromGroupEvents(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
