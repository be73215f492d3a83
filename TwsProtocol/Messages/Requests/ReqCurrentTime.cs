using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the server time in seconds.</summary>
public sealed record ReqCurrentTime : IRequest, IDecodable<ReqCurrentTime>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 49;

    private const string Name = "reqCurrentTime";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqCurrentTime Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqCurrentTime();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
    }
}
