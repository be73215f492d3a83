using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The accounts of the login.</summary>
/// <param name="AccountsList">Accounts, comma separated; may end with a comma.</param>
public sealed record ManagedAccounts(string AccountsList)
    : IResponse, IDecodable<ManagedAccounts>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 15;

    private const string Name = "managedAccounts";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ManagedAccounts Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ManagedAccounts(reader.ReadText("accountsList"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(AccountsList);
    }
}
