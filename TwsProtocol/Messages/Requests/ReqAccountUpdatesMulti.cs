using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Subscribes values of one account and model.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Account">Account.</param>
/// <param name="ModelCode">Model portfolio.</param>
/// <param name="LedgerAndNLV">Only ledger and net liquidation values.</param>
public sealed record ReqAccountUpdatesMulti(
    int ReqId,
    string Account,
    string ModelCode = "",
    bool LedgerAndNLV = false)
    : IRequest, IDecodable<ReqAccountUpdatesMulti>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 76;

    private const string Name = "reqAccountUpdatesMulti";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqAccountUpdatesMulti Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqAccountUpdatesMulti(
            ReqId: reader.ReadInt("reqId"),
            Account: reader.ReadText("account"),
            ModelCode: reader.ReadText("modelCode"),
            LedgerAndNLV: reader.ReadBool("ledgerAndNLV"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(Account);
        writer.Write(ModelCode);
        writer.Write(LedgerAndNLV);
    }
}
