using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks once for the open orders of all clients; binds nothing.</summary>
public sealed record ReqAllOpenOrders : IRequest, IDecodable<ReqAllOpenOrders>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 16;

    private const string Name = "reqAllOpenOrders";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqAllOpenOrders Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqAllOpenOrders();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
    }
}
