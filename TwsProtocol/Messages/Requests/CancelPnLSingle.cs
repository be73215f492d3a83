using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends profit and loss of one position.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelPnLSingle(int ReqId)
    : IRequest, IDecodable<CancelPnLSingle>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 95;

    private const string Name = "cancelPnLSingle";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelPnLSingle Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new CancelPnLSingle(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
    }
}
