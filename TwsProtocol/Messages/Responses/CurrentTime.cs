using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The server time.</summary>
/// <param name="Time">Unix seconds.</param>
public sealed record CurrentTime(long Time)
    : IResponse, IDecodable<CurrentTime>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 49;

    private const string Name = "currentTime";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CurrentTime Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CurrentTime(reader.ReadLong("time"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(Time);
    }
}
