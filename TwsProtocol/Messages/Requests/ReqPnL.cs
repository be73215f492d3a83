using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Subscribes profit and loss of an account.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Account">Account.</param>
/// <param name="ModelCode">Model portfolio.</param>
public sealed record ReqPnL(int ReqId, string Account, string ModelCode = "")
    : IRequest, IDecodable<ReqPnL>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 92;

    private const string Name = "reqPnL";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqPnL Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqPnL(
            ReqId: reader.ReadInt("reqId"),
            Account: reader.ReadText("account"),
            ModelCode: reader.ReadText("modelCode"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        writer.Write(Account);
        writer.Write(ModelCode);
    }
}
