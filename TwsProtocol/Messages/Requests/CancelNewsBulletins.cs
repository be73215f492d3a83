using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends the bulletins.</summary>
public sealed record CancelNewsBulletins : IRequest, IDecodable<CancelNewsBulletins>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 13;

    private const string Name = "cancelNewsBulletins";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelNewsBulletins Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CancelNewsBulletins();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
    }
}
