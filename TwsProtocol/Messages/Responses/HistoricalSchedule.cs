using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Answer to a bar request for SCHEDULE; nothing else follows.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="StartDateTime">Start.</param>
/// <param name="EndDateTime">End.</param>
/// <param name="TimeZone">Zone of all times.</param>
/// <param name="Sessions">Sessions, oldest first.</param>
public sealed record HistoricalSchedule(
    int ReqId,
    string StartDateTime,
    string EndDateTime,
    string TimeZone,
    IReadOnlyList<HistoricalSession> Sessions)
    : IResponse, IDecodable<HistoricalSchedule>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 106;

    private const string Name = "historicalSchedule";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static HistoricalSchedule Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new HistoricalSchedule(
            ReqId: reader.ReadInt("reqId"),
            StartDateTime: reader.ReadText("startDateTime"),
            EndDateTime: reader.ReadText("endDateTime"),
            TimeZone: reader.ReadText("timeZone"),
            Sessions: ListFields.Read<HistoricalSession>(ref reader, "sessions.count"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(StartDateTime);
        writer.Write(EndDateTime);
        writer.Write(TimeZone);
        ListFields.Write(writer, Sessions);
    }
}
