using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The first image of the account is complete.</summary>
/// <param name="Account">Account.</param>
public sealed record AccountDownloadEnd(string Account)
    : IResponse, IDecodable<AccountDownloadEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 54;

    private const string Name = "accountDownloadEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static AccountDownloadEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new AccountDownloadEnd(reader.ReadText("account"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(Account);
    }
}
