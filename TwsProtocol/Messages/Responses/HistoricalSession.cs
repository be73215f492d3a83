using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>One trading session.</summary>
/// <param name="StartDateTime">Start, yyyyMMdd-HH:mm:ss in the zone of the message.</param>
/// <param name="EndDateTime">End.</param>
/// <param name="RefDate">Trading day, yyyyMMdd.</param>
public sealed record HistoricalSession(string StartDateTime, string EndDateTime, string RefDate)
    : IListItem<HistoricalSession>
{
    static int IListItem<HistoricalSession>.FieldCount => 3;

    static HistoricalSession IListItem<HistoricalSession>.Decode(ref FieldReader reader)
    {
        return new HistoricalSession(
            StartDateTime: reader.ReadText("startDateTime"),
            EndDateTime: reader.ReadText("endDateTime"),
            RefDate: reader.ReadText("refDate"));
    }

    void IListItem<HistoricalSession>.Encode(FieldWriter writer)
    {
        writer.Write(StartDateTime);
        writer.Write(EndDateTime);
        writer.Write(RefDate);
    }
}
