using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A past headline.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Time">yyyy-MM-dd HH:mm:ss.f in UTC.</param>
/// <param name="ProviderCode">Provider.</param>
/// <param name="ArticleId">Article.</param>
/// <param name="Headline">Headline; may start with meta data in braces.</param>
public sealed record HistoricalNews(int ReqId, string Time, string ProviderCode, string ArticleId, string Headline)
    : IResponse, IDecodable<HistoricalNews>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 86;

    private const string Name = "historicalNews";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static HistoricalNews Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new HistoricalNews(
            ReqId: reader.ReadInt("reqId"),
            Time: reader.ReadText("time"),
            ProviderCode: reader.ReadText("providerCode"),
            ArticleId: reader.ReadText("articleId"),
            Headline: reader.ReadText("headline"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(Time);
        writer.Write(ProviderCode);
        writer.Write(ArticleId);
        writer.Write(Headline);
    }
}
