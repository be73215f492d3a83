using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Past trades.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Ticks">Ticks, oldest first.</param>
/// <param name="Done">True = last message of the request.</param>
public sealed record HistoricalTicksLast(int ReqId, IReadOnlyList<HistoricalTickLast> Ticks, bool Done)
    : IResponse, IDecodable<HistoricalTicksLast>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 98;

    private const string Name = "historicalTicksLast";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static HistoricalTicksLast Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new HistoricalTicksLast(
            ReqId: reader.ReadInt("reqId"),
            Ticks: ListFields.Read<HistoricalTickLast>(ref reader, "ticks.count"),
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
