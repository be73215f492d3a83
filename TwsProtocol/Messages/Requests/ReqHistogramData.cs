using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for volume by price.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Contract">The contract.</param>
/// <param name="UseRTH">Regular hours only.</param>
/// <param name="Period">Such as 3 days.</param>
public sealed record ReqHistogramData(int ReqId, Contract Contract, bool UseRTH, string Period)
    : IRequest, IDecodable<ReqHistogramData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 88;

    private const string Name = "reqHistogramData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqHistogramData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqHistogramData(
            ReqId: reader.ReadInt("reqId"),
            Contract: ContractFields.Read13(ref reader),
            UseRTH: reader.ReadBool("useRTH"),
            Period: reader.ReadText("period"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        ContractFields.Write13(writer, Contract);
        writer.Write(UseRTH);
        writer.Write(Period);
    }
}
