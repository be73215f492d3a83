using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A news provider.</summary>
/// <param name="ProviderCode">Code.</param>
/// <param name="ProviderName">Name.</param>
public sealed record NewsProvider(string ProviderCode, string ProviderName)
    : IListItem<NewsProvider>
{
    static int IListItem<NewsProvider>.FieldCount => 2;

    static NewsProvider IListItem<NewsProvider>.Decode(ref FieldReader reader)
    {
        return new NewsProvider(
            ProviderCode: reader.ReadText("providerCode"),
            ProviderName: reader.ReadText("providerName"));
    }

    void IListItem<NewsProvider>.Encode(FieldWriter writer)
    {
        writer.Write(ProviderCode);
        writer.Write(ProviderName);
    }
}
