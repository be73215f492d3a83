using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;
using TradingCore.Orders;

namespace TradingCore.Engine.ReportFlow;

/// <summary>What the broker's errors and warnings mean for the order that they are about.</summary>
/// <param name="state">The engine's state.</param>
/// <param name="transitions">Changes orders.</param>
/// <param name="ask">Asks for a comparison with the broker.</param>
internal sealed class OrderErrorReports(EngineState state, OrderTransitions transitions, Action ask)
{
    /// <summary>An error or warning under the id of an order.</summary>
    public void On(OrderErrorReceived e)
    {
        if (state.Orders.Find(new OrderRef(""), default, state.Session.ClientId, e.OrderId) is not { } entry)
        {
            state.Log.OrderErrorUnmatched(e.OrderId, e.Code, e.Text);
            return;
        }
        string text = e.Advice.Length == 0 || e.IsWarning ? $"{e.Text} (code {e.Code})" : $"{e.Text.TrimEnd('.')} (code {e.Code}). {e.Advice}";
        Order order = entry.Order;
        if (e.OrderId != order.OrderId)
        {
            // A second id of the order: what the broker says of it decides nothing about the order itself.
            Remark(entry, e.Code, text);
            ask();
            return;
        }
        if (e.Code == OrderErrors.Cancelled) OnCancelled(entry, OrderErrors.CancelReason(e.Text));
        else if (OrderErrors.IsAboutCancel(e.Code)) OnCancelError(entry, e.Code, text);
        else if (order.PendingChange is not null && order.State.IsWorking() && !OrderErrors.IsRemark(e.Code)) OnModifyRejected(entry, text);
        else if (e.IsWarning) Remark(entry, e.Code, text);
        else if (e.Code == OrderErrors.DuplicateId) OnDuplicateId(entry, text);
        else if (e.Code == OrderErrors.Rejected || !entry.IsKnownAtBroker || order.State is OrderState.PendingSubmit or OrderState.Inactive) transitions.Apply(entry, OrderEventKind.RejectedByBroker, text);
        else
        {
            // An order that works does not die of an error about something else; the broker says what is left of it.
            Remark(entry, e.Code, text);
            ask();
        }
    }

    private void OnModifyRejected(OrderEntry entry, string text)
    {
        // The request failed, not the order: it works on with its old values.
        transitions.Change(entry, entry.Order with { PendingChange = null }, "modify rejected", text);
        if (!entry.IsAnswerDue) entry.AwaitingSince = null;
        transitions.Conclude(entry);
        state.Notices.Add(state.Now, NoticeSeverity.Warning, "rejected", $"The change of the order to {OrderText.Short(entry.Order)} was rejected; the order works on as it was. {text}", entry.Order.Contract.Ticker, entry.Order.OrderRef);
    }

    // The message that the order is cancelled does not say how much had filled before; its status does.
    private void OnCancelled(OrderEntry entry, string text)
    {
        decimal? most = OrderTransitions.OpenQuantity(entry);
        transitions.Apply(entry, OrderEventKind.CancelConfirmed, text);
        transitions.NoteUncounted(entry, most, willBeTold: false);
    }

    private void OnCancelError(OrderEntry entry, int code, string text)
    {
        // The cancel crossed the end of the order: normal, and the order's own messages say how it ended.
        if (entry.Order.State.IsFinal()) return;
        // What nobody has heard of may still come, and must go then.
        entry.IsCancelWanted = OrderErrors.IsNotFound(code) && !entry.IsKnownAtBroker;
        transitions.Change(entry, entry.Order, OrderHistory.CancelRefused, text);
        transitions.Lose(entry, $"The broker did not take the cancel: {text}");
        ask();
    }

    private void OnDuplicateId(OrderEntry entry, string text)
    {
        // The id was used before: perhaps by this very order, sent before a crash. Whether it lives only the broker knows.
        state.OrderIdsOf(entry.Order.ClientId).NotBelow(entry.Order.OrderId.Value + OrderErrors.IdsSkipped);
        transitions.Lose(entry, text);
        ask();
    }

    private void Remark(OrderEntry entry, int code, string text)
    {
        state.Log.OrderWarning(entry.Order.OrderRef, code, text, entry.Order.Handling.CorrelationId);
        transitions.Change(entry, entry.Order with { Reason = entry.Order.State.IsFinal() ? entry.Order.Reason : text }, "warning", text);
        state.Notices.Add(state.Now, NoticeSeverity.Warning, "warning", $"About the order to {OrderText.Short(entry.Order)}: {text}", entry.Order.Contract.Ticker, entry.Order.OrderRef);
    }
}
