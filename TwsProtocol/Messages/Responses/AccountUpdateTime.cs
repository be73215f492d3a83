using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>When the account values were last updated.</summary>
/// <param name="Timestamp">HH:mm in the zone of TWS.</param>
public sealed record AccountUpdateTime(string Timestamp)
    : IResponse, IDecodable<AccountUpdateTime>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 8;

    private const string Name = "updateAccountTime";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static AccountUpdateTime Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new AccountUpdateTime(reader.ReadText("timestamp"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(Timestamp);
    }
}
