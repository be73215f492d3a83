using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Subscribes the order book.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Contract">The contract.</param>
/// <param name="NumRows">Rows per side.</param>
/// <param name="IsSmartDepth">Aggregate over venues; answers come as level 2.</param>
public sealed record ReqMktDepth(int ReqId, Contract Contract, int NumRows, bool IsSmartDepth = false)
    : IRequest, IDecodable<ReqMktDepth>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 10;

    private const string Name = "reqMktDepth";

    /// <summary>Options, normally none.</summary>
    public IReadOnlyList<TagValue> MktDepthOptions { get; init; } = [];

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqMktDepth Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqMktDepth(
            ReqId: reader.ReadInt("reqId"),
            Contract: ContractFields.Read12(ref reader),
            NumRows: reader.ReadInt("numRows"),
            IsSmartDepth: reader.ReadBool("isSmartDepth"))
        {
            MktDepthOptions = reader.ReadTags("mktDepthOptions"),
        };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(5);
        writer.Write(ReqId);
        ContractFields.Write12(writer, Contract);
        writer.Write(NumRows);
        writer.Write(IsSmartDepth);
        writer.WriteTags(MktDepthOptions);
    }
}
