using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>One value of an account summary.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Account">Account.</param>
/// <param name="Tag">Tag.</param>
/// <param name="Value">Value as text.</param>
/// <param name="Currency">Currency; may be empty.</param>
public sealed record AccountSummary(int ReqId, string Account, string Tag, string Value, string Currency)
    : IResponse, IDecodable<AccountSummary>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 63;

    private const string Name = "accountSummary";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static AccountSummary Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new AccountSummary(
            ReqId: reader.ReadInt("reqId"),
            Account: reader.ReadText("account"),
            Tag: reader.ReadText("tag"),
            Value: reader.ReadText("value"),
            Currency: reader.ReadText("currency"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(Account);
        writer.Write(Tag);
        writer.Write(Value);
        writer.Write(Currency);
    }
}
