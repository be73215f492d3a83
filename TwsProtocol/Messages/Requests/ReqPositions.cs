using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Subscribes the positions of all accounts.</summary>
public sealed record ReqPositions : IRequest, IDecodable<ReqPositions>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 61;

    private const string Name = "reqPositions";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqPositions Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqPositions();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
    }
}
