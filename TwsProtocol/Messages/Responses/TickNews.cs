using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A live headline.</summary>
/// <param name="ReqId">Id of the market data request.</param>
/// <param name="TimeStamp">Unix milliseconds.</param>
/// <param name="ProviderCode">Provider.</param>
/// <param name="ArticleId">Article.</param>
/// <param name="Headline">Headline.</param>
/// <param name="ExtraData">Meta data.</param>
public sealed record TickNews(int ReqId, long TimeStamp, string ProviderCode, string ArticleId, string Headline, string ExtraData)
    : IResponse, IDecodable<TickNews>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 84;

    private const string Name = "tickNews";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickNews Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new TickNews(
            ReqId: reader.ReadInt("reqId"),
            TimeStamp: reader.ReadLong("timeStamp"),
            ProviderCode: reader.ReadText("providerCode"),
            ArticleId: reader.ReadText("articleId"),
            Headline: reader.ReadText("headline"),
            ExtraData: reader.ReadText("extraData"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(TimeStamp);
        writer.Write(ProviderCode);
        writer.Write(ArticleId);
        writer.Write(Headline);
        writer.Write(ExtraData);
    }
}
