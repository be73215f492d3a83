using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Subscribes profit and loss of one position.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Account">Account.</param>
/// <param name="ModelCode">Model portfolio.</param>
/// <param name="ConId">Contract.</param>
public sealed record ReqPnLSingle(int ReqId, string Account, string ModelCode, int ConId)
    : IRequest, IDecodable<ReqPnLSingle>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 94;

    private const string Name = "reqPnLSingle";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqPnLSingle Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqPnLSingle(
            ReqId: reader.ReadInt("reqId"),
            Account: reader.ReadText("account"),
            ModelCode: reader.ReadText("modelCode"),
            ConId: reader.ReadInt("conId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        writer.Write(Account);
        writer.Write(ModelCode);
        writer.Write(ConId);
    }
}
