using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The bars are complete; from server version 196 on.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Start">First time covered.</param>
/// <param name="End">Last time covered.</param>
public sealed record HistoricalDataEnd(int ReqId, string Start, string End)
    : IResponse, IDecodable<HistoricalDataEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 108;

    private const string Name = "historicalDataEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static HistoricalDataEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new HistoricalDataEnd(
            ReqId: reader.ReadInt("reqId"),
            Start: reader.ReadText("start"),
            End: reader.ReadText("end"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(Start);
        writer.Write(End);
    }
}
