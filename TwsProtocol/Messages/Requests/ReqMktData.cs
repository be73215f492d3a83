using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Subscribes market data of one contract, or asks for one snapshot.</summary>
/// <param name="ReqId">Id chosen by the client; not to be used again while active.</param>
/// <param name="Contract">The contract; legs travel for BAG, the hedge when it is set.</param>
/// <param name="GenericTickList">Comma list of generic ticks, such as 233,165; must be empty for a snapshot (error 414).</param>
/// <param name="Snapshot">One image, ended by tickSnapshotEnd after about 11 s.</param>
/// <param name="RegulatorySnapshot">A snapshot that is charged for.</param>
public sealed record ReqMktData(int ReqId, Contract Contract, string GenericTickList = "", bool Snapshot = false, bool RegulatorySnapshot = false)
    : IRequest, IDecodable<ReqMktData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 1;

    private const string Name = "reqMktData";

    /// <summary>Options, normally none.</summary>
    public IReadOnlyList<TagValue> MktDataOptions { get; init; } = [];

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqMktData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        int reqId = reader.ReadInt("reqId");
        Contract contract = ContractFields.Read12(ref reader);
        if (contract.SecType == "BAG") contract = contract with { ComboLegs = ContractFields.ReadShortLegs(ref reader) };
        contract = contract with { DeltaNeutralContract = ContractFields.ReadDeltaNeutral(ref reader) };
        return new ReqMktData(
            reqId,
            contract,
            GenericTickList: reader.ReadText("genericTickList"),
            Snapshot: reader.ReadBool("snapshot"),
            RegulatorySnapshot: reader.ReadBool("regulatorySnapshot"))
        {
            MktDataOptions = reader.ReadTags("mktDataOptions"),
        };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(11);
        writer.Write(ReqId);
        ContractFields.Write12(writer, Contract);
        // Unlike placeOrder, this request compares the type with case: "bag" brings no legs along.
        if (Contract.SecType == "BAG") ContractFields.WriteShortLegs(writer, Contract.ComboLegs);
        ContractFields.WriteDeltaNeutral(writer, Contract.DeltaNeutralContract);
        writer.Write(GenericTickList);
        writer.Write(Snapshot);
        writer.Write(RegulatorySnapshot);
        writer.WriteTags(MktDataOptions);
    }
}
