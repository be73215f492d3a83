using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The headlines are complete.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="HasMore">More headlines exist.</param>
public sealed record HistoricalNewsEnd(int ReqId, bool HasMore)
    : IResponse, IDecodable<HistoricalNewsEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 87;

    private const string Name = "historicalNewsEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static HistoricalNewsEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new HistoricalNewsEnd(
            ReqId: reader.ReadInt("reqId"),
            HasMore: reader.ReadBool("hasMore"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(HasMore);
    }
}
