using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tws.Mapping;
using TwsProtocol.Messages.Requests;
using Order = TradingCore.Domain.Order;
using WireCancel = TwsProtocol.Messages.Requests.CancelOrder;
using WirePlace = TwsProtocol.Messages.Requests.PlaceOrder;

namespace TradingCore.Tws;

/// <summary>
/// The last steps of orders, cancels and what-if orders before the wire. What must not leave is answered in the gateway's place, so that the engine hears of every order.
/// Takes the gateway's lock itself.
/// </summary>
/// <param name="context">What the parts share.</param>
/// <param name="parts">The parts.</param>
/// <param name="formerIds">Client ids that this session had before: what was meant for one of them is not sent under another.</param>
/// <param name="wake">Lets events that were made here leave soon.</param>
internal sealed class OrderSender(SessionContext context, GatewayParts parts, IReadOnlySet<int> formerIds, Action wake)
{
    /// <summary>Asked before an order leaves, in the moment that it would: why it must not; empty when it may. Null: nothing else could have the account.</summary>
    public Func<string>? Fence { get; set; }

    /// <summary>Sends an order, or a change of one.</summary>
    /// <param name="order">The order as it is to be.</param>
    /// <param name="transmit">False: the gateway holds it until a later order of its group is transmitted.</param>
    /// <remarks>Without a connection the order is dropped with a warning: an order that leaves minutes later is not the order that was meant.</remarks>
    public void Place(Order order, bool transmit = true)
    {
        int id = order.OrderId.Value;
        lock (context.Gate)
        {
            bool wasAtBroker = parts.Orders.IsAtBroker(id);
            if (context.Options.ReadOnly)
            {
                context.Log.ReadOnlyRefused(id, order.Handling.CorrelationId);
                Refuse(id, "Tws:ReadOnly is on; no order leaves this session", wasAtBroker);
            }
            else if (Fence?.Invoke() is { Length: > 0 } fence)
            {
                context.Log.LeaseRefused("placeOrder", id, fence);
                Refuse(id, fence, wasAtBroker);
            }
            else if (!context.IsReady || formerIds.Contains(order.ClientId))
            {
                context.Log.DroppedWhileDisconnected("Placing", id, order.Handling.CorrelationId);
                return;
            }
            else if (context.IsFenced)
            {
                context.Log.FencedRefused("placeOrder", id);
                Refuse(id, $"client id {context.Options.ClientId} is in use by another connection, and no order leaves under another id", wasAtBroker);
            }
            else if (TryToWire(order, whatIf: false, transmit) is { } wire)
            {
                parts.Orders.Sending(id, order.Handling.CorrelationId);
                bool isModification = parts.Orders.IsModification(id);
                if (context.Send(new WirePlace(id, ContractMap.ToWire(order.Contract), wire), SendPriority.Order, id))
                    context.Log.OrderSent(id, order.OrderRef, order.Side, order.Quantity, order.Contract.Ticker, order.Type, isModification, order.Handling.CorrelationId);
                else
                    Refuse(id, "too many orders wait to be sent; this one was not sent", wasAtBroker);
            }
        }
        wake();
    }

    /// <summary>Sends the cancel of an order.</summary>
    /// <remarks>Without a connection the cancel is dropped: after the reconnect the engine reconciles first and cancels what is still there.</remarks>
    public void Cancel(Order order)
    {
        int id = order.OrderId.Value;
        lock (context.Gate)
        {
            if (!context.IsReady || formerIds.Contains(order.ClientId))
            {
                context.Log.DroppedWhileDisconnected("Cancelling", id, order.Handling.CorrelationId);
                return;
            }
            if (context.Send(new WireCancel(id), SendPriority.Cancel, id)) context.Log.CancelSent(id, order.OrderRef, order.Handling.CorrelationId);
        }
    }

    /// <summary>Sends the cancel of every order of every client.</summary>
    public void CancelEverything()
    {
        lock (context.Gate)
        {
            if (!context.IsReady)
            {
                context.Log.DroppedWhileDisconnected("Global cancel", 0, "");
                return;
            }
            if (context.Send(new ReqGlobalCancel(), SendPriority.Cancel)) context.Log.GlobalCancelSent();
        }
    }

    /// <summary>Asks what an order would do to the margin.</summary>
    /// <returns>The answer; null when there is no connection, or none came in time.</returns>
    public async Task<MarginPreview?> PreviewAsync(Order order, CancellationToken stop)
    {
        int id = order.OrderId.Value;
        Task<MarginPreview?> answer;
        lock (context.Gate)
        {
            if (!context.IsReady || context.IsFenced || TryToWire(order, whatIf: true) is not { } wire || !parts.Orders.TryOpenPreview(id, out TaskCompletionSource<MarginPreview?> waiting)) return null;
            if (!context.Send(new WirePlace(id, ContractMap.ToWire(order.Contract), wire), SendPriority.Request, id))
            {
                parts.Orders.TryAnswerPreview(id, null);
                return null;
            }
            answer = waiting.Task;
        }
        try
        {
            return await answer.WaitAsync(context.Options.RequestTimeout, context.Clock, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            lock (context.Gate) parts.Orders.TryAnswerPreview(id, null);
            return null;
        }
    }

    /// <summary>Answers an order that does not leave as the gateway would.</summary>
    /// <param name="orderId">Order.</param>
    /// <param name="why">Why, a part of a sentence.</param>
    /// <param name="livesOn">True when the broker holds it, so that only a change of it does not leave.</param>
    /// <param name="code">Code of the reason; 0 when it has none.</param>
    public void Refuse(int orderId, string why, bool livesOn, int code = 0) =>
        context.Post(new OrderErrorReceived(new OrderId(orderId), code, why, livesOn) { Time = context.Now });

    private TwsProtocol.Orders.Order? TryToWire(Order order, bool whatIf, bool transmit = true)
    {
        try
        {
            return OrderMap.ToWire(order, whatIf, transmit);
        }
        catch (ArgumentException e)
        {
            Refuse(order.OrderId.Value, e.Message, parts.Orders.IsAtBroker(order.OrderId.Value));
            return null;
        }
    }
}
