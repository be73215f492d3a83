using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Sets how much TWS logs of this API connection.</summary>
/// <param name="LogLevel">1 system, 2 error, 3 warning, 4 info, 5 detail.</param>
public sealed record SetServerLogLevel(int LogLevel)
    : IRequest, IDecodable<SetServerLogLevel>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 14;

    private const string Name = "setServerLogLevel";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static SetServerLogLevel Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new SetServerLogLevel(reader.ReadInt("logLevel"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
        writer.Write(LogLevel);
    }
}
