using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Volume by price.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Data">One entry per price.</param>
public sealed record HistogramData(int ReqId, IReadOnlyList<HistogramEntry> Data)
    : IResponse, IDecodable<HistogramData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 89;

    private const string Name = "histogramData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static HistogramData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new HistogramData(
            ReqId: reader.ReadInt("reqId"),
            Data: ListFields.Read<HistogramEntry>(ref reader, "data.count"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        ListFields.Write(writer, Data);
    }
}
