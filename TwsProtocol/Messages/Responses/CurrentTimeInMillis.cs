using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The server time; from server version 197.</summary>
/// <param name="TimeInMillis">Unix milliseconds.</param>
public sealed record CurrentTimeInMillis(long TimeInMillis)
    : IResponse, IDecodable<CurrentTimeInMillis>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 109;

    private const string Name = "currentTimeInMillis";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CurrentTimeInMillis Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new CurrentTimeInMillis(reader.ReadLong("timeInMillis"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(TimeInMillis);
    }
}
