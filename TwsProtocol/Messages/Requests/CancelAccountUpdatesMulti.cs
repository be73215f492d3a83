using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends account updates of one account and model.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelAccountUpdatesMulti(int ReqId)
    : IRequest, IDecodable<CancelAccountUpdatesMulti>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 77;

    private const string Name = "cancelAccountUpdatesMulti";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelAccountUpdatesMulti Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CancelAccountUpdatesMulti(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
