using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks which exchanges have order books.</summary>
public sealed record ReqMktDepthExchanges : IRequest, IDecodable<ReqMktDepthExchanges>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 82;

    private const string Name = "reqMktDepthExchanges";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqMktDepthExchanges Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqMktDepthExchanges();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
    }
}
