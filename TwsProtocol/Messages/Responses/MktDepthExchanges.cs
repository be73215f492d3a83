using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The exchanges with order books.</summary>
/// <param name="Descriptions">One entry per exchange and type.</param>
public sealed record MktDepthExchanges(IReadOnlyList<DepthMktDataDescription> Descriptions)
    : IResponse, IDecodable<MktDepthExchanges>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 80;

    private const string Name = "mktDepthExchanges";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static MktDepthExchanges Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new MktDepthExchanges(ListFields.Read<DepthMktDataDescription>(ref reader, "descriptions.count"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        ListFields.Write(writer, Descriptions);
    }
}
