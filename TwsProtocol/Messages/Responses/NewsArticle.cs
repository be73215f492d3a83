using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A news article.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="ArticleType">0 text or HTML, 1 binary as base64.</param>
/// <param name="ArticleText">The article.</param>
public sealed record NewsArticle(int ReqId, int ArticleType, string ArticleText)
    : IResponse, IDecodable<NewsArticle>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 83;

    private const string Name = "newsArticle";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static NewsArticle Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new NewsArticle(
            ReqId: reader.ReadInt("reqId"),
            ArticleType: reader.ReadInt("articleType"),
            ArticleText: reader.ReadText("articleText"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(ArticleType);
        writer.Write(ArticleText);
    }
}
