using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>An order has got an API order id.</summary>
/// <param name="PermId">The order's id over all clients.</param>
/// <param name="ClientId">API client.</param>
/// <param name="OrderId">Order id; can be negative.</param>
public sealed record OrderBound(long PermId, int ClientId, int OrderId)
    : IResponse, IDecodable<OrderBound>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 100;

    private const string Name = "orderBound";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static OrderBound Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new OrderBound(
            PermId: reader.ReadLong("permId"),
            ClientId: reader.ReadInt("clientId"),
            OrderId: reader.ReadInt("orderId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(PermId);
        writer.Write(ClientId);
        writer.Write(OrderId);
    }
}
