using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;

namespace TradingCore.Engine.ReportFlow;

/// <summary>Carries what the broker says into the state of an order, with history, journal, log and notice: the one place where an order changes by a report.</summary>
/// <param name="state">The engine's state.</param>
/// <param name="ask">Asks for a comparison with the broker, because a report contradicts what is known.</param>
internal sealed class OrderTransitions(EngineState state, Action ask)
{
    /// <summary>Source of what the broker said, in a history.</summary>
    public const string Broker = "broker";

    /// <summary>Applies an event to an order: state, history, journal, log and notice.</summary>
    public void Apply(OrderEntry entry, OrderEventKind kind, string text)
    {
        if (kind == OrderEventKind.None) return;
        OrderState before = entry.Order.State;
        if (!state.Orders.Transition(entry, kind, new OrderRemark(state.Now, NameOf(kind, before, text), SourceOf(kind), Stage(entry, kind, text))))
        {
            state.Log.UnexpectedEvent(entry.Order.OrderRef, kind, before, entry.Order.Handling.CorrelationId);
            state.Effects.Journal.Add(new OrderWritten(entry.Order));
            ask();
            return;
        }
        OrderState after = entry.Order.State;
        if (kind == OrderEventKind.CancelPending) entry.IsCancelAtBroker = true;
        if (!entry.IsAnswerDue) entry.AwaitingSince = null;
        if (after == before)
        {
            AddReason(entry, kind, text);
            return;
        }
        if (after.IsFinal() || after == OrderState.Inactive || text.Length > 0) state.Orders.Put(entry, entry.Order with { Reason = text.Length > 0 ? text : entry.Order.Reason });
        if (after.IsFinal())
        {
            entry.IsCancelWanted = false;
            state.Orders.Put(entry, entry.Order with { PendingChange = null });
        }
        // A final order that lives after all contradicts an earlier conclusion, and one that waited here one that it never came there; only the broker knows.
        if ((before.IsFinal() || before == OrderState.Queued) && after == OrderState.Unknown) ask();
        // An order that worked and is called rejected may be meant by a late word about its change.
        if (kind == OrderEventKind.RejectedByBroker && before is OrderState.PreSubmitted or OrderState.Working) ask();
        if (before.IsFinal() && !after.IsFinal()) entry.IsCancelWanted = OrderHistory.IsCancelOwed(entry.Order);
        if (kind == OrderEventKind.CancelRefused) OnCancelRefused(entry);
        state.Log.OrderChanged(entry.Order.OrderRef, after, text, entry.Order.Handling.CorrelationId);
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
        TellState(entry.Order, after);
    }

    /// <summary>No answer came: the order's state is not known until the broker is asked.</summary>
    public void Lose(OrderEntry entry, string reason)
    {
        entry.AwaitingSince = null;
        if (entry.Order.State.IsFinal()) return;
        if (entry.Order.State != OrderState.Unknown) state.Log.OrderLost(entry.Order.OrderRef, entry.Order.Handling.CorrelationId);
        Apply(entry, OrderEventKind.Lost, reason);
    }

    /// <summary>The broker does not answer the cancel of an order, and works it: it is not sent again by itself.</summary>
    public void GiveUpCancel(OrderEntry entry)
    {
        entry.IsCancelWanted = false;
        string text = $"It was sent {entry.CancelsSent} times and had no effect. The order works on; cancel it again, or in TWS.";
        state.Orders.Update(entry, entry.Order, new OrderRemark(state.Now, OrderHistory.CancelRefused, "engine", text));
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
        state.Notices.Add(state.Now, NoticeSeverity.Error, "warning", $"The broker does not take the cancel of the order to {OrderText.Short(entry.Order)}: {text}", entry.Order.Contract.Ticker, entry.Order.OrderRef);
    }

    /// <summary>Ends an order whose executions add up to its quantity: how much that is can be told after them.</summary>
    /// <param name="entry">Order.</param>
    /// <param name="isFilledThere">True when the broker calls it filled, so that no change of it can be under way.</param>
    public void Conclude(OrderEntry entry, bool isFilledThere = false)
    {
        Order order = entry.Order;
        if (order.State.IsFinal() || order.Filled <= 0m || !entry.IsWhole || (MayBeLarger(order) && !isFilledThere)) return;
        Apply(entry, OrderEventKind.FullyFilled, "");
    }

    /// <summary>A change to more that is not answered may have reached the broker before the last fill: then it works the rest.</summary>
    public static bool MayBeLarger(Order order) => order.PendingChange?.Quantity > order.Filled;

    /// <summary>New values of an order that ask for no new state: history and journal.</summary>
    /// <param name="entry">Order.</param>
    /// <param name="order">Its new values.</param>
    /// <param name="kind">Kind of the line in its history; empty for none.</param>
    /// <param name="text">What the line says.</param>
    public void Change(OrderEntry entry, Order order, string kind, string text = "")
    {
        if (kind.Length == 0 && order == entry.Order) return;
        state.Orders.Update(entry, order, new OrderRemark(state.Now, kind, Broker, text));
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
    }

