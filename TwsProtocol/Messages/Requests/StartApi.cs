using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Opens the session after the handshake.</summary>
/// <param name="ClientId">Client id, unique per TWS; 0 may bind manual orders.</param>
/// <param name="OptionalCapabilities">Normally empty.</param>
public sealed record StartApi(int ClientId, string OptionalCapabilities = "")
    : IRequest, IDecodable<StartApi>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 71;

    private const string Name = "startApi";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static StartApi Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new StartApi(
            ClientId: reader.ReadInt("clientId"),
            OptionalCapabilities: reader.ReadText("optionalCapabilities"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(2);
        writer.Write(ClientId);
        writer.Write(OptionalCapabilities);
    }
}
