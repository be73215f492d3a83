using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for events of the corporate event calendar.</summary>
/// <param name="ReqId">Id chosen by the client.</param>
/// <param name="WshEventData">Which events.</param>
public sealed record ReqWshEventData(int ReqId, WshEventFilter WshEventData)
    : IRequest, IDecodable<ReqWshEventData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 102;

    private const string Name = "reqWshEventData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqWshEventData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqWshEventData(
            ReqId: reader.ReadInt("reqId"),
            WshEventData: new WshEventFilter
            {
                ConId = reader.ReadIntMaxIsNull("wshEventData.conId"),
                Filter = reader.ReadText("wshEventData.filter"),
                FillWatchlist = reader.ReadBool("wshEventData.fillWatchlist"),
                FillPortfolio = reader.ReadBool("wshEventData.fillPortfolio"),
                FillCompetitors = reader.ReadBool("wshEventData.fillCompetitors"),
                StartDate = reader.ReadText("wshEventData.startDate"),
                EndDate = reader.ReadText("wshEventData.endDate"),
                TotalLimit = reader.ReadIntMaxIsNull("wshEventData.totalLimit"),
            });
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        writer.WriteOrMax(WshEventData.ConId);
        writer.Write(WshEventData.Filter);
        writer.Write(WshEventData.FillWatchlist);
        writer.Write(WshEventData.FillPortfolio);
        writer.Write(WshEventData.FillCompetitors);
        writer.Write(WshEventData.StartDate);
        writer.Write(WshEventData.EndDate);
        writer.WriteOrMax(WshEventData.TotalLimit);
    }
}
