using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The news providers of the user.</summary>
/// <param name="Providers">Providers.</param>
public sealed record NewsProviders(IReadOnlyList<NewsProvider> Providers)
    : IResponse, IDecodable<NewsProviders>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 85;

    private const string Name = "newsProviders";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static NewsProviders Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new NewsProviders(ListFields.Read<NewsProvider>(ref reader, "providers.count"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        ListFields.Write(writer, Providers);
    }
}
