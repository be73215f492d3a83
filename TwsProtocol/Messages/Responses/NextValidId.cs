using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The lowest order id this client may use.</summary>
/// <param name="OrderId">The id.</param>
public sealed record NextValidId(int OrderId)
    : IResponse, IDecodable<NextValidId>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 9;

    private const string Name = "nextValidId";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static NextValidId Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new NextValidId(reader.ReadInt("orderId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(OrderId);
    }
}
