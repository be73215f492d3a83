using TradingCore.Domain;
using static TradingCore.Domain.OrderState;
using static TradingCore.Orders.OrderEventKind;

namespace TradingCore.Orders;

/// <summary>All legal changes of an order's state, as one table.</summary>
/// <remarks>
/// Source: the status values and the sequences observed at the gateway. A fill is booked to the position by the caller whatever this
/// table says; here it only decides what the order is called.
/// </remarks>
public static class OrderStateMachine
{
    /// <summary>The state after <paramref name="on"/>; null when the pair contradicts what is known, which the caller must report and look into.</summary>
    public static OrderState? Next(OrderState from, OrderEventKind on) => (from, on) switch
    {
        // The queue is ours, and no message of the broker can be about an order that has not left: unless the data folder is older than that, from a backup. Then it must not leave again.
        (Queued, Pending or Held or Acknowledged) => Unknown,
        (Queued, Released) => PendingSubmit,
        (Queued, Withdrawn) => Cancelled,
        (Queued, WaitedTooLong) => Expired,
        (Queued, DeniedAtRelease) => Denied,

        // A fill moved money, so it wins over everything: it can cross our cancel on the wire, or come after an order was given up.
        (_, FullyFilled) => Filled,
        (PendingSubmit or PreSubmitted or Working or Unknown or Inactive, PartiallyFilled) => Working,
        (PendingCancel or Cancelled or Filled, PartiallyFilled) => from,
        // Part of a "rejected" order traded: the rejection was wrong and the rest may be working. Ask.
        (Rejected or Expired or Denied or Queued, PartiallyFilled) => Unknown,

        // A bust takes a fill back, and the broker does not work the order again: what is left of it is all there is.
        (Filled, Busted) => Cancelled,
        (_, Busted) => from,

        // A change to more won its race against the last fill.
        (Filled, Enlarged) => Working,

        // The status can come before its executions. Quantities come from executions alone, so nothing moves yet.
        (_, ReportedFilled) => from,

        // TWS repeats its messages, and a repeat of something older must not undo something newer.
        (PendingSubmit or Unknown, Pending) => PendingSubmit,
        (PreSubmitted or Working or Inactive, Pending) => from,
        (PendingSubmit or PreSubmitted or Working or Unknown or Inactive, Held) => PreSubmitted,   // Working → PreSubmitted after a modification
        (PendingSubmit or PreSubmitted or Working or Unknown or Inactive, Acknowledged) => Working,
        (PendingCancel, Pending or Held or Acknowledged) => PendingCancel,
        (Filled, Pending or Held or Acknowledged or CancelPending or HeldBack) => Filled,

        // What is final here and alive there was judged wrongly here, or is an old repeat: nobody knows until the broker is asked.
        (Cancelled or Rejected or Expired or Denied, Pending or Held or Acknowledged) => Unknown,

        (PendingSubmit or PreSubmitted or Working or Unknown or Inactive or PendingCancel, HeldBack) => Inactive,
        (Cancelled or Rejected, HeldBack or CancelPending) => from,

        (PendingSubmit or PreSubmitted or Working or Unknown or Inactive or PendingCancel, CancelRequested or CancelPending) => PendingCancel,
        (PendingCancel, CancelRefused) => Working,
        (PendingSubmit or PreSubmitted or Working or Unknown or Inactive, CancelRefused) => from,
        (PendingSubmit or PreSubmitted or Working or Unknown or Inactive or PendingCancel or Cancelled or Queued, CancelConfirmed) => Cancelled,
        // An order that was rejected is reported cancelled as well; the rejection says more.
        (Rejected, CancelConfirmed) => Rejected,
        (PendingSubmit or PreSubmitted or Working or Unknown or Inactive or PendingCancel or Cancelled or Rejected, RejectedByBroker) => Rejected,

        (PendingSubmit or PreSubmitted or Working or Inactive or PendingCancel or Unknown, Lost) => Unknown,
        (PendingSubmit or Unknown or PendingCancel, NeverArrived) => Rejected,
        (PendingSubmit or Unknown, TakenBack) => Queued,
        (PendingSubmit or PreSubmitted or Working or Unknown or Inactive or PendingCancel, Gone) => Cancelled,

        _ => null,
    };
}
