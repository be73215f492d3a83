using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the news providers of the user.</summary>
public sealed record ReqNewsProviders : IRequest, IDecodable<ReqNewsProviders>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 85;

    private const string Name = "reqNewsProviders";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqNewsProviders Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqNewsProviders();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
    }
}
