using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>One value of an account and model.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Account">Account.</param>
/// <param name="ModelCode">Model portfolio.</param>
/// <param name="Key">Tag.</param>
/// <param name="Value">Value as text.</param>
/// <param name="Currency">Currency.</param>
public sealed record AccountUpdateMulti(
    int ReqId,
    string Account,
    string ModelCode,
    string Key,
    string Value,
    string Currency)
    : IResponse, IDecodable<AccountUpdateMulti>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 73;

    private const string Name = "accountUpdateMulti";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static AccountUpdateMulti Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new AccountUpdateMulti(
            ReqId: reader.ReadInt("reqId"),
            Account: reader.ReadText("account"),
            ModelCode: reader.ReadText("modelCode"),
            Key: reader.ReadText("key"),
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
        writer.Write(ModelCode);
        writer.Write(Key);
        writer.Write(Value);
        writer.Write(Currency);
    }
}
