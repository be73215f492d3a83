using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Past bars. Below server version 196 it also ends the request, and carries what was covered.</summary>
/// <param name="ReqId">Id of the request.</param>
/// <param name="Bars">Bars, oldest first; may be empty.</param>
/// <param name="Start">First time covered; null when the server version has <see cref="HistoricalDataEnd"/> for it.</param>
/// <param name="End">Last time covered; null as <paramref name="Start"/>.</param>
public sealed record HistoricalData(int ReqId, IReadOnlyList<HistoricalBar> Bars, string? Start = null, string? End = null)
    : IResponse, IDecodable<HistoricalData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 17;

    private const string Name = "historicalData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static HistoricalData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        bool hasEnd = serverVersion < ServerVersion.HistoricalDataEnd;
        return new HistoricalData(
            ReqId: reader.ReadInt("reqId"),
            Start: hasEnd ? reader.ReadText("start") : null,
            End: hasEnd ? reader.ReadText("end") : null,
            Bars: ListFields.Read<HistoricalBar>(ref reader, "bars.count"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        if (serverVersion < ServerVersion.HistoricalDataEnd)
        {
            writer.Write(Start ?? "");
            writer.Write(End ?? "");
        }
        ListFields.Write(writer, Bars);
    }
}
