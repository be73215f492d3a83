using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends a request for volume by price.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelHistogramData(int ReqId)
    : IRequest, IDecodable<CancelHistogramData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 89;

    private const string Name = "cancelHistogramData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelHistogramData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new CancelHistogramData(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
    }
}
