using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends an order book subscription.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
/// <param name="IsSmartDepth">Must equal the value of the request.</param>
public sealed record CancelMktDepth(int ReqId, bool IsSmartDepth = false)
    : IRequest, IDecodable<CancelMktDepth>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 11;

    private const string Name = "cancelMktDepth";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelMktDepth Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CancelMktDepth(
            ReqId: reader.ReadInt("reqId"),
            IsSmartDepth: reader.ReadBool("isSmartDepth"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(IsSmartDepth);
    }
}
