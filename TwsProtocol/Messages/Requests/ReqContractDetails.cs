using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the details of every contract that matches.</summary>
/// <param name="ReqId">Id chosen by the client.</param>
/// <param name="Contract">What is known of the contract.</param>
public sealed record ReqContractDetails(int ReqId, Contract Contract)
    : IRequest, IDecodable<ReqContractDetails>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 9;

    private const string Name = "reqContractDetails";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqContractDetails Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqContractDetails(
            ReqId: reader.ReadInt("reqId"),
            Contract: ContractFields.Read13(ref reader) with
            {
                SecIdType = reader.ReadText("contract.secIdType"),
                SecId = reader.ReadText("contract.secId"),
                IssuerId = reader.ReadText("contract.issuerId"),
            });
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(8);
        writer.Write(ReqId);
        ContractFields.Write13(writer, Contract);
        writer.Write(Contract.SecIdType);
        writer.Write(Contract.SecId);
        writer.Write(Contract.IssuerId);
    }
}
