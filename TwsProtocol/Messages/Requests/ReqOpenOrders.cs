using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the open orders of this client id; client 0 also gets manual orders.</summary>
public sealed record ReqOpenOrders : IRequest, IDecodable<ReqOpenOrders>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 5;

    private const string Name = "reqOpenOrders";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqOpenOrders Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqOpenOrders();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
    }
}
