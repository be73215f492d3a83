using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>One value of the subscribed account.</summary>
/// <param name="Key">Tag, such as NetLiquidation.</param>
/// <param name="Value">Value as text.</param>
/// <param name="Currency">Currency, BASE, or empty.</param>
/// <param name="AccountName">Account.</param>
public sealed record AccountValue(string Key, string Value, string Currency, string AccountName)
    : IResponse, IDecodable<AccountValue>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 6;

    private const string Name = "updateAccountValue";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static AccountValue Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        int version = reader.ReadInt("version");
        return new AccountValue(
            Key: reader.ReadText("key"),
            Value: reader.ReadText("value"),
            Currency: reader.ReadText("currency"),
            AccountName: version < 2 ? "" : reader.ReadText("accountName"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(2);
        writer.Write(Key);
        writer.Write(Value);
        writer.Write(Currency);
        writer.Write(AccountName);
    }
}
