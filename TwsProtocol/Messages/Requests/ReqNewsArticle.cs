using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for a news article.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="ProviderCode">Provider.</param>
/// <param name="ArticleId">Article.</param>
public sealed record ReqNewsArticle(int ReqId, string ProviderCode, string ArticleId)
    : IRequest, IDecodable<ReqNewsArticle>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 84;

    private const string Name = "reqNewsArticle";

    /// <summary>Options, normally none.</summary>
    public IReadOnlyList<TagValue> NewsArticleOptions { get; init; } = [];

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqNewsArticle Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqNewsArticle(
            ReqId: reader.ReadInt("reqId"),
            ProviderCode: reader.ReadText("providerCode"),
            ArticleId: reader.ReadText("articleId"))
        {
            NewsArticleOptions = reader.ReadTags("newsArticleOptions"),
        };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        writer.Write(ProviderCode);
        writer.Write(ArticleId);
        writer.WriteTags(NewsArticleOptions);
    }
}
