using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Cancels every open order of every client and of TWS itself.</summary>
public sealed record ReqGlobalCancel()
    : IRequest, IDecodable<ReqGlobalCancel>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 58;

    private const string Name = "reqGlobalCancel";

    /// <summary>What regulation asks for; the manual cancel time is not sent.</summary>
    public OrderCancel OrderCancel { get; init; } = new();

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqGlobalCancel Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        if (serverVersion < ServerVersion.CmeTaggingFields)
        {
            reader.Skip("version");
            return new ReqGlobalCancel();
        }
        return new ReqGlobalCancel
        {
            OrderCancel = new OrderCancel
            {
                ExtOperator = reader.ReadText("orderCancel.extOperator"),
                ManualOrderIndicator = reader.ReadIntMaxIsNull("orderCancel.manualOrderIndicator"),
            },
        };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        if (serverVersion < ServerVersion.CmeTaggingFields)
        {
            if (OrderCancel.ExtOperator.Length > 0) throw writer.NeedsVersion("orderCancel.extOperator", ServerVersion.CmeTaggingFields, serverVersion, -1);
            if (OrderCancel.ManualOrderIndicator is not null)
                throw writer.NeedsVersion("orderCancel.manualOrderIndicator", ServerVersion.CmeTaggingFields, serverVersion, -1);
            writer.Write(1);
            return;
        }
        writer.Write(OrderCancel.ExtOperator);
        writer.WriteOrMax(OrderCancel.ManualOrderIndicator);
    }
}
