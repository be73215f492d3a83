using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the server time in milliseconds; exists from server version 197.</summary>
public sealed record ReqCurrentTimeInMillis : IRequest, IDecodable<ReqCurrentTimeInMillis>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 105;

    private const string Name = "reqCurrentTimeInMillis";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqCurrentTimeInMillis Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqCurrentTimeInMillis();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        if (serverVersion < 197) throw writer.NeedsVersion("the request", 197, serverVersion, -1);
    }
}
