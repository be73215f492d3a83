using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>All completed orders have been sent.</summary>
public sealed record CompletedOrdersEnd : IResponse, IDecodable<CompletedOrdersEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 102;

    private const string Name = "completedOrdersEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CompletedOrdersEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new CompletedOrdersEnd();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
    }
}
