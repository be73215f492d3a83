using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Subscribes the positions of one account and model.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Account">Account.</param>
/// <param name="ModelCode">Model portfolio.</param>
public sealed record ReqPositionsMulti(int ReqId, string Account, string ModelCode = "")
    : IRequest, IDecodable<ReqPositionsMulti>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 74;

    private const string Name = "reqPositionsMulti";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqPositionsMulti Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqPositionsMulti(
            ReqId: reader.ReadInt("reqId"),
            Account: reader.ReadText("account"),
            ModelCode: reader.ReadText("modelCode"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(Account);
        writer.Write(ModelCode);
    }
}
