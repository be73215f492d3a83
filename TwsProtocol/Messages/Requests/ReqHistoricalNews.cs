using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for past headlines.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="ConId">Contract.</param>
/// <param name="ProviderCodes">Providers joined by +.</param>
/// <param name="StartDateTime">yyyy-MM-dd HH:mm:ss.0, or empty.</param>
/// <param name="EndDateTime">yyyy-MM-dd HH:mm:ss.0, or empty.</param>
/// <param name="TotalResults">Headlines, at most 300.</param>
public sealed record ReqHistoricalNews(
    int ReqId,
    int ConId,
    string ProviderCodes,
    string StartDateTime,
    string EndDateTime,
    int TotalResults)
    : IRequest, IDecodable<ReqHistoricalNews>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 86;

    private const string Name = "reqHistoricalNews";

    /// <summary>Options, normally none.</summary>
    public IReadOnlyList<TagValue> HistoricalNewsOptions { get; init; } = [];

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqHistoricalNews Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqHistoricalNews(
            ReqId: reader.ReadInt("reqId"),
            ConId: reader.ReadInt("conId"),
            ProviderCodes: reader.ReadText("providerCodes"),
            StartDateTime: reader.ReadText("startDateTime"),
            EndDateTime: reader.ReadText("endDateTime"),
            TotalResults: reader.ReadInt("totalResults"))
        {
            HistoricalNewsOptions = reader.ReadTags("historicalNewsOptions"),
        };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        writer.Write(ConId);
        writer.Write(ProviderCodes);
        writer.Write(StartDateTime);
        writer.Write(EndDateTime);
        writer.Write(TotalResults);
        writer.WriteTags(HistoricalNewsOptions);
    }
}
