using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The first image of the positions is complete.</summary>
public sealed record PositionEnd : IResponse, IDecodable<PositionEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 62;

    private const string Name = "positionEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static PositionEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new PositionEnd();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
    }
}
