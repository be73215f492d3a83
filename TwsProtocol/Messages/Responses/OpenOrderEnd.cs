using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>All open orders have been sent.</summary>
public sealed record OpenOrderEnd : IResponse, IDecodable<OpenOrderEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 53;

    private const string Name = "openOrderEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static OpenOrderEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new OpenOrderEnd();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
    }
}
