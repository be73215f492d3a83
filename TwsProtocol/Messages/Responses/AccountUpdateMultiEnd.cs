using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The first image of the account and model is complete.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
public sealed record AccountUpdateMultiEnd(int ReqId)
    : IResponse, IDecodable<AccountUpdateMultiEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 74;

    private const string Name = "accountUpdateMultiEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static AccountUpdateMultiEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new AccountUpdateMultiEnd(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
