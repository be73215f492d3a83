using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>State and fill of an order; the same message often comes twice. Hot: decodes without allocation for known states.</summary>
/// <param name="OrderId">Order id of the owning client.</param>
/// <param name="Status">State; <see cref="OrderStatusKind.Unknown"/> with the text in <see cref="StatusText"/> for one this library does not know.</param>
/// <param name="Filled">Filled so far.</param>
/// <param name="Remaining">Left to fill.</param>
/// <param name="AvgFillPrice">Average price; 0 before a fill.</param>
/// <param name="PermId">The order's id over all clients.</param>
/// <param name="ParentId">Order id of the parent; 0 = none.</param>
/// <param name="LastFillPrice">Price of the last fill.</param>
/// <param name="ClientId">API client that owns the order.</param>
/// <param name="WhyHeld">Comma list, such as locate, child or trigger; empty normally.</param>
/// <param name="MktCapPrice">Price cap TWS applied; 0 = none.</param>
public readonly record struct OrderStatus(
    int OrderId,
    OrderStatusKind Status,
    decimal? Filled,
    decimal? Remaining,
    double AvgFillPrice = 0,
    long PermId = 0,
    int ParentId = 0,
    double LastFillPrice = 0,
    int ClientId = 0,
    string WhyHeld = "",
    double MktCapPrice = 0)
    : IResponse, IDecodable<OrderStatus>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 3;

    private const string Name = "orderStatus";

    private readonly string? _unknownText;

    /// <summary>The state as the server writes it; settable for states that <see cref="OrderStatusKind"/> does not know.</summary>
    public string StatusText
    {
        get => Status == OrderStatusKind.Unknown ? _unknownText ?? "" : OrderStatusText.Of(Status);
        init => _unknownText = Status == OrderStatusKind.Unknown && value.Length > 0 ? value : null;
    }

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static OrderStatus Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        int orderId = reader.ReadInt("orderId");
        ReadOnlySpan<byte> text = reader.ReadRaw("status");
        OrderStatusKind status = OrderStatusText.Parse(text);
        string unknown = status == OrderStatusKind.Unknown && !text.IsEmpty ? SharedText.Get(text) : "";
        return new OrderStatus(
            orderId,
            status,
            Filled: reader.ReadOptionalDecimal("filled"),
            Remaining: reader.ReadOptionalDecimal("remaining"),
            AvgFillPrice: reader.ReadDouble("avgFillPrice"),
            PermId: reader.ReadLong("permId"),
            ParentId: reader.ReadInt("parentId"),
            LastFillPrice: reader.ReadDouble("lastFillPrice"),
            ClientId: reader.ReadInt("clientId"),
            WhyHeld: reader.ReadSharedText("whyHeld"),
            MktCapPrice: reader.ReadDouble("mktCapPrice"))
        {
            StatusText = unknown,
        };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(OrderId);
        writer.Write(StatusText);
        writer.WriteOrEmpty(Filled);
        writer.WriteOrEmpty(Remaining);
        writer.Write(AvgFillPrice);
        writer.Write(PermId);
        writer.Write(ParentId);
        writer.Write(LastFillPrice);
        writer.Write(ClientId);
        writer.Write(WhyHeld ?? "");
        writer.Write(MktCapPrice);
    }
}
