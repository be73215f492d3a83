using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Past midpoints.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Ticks">Ticks, oldest first.</param>
/// <param name="Done">True = last message of the request.</param>
public sealed record HistoricalTicks(int ReqId, IReadOnlyList<HistoricalTick> Ticks, bool Done)
    : IResponse, IDecodable<HistoricalTicks>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 96;

    private const string Name = "historicalTicks";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static HistoricalTicks Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new HistoricalTicks(
            ReqId: reader.ReadInt("reqId"),
            Ticks: ListFields.Read<HistoricalTick>(ref reader, "ticks.count"),
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