    /// <summary>What an order may still fill; null when it has ended.</summary>
    public static decimal? OpenQuantity(OrderEntry entry) => entry.Order.State.IsFinal() ? null : entry.WorstQuantity;

    /// <summary>An order has ended: what had filled before may not have been told yet. In a comparison all executions are told before its end.</summary>
    /// <param name="entry">Order.</param>
    /// <param name="most">What it might have filled before, <see cref="OpenQuantity"/>.</param>
    /// <param name="willBeTold">True in a comparison.</param>
    public void NoteUncounted(OrderEntry entry, decimal? most, bool willBeTold)
    {
        if (most is null || !entry.Order.State.IsFinal() || entry.Order.State == OrderState.Filled) return;
        state.Orders.NoteUncounted(entry, most);
        if (!willBeTold && entry.IsOwed) entry.AheadSince ??= state.Now;
    }

    /// <summary>The broker says how much has filled; the executions may come later.</summary>
    public void NoteBrokerFilled(OrderEntry entry, decimal filled)
    {
        if (filled <= entry.BrokerFilled) return;
        state.Orders.NoteBrokerFilled(entry, filled);
        if (filled > entry.Order.Filled) entry.AheadSince ??= state.Now;
    }

    // The first word of the broker ends the second stage of the order's way: from the wire to the acknowledgement.
    private string Stage(OrderEntry entry, OrderEventKind kind, string text)
    {
        OrderHandling handling = entry.Order.Handling;
        if (handling.AckTime is not null || handling.CorrelationId.Length == 0 || kind is not (OrderEventKind.Held or OrderEventKind.Acknowledged)) return text;
        state.Orders.Put(entry, entry.Order with { Handling = handling with { AckTime = state.Now } });
        return handling.WireTime is { } wire ? $"{text} After {Say.Milliseconds(state.Now - wire)}.".TrimStart() : text;
    }

    // A working status after the broker had the cancel.
    private void OnCancelRefused(OrderEntry entry)
    {
        entry.IsCancelWanted = entry.IsCancelAtBroker = false;
        state.Notices.Add(state.Now, NoticeSeverity.Warning, "warning", $"The broker did not take the cancel of the order to {OrderText.Short(entry.Order)}: it works on.", entry.Order.Contract.Ticker, entry.Order.OrderRef);
    }

    private void AddReason(OrderEntry entry, OrderEventKind kind, string text)
    {
        // The confirmation and its reason are two messages that come in either order.
        if (text.Length == 0 || entry.Order.Reason.Length > 0 || kind is not (OrderEventKind.CancelConfirmed or OrderEventKind.RejectedByBroker or OrderEventKind.HeldBack)) return;
        Change(entry, entry.Order with { Reason = text }, "");
    }

    private void TellState(Order order, OrderState after)
    {
        (NoticeSeverity Severity, string Kind, string Text)? notice = after switch
        {
            OrderState.Rejected => (NoticeSeverity.Error, "rejected", $"Rejected: the order to {OrderText.Short(order)}. {order.Reason}".TrimEnd()),
            OrderState.Cancelled => (NoticeSeverity.Info, "cancelled", $"Cancelled: the order to {OrderText.Short(order)}{(order.Filled > 0m ? $", {OrderText.Number(order.Filled)} filled" : "")}. {order.Reason}".TrimEnd()),
            OrderState.Unknown => (NoticeSeverity.Warning, "warning", $"What became of the order to {OrderText.Short(order)} is not known, and the broker is being asked. {order.Reason}".TrimEnd()),
            OrderState.Inactive => (NoticeSeverity.Warning, "warning", $"Held back: the order to {OrderText.Short(order)}. {order.Reason}".TrimEnd()),
            _ => null,
        };
        if (notice is { } n) state.Notices.Add(state.Now, n.Severity, n.Kind, n.Text, order.Contract.Ticker, order.OrderRef);
    }

    private static string NameOf(OrderEventKind kind, OrderState before, string text) => kind switch
    {
        OrderEventKind.Pending or OrderEventKind.Held or OrderEventKind.Acknowledged => before == OrderState.Unknown ? "reconciled" : "acknowledged",
        OrderEventKind.HeldBack => "warning",
        OrderEventKind.CancelRequested or OrderEventKind.CancelPending => OrderHistory.CancelRequested,
        OrderEventKind.CancelRefused => OrderHistory.CancelRefused,
        OrderEventKind.CancelConfirmed => "cancelled",
        OrderEventKind.RejectedByBroker => "rejected",
        OrderEventKind.Lost => "unknown",
        OrderEventKind.NeverArrived or OrderEventKind.Gone or OrderEventKind.Enlarged => "reconciled",
        OrderEventKind.FullyFilled when text.Length > 0 => "reconciled",
        // The execution has its own line in the history.
        _ => "",
    };

    private static string SourceOf(OrderEventKind kind) => kind is OrderEventKind.Lost or OrderEventKind.NeverArrived or OrderEventKind.Gone ? "engine" : Broker;
}
