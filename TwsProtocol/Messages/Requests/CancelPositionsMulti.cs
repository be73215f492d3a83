using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends the positions of one account and model.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelPositionsMulti(int ReqId)
    : IRequest, IDecodable<CancelPositionsMulti>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 75;

    private const string Name = "cancelPositionsMulti";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelPositionsMulti Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CancelPositionsMulti(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
