using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Subscribes the bulletins of IB.</summary>
/// <param name="AllMessages">Also the bulletins of today sent before.</param>
public sealed record ReqNewsBulletins(bool AllMessages)
    : IRequest, IDecodable<ReqNewsBulletins>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 12;

    private const string Name = "reqNewsBulletins";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqNewsBulletins Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqNewsBulletins(reader.ReadBool("allMessages"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
        writer.Write(AllMessages);
    }
}
