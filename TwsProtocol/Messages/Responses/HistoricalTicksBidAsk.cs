using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Past quotes.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Ticks">Ticks, oldest first.</param>
/// <param name="Done">True = last message of the request.</param>
public sealed record HistoricalTicksBidAsk(int ReqId, IReadOnlyList<HistoricalTickBidAsk> Ticks, bool Done)
    : IResponse, IDecodable<HistoricalTicksBidAsk>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 97;

    private const string Name = "historicalTicksBidAsk";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static HistoricalTicksBidAsk Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new HistoricalTicksBidAsk(
            ReqId: reader.ReadInt("reqId"),
            Ticks: ListFields.Read<HistoricalTickBidAsk>(ref reader, "ticks.count"),
            Done: reader.ReadBool("done"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        ListFields.Write(writer, Ticks);
        writer.Write(Done);
    }
}
