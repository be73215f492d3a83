using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends the positions subscription.</summary>
public sealed record CancelPositions : IRequest, IDecodable<CancelPositions>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 64;

    private const string Name = "cancelPositions";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelPositions Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CancelPositions();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
    }
}
