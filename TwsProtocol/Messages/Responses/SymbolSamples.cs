using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Hits of a symbol search.</summary>
/// <param name="ReqId">Id of the request.</param>
/// <param name="ContractDescriptions">Hits.</param>
public sealed record SymbolSamples(int ReqId, IReadOnlyList<ContractDescription> ContractDescriptions)
    : IResponse, IDecodable<SymbolSamples>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 79;

    private const string Name = "symbolSamples";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static SymbolSamples Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        int reqId = reader.ReadInt("reqId");
        var hits = new ContractDescription[reader.ReadCount("contractDescriptions.count", FieldsPerHit)];
        for (int i = 0; i < hits.Length; i++) hits[i] = ReadHit(ref reader);
        return new SymbolSamples(reqId, hits);
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(ContractDescriptions.Count);
        foreach (ContractDescription hit in ContractDescriptions)
        {
            writer.Write(hit.Contract.ConId);
            writer.Write(hit.Contract.Symbol);
            writer.Write(hit.Contract.SecType);
            writer.Write(hit.Contract.PrimaryExch);
            writer.Write(hit.Contract.Currency);
            writer.Write(hit.DerivativeSecTypes.Count);
            foreach (string type in hit.DerivativeSecTypes) writer.Write(type);
            writer.Write(hit.Contract.Description);
            writer.Write(hit.Contract.IssuerId);
        }
    }

    private const int FieldsPerHit = 8;

    private static ContractDescription ReadHit(ref FieldReader reader)
    {
        var contract = new Contract
        {
            ConId = reader.ReadInt("conId"),
            Symbol = reader.ReadText("symbol"),
            SecType = reader.ReadText("secType"),
            PrimaryExch = reader.ReadText("primaryExch"),
            Currency = reader.ReadText("currency"),
        };
        var types = new string[reader.ReadCount("derivativeSecTypes.count", fieldsPerItem: 1)];
        for (int i = 0; i < types.Length; i++) types[i] = reader.ReadSharedText("derivativeSecType");
        contract = contract with { Description = reader.ReadText("description"), IssuerId = reader.ReadText("issuerId") };
        return new ContractDescription(contract, types);
    }
}
