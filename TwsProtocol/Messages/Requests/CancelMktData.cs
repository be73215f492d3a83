using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends a market data subscription.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelMktData(int ReqId)
    : IRequest, IDecodable<CancelMktData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 2;

    private const string Name = "cancelMktData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelMktData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CancelMktData(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
