using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Orders;

namespace TradingCore.Engine.ReportFlow;

/// <summary>What the broker says about orders: descriptions, states and ids.</summary>
/// <param name="state">The engine's state.</param>
/// <param name="transitions">Changes orders.</param>
/// <param name="adoption">Takes in orders that are not known here.</param>
/// <param name="twins">Orders that are told under two order ids.</param>
/// <param name="ask">Asks for a comparison with the broker, because a report contradicts what is known.</param>
internal sealed class OrderReports(EngineState state, OrderTransitions transitions, OrderAdoption adoption, OrderTwins twins, Action ask)
{
    private readonly BrokerValues _values = new(state, transitions);

    /// <summary>The broker described an order.</summary>
    public void On(BrokerOrderReceived e)
    {
        if (e.ClientId == state.Session.ClientId && e.OrderId.Value > 0) state.OrderIdsOf(e.ClientId).NotBelow(e.OrderId.Value + 1);
        OrderEntry? entry = state.Orders.Find(e.OrderRef, e.PermId, e.ClientId, e.OrderId);
        if (entry is null)
        {
            entry = adoption.Adopt(e);
            if (entry is null) return;
        }
        else
        {
            _values.Take(entry, e);
        }
        if (!e.IsCompleted) twins.OnNamed(entry, e.ClientId, e.OrderId, isDescribed: true);
        Seen(entry, e.Time);
        if (e.IsCompleted) entry.CompletedRound = state.RunningRound;
        if (e.IsCompleted && e.Status == BrokerOrderStatus.Filled) transitions.NoteBrokerFilled(entry, e.Quantity);
        decimal? most = OrderTransitions.OpenQuantity(entry);
        if (e is { IsCompleted: true, Status: BrokerOrderStatus.Inactive }) transitions.Apply(entry, OrderEventKind.RejectedByBroker, e.Text);
        else ApplyStatus(entry, e.Status, e.Text);
        transitions.NoteUncounted(entry, most, willBeTold: e.IsCompleted);
        Reopen(entry, e);
    }

    /// <summary>The broker told the state of an order.</summary>
    public void On(OrderStatusReceived e)
    {
        OrderEntry? entry = state.Orders.Find(new OrderRef(""), e.PermId, e.ClientId, e.OrderId);
        // The description of an order comes before its status; without it there is nothing to show and nothing to count.
        if (entry is null) return;
        if (e.PermId.Value != 0 && entry.Order.PermId.Value == 0) transitions.Change(entry, entry.Order with { PermId = e.PermId }, "");
        twins.OnNamed(entry, e.ClientId, e.OrderId, isDescribed: false);
        // A status alone may be an echo; the list of open orders describes each.
        entry.SeenTime = e.Time;
        transitions.NoteBrokerFilled(entry, e.Filled);
        // Its size was changed by what this process did not hear: the list of completed orders says it.
        if (e.Status == BrokerOrderStatus.Filled && e.Filled > 0m && e.Filled < entry.Order.Quantity && entry.Order.State.IsWorking() && entry.Order.Attributes.CashQuantity is null) ask();
        ApplyStatus(entry, e.Status, e.WhyHeld.Length > 0 ? $"Held: {e.WhyHeld}." : "");
        if (e.Status is BrokerOrderStatus.Cancelled or BrokerOrderStatus.ApiCancelled or BrokerOrderStatus.Filled or BrokerOrderStatus.Inactive) state.Orders.NoteUncounted(entry, null);
    }

    /// <summary>An order has an id at a client from now on.</summary>
    public void On(OrderBoundReceived e)
    {
        if (e.PermId.Value == 0 || e.OrderId.Value <= 0) return;
        if (e.ClientId == state.Session.ClientId) state.OrderIdsOf(e.ClientId).NotBelow(e.OrderId.Value + 1);
        if (state.Orders.Find(new OrderRef(""), e.PermId, e.ClientId, default) is not { } entry)
        {
            adoption.Bind(e);
            return;
        }
        if (entry.Order.OrderId.Value > 0) twins.OnNamed(entry, e.ClientId, e.OrderId, isDescribed: false);
        else transitions.Change(entry, entry.Order with { OrderId = e.OrderId, ClientId = e.ClientId }, "reconciled", OrderAdoption.Bound(e.ClientId, e.OrderId));
    }

    /// <summary>A message about an order is on the wire; the first one ends the first stage of its way.</summary>
    public void On(OrderOnWire e)
    {
        if (state.Orders.Find(new OrderRef(""), default, e.ClientId, e.OrderId) is not { } entry || entry.Order.Handling.WireTime is not null) return;
        Order order = entry.Order;
        // A queued order had its time before; its way to the wire begins when it was let go.
        TimeSpan way = e.Time - (order.Handling.ReleasedTime ?? order.CreatedTime);
        decimal milliseconds = Say.MillisecondsOf(way);
        state.Orders.Update(entry, order with { Handling = order.Handling with { WireTime = e.Time } }, new OrderRemark(e.Time, "sent", "engine", $"On the wire after {Say.Milliseconds(way)}."));
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
        state.Log.OrderOnWire(order.OrderRef, milliseconds, order.Handling.CorrelationId);
    }

    private void ApplyStatus(OrderEntry entry, BrokerOrderStatus status, string text)
    {
        OrderEventKind kind = KindOf(status, entry);
        if (status == BrokerOrderStatus.Filled) entry.IsFilledAtBroker = true;
        transitions.Apply(entry, kind, text);
        // The cancel was refused, and the order is held as before.
        if (kind == OrderEventKind.CancelRefused && status == BrokerOrderStatus.PreSubmitted) transitions.Apply(entry, OrderEventKind.Held, "");
        transitions.Conclude(entry, status == BrokerOrderStatus.Filled);
    }

    private void Reopen(OrderEntry entry, BrokerOrderReceived e)
    {
        if (entry.Order.State != OrderState.Filled || e.IsCompleted || e.Status is not (BrokerOrderStatus.PreSubmitted or BrokerOrderStatus.Submitted) || entry.Order.Filled >= entry.Order.Quantity) return;
        transitions.Apply(entry, OrderEventKind.Enlarged, $"The broker works {OrderText.Number(entry.Order.Quantity - entry.Order.Filled)} more of it.");
        ask();
    }

    private void Seen(OrderEntry entry, DateTimeOffset time)
    {
        entry.SeenTime = time;
        if (state.RunningRound != 0) entry.SeenRound = state.RunningRound;
    }

    private static OrderEventKind KindOf(BrokerOrderStatus status, OrderEntry entry) => status switch
    {
        BrokerOrderStatus.ApiPending or BrokerOrderStatus.PendingSubmit => OrderEventKind.Pending,
        // A working status after the broker had the cancel means that it refused it; before, it is a repeat.
        BrokerOrderStatus.PreSubmitted or BrokerOrderStatus.Submitted when entry.IsCancelAtBroker && entry.Order.State == OrderState.PendingCancel => OrderEventKind.CancelRefused,
        BrokerOrderStatus.PreSubmitted => OrderEventKind.Held,
        BrokerOrderStatus.Submitted => OrderEventKind.Acknowledged,
        BrokerOrderStatus.PendingCancel => OrderEventKind.CancelPending,
        BrokerOrderStatus.ApiCancelled or BrokerOrderStatus.Cancelled => OrderEventKind.CancelConfirmed,
        BrokerOrderStatus.Filled => OrderEventKind.ReportedFilled,
        BrokerOrderStatus.Inactive => OrderEventKind.HeldBack,
        _ => OrderEventKind.None,
    };
}
