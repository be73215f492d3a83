using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the cancellation of an order; it is cancelled only when the server says so.</summary>
/// <param name="OrderId">Order id; works only from the client that owns the order.</param>
public sealed record CancelOrder(int OrderId)
    : IRequest, IDecodable<CancelOrder>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 4;

    private const string Name = "cancelOrder";

    /// <summary>What regulation asks for; normally empty.</summary>
    public OrderCancel OrderCancel { get; init; } = new();

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelOrder Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        bool isTagged = serverVersion >= ServerVersion.CmeTaggingFields;
        if (!isTagged) reader.Skip("version");
        int orderId = reader.ReadInt("orderId");
        var cancel = new OrderCancel { ManualOrderCancelTime = reader.ReadText("orderCancel.manualOrderCancelTime") };
        if (serverVersion is >= ServerVersion.RfqFields and < ServerVersion.UndoRfqFields)
        {
            reader.Skip("rfqText");
            reader.Skip("rfqText");
            reader.Skip("rfqNumber");
        }
        if (isTagged)
        {
            cancel = cancel with
            {
                ExtOperator = reader.ReadText("orderCancel.extOperator"),
                ManualOrderIndicator = reader.ReadIntMaxIsNull("orderCancel.manualOrderIndicator"),
            };
        }
        return new CancelOrder(orderId) { OrderCancel = cancel };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, OrderId);
        bool isTagged = serverVersion >= ServerVersion.CmeTaggingFields;
        if (!isTagged)
        {
            // The official client reports this refusal without the order id.
            if (OrderCancel.ExtOperator.Length > 0) throw writer.NeedsVersion("orderCancel.extOperator", ServerVersion.CmeTaggingFields, serverVersion, -1);
            if (OrderCancel.ManualOrderIndicator is not null)
                throw writer.NeedsVersion("orderCancel.manualOrderIndicator", ServerVersion.CmeTaggingFields, serverVersion, -1);
            writer.Write(1);
        }
        writer.Write(OrderId);
        writer.Write(OrderCancel.ManualOrderCancelTime);
        if (serverVersion is >= ServerVersion.RfqFields and < ServerVersion.UndoRfqFields)
        {
            writer.WriteEmpty();
            writer.WriteEmpty();
            writer.Write(int.MaxValue);
        }
        if (isTagged)
        {
            writer.Write(OrderCancel.ExtOperator);
            writer.WriteOrMax(OrderCancel.ManualOrderIndicator);
        }
    }
}
