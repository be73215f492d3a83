using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the next valid order id again.</summary>
/// <param name="NumIds">Ignored by the server.</param>
public sealed record ReqIds(int NumIds = -1)
    : IRequest, IDecodable<ReqIds>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 8;

    private const string Name = "reqIds";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqIds Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqIds(reader.ReadInt("numIds"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
        writer.Write(NumIds);
    }
}
