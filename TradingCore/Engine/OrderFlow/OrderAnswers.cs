using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Orders;
using TradingCore.Risk;

namespace TradingCore.Engine.OrderFlow;

/// <summary>
/// Answers that wait until the broker has told of their order. Durable is not enough for "accepted": a program that dies between the journal and the
/// socket leaves an order that the broker never had, and a caller who thinks otherwise. Nor is the wire: bytes in a socket that breaks are lost.
/// </summary>
internal sealed class OrderAnswers(EngineState state)
{
    private readonly List<Waiting> _waiting = [];

    /// <summary>Answers at once, or when the orders of the plan have come as far as the setting asks.</summary>
    /// <param name="command">Who waits.</param>
    /// <param name="orders">The orders of the plan in the order of their sending.</param>
    /// <param name="verdict">Verdict on them.</param>
    /// <param name="text">What was sent, in words.</param>
    public void Promise(EngineCommand<SubmitResult> command, IReadOnlyList<Order> orders, RiskVerdict verdict, string text)
    {
        if (state.Options.AnswerWhen != AnswerMoment.Durable) _waiting.Add(new Waiting(command.Reply, orders[0].OrderRef, orders[^1].OrderRef, verdict, text));
        else state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.Accepted, orders[0], verdict, $"Sent: {text}."));
    }

    /// <summary>Answers a request that was made before: as the first time, only when the broker has told of its order. Until then the repeated one knows no more than the first.</summary>
    /// <param name="command">Who waits.</param>
    /// <param name="entry">The order that the request led to.</param>
    /// <param name="text">What is said when it is known, a sentence.</param>
    public void PromiseAgain(EngineCommand<SubmitResult> command, OrderEntry entry, string text)
    {
        OrderRef first = entry.Order.OrderRef;
        OrderRef last = state.Orders.ExitsOf(first) is [.., var exit] ? exit.Order.OrderRef : first;
        if (state.Options.AnswerWhen != AnswerMoment.Durable) _waiting.Add(new Waiting(command.Reply, first, last, default, text, IsAgain: true));
        else state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.AlreadyAccepted, entry.Order, default, text));
    }

    /// <summary>Gives every answer that can be given now. Called after each event; costs nothing while nobody waits.</summary>
    public void Settle()
    {
        for (int i = _waiting.Count - 1; i >= 0; i--)
        {
            if (AnswerTo(_waiting[i]) is not { } answer) continue;
            state.Effects.Reply(_waiting[i].Reply, answer);
            _waiting.RemoveAt(i);
        }
    }

    private SubmitResult? AnswerTo(Waiting one)
    {
        if (state.Orders.Find(one.First) is not { Order: var first } || state.Orders.Find(one.Last) is not { Order: var last }) return new SubmitResult(SubmitOutcome.Unconfirmed, null, one.Verdict, "The order is not known any more.");
        bool isThere = state.Options.AnswerWhen == AnswerMoment.Sent ? last.Handling.WireTime is not null : IsTold(first) && IsTold(last);
        SubmitResult? answer = last.State switch
        {
            OrderState.Rejected when last.Handling.WireTime is not null => new SubmitResult(SubmitOutcome.Rejected, first, one.Verdict, $"The broker rejected it: {last.Reason}"),
            OrderState.Rejected => new SubmitResult(SubmitOutcome.Denied, first, one.Verdict, $"It was not sent: {last.Reason}"),
            _ when isThere => new SubmitResult(SubmitOutcome.Accepted, first, one.Verdict, $"Sent: {one.Text}."),
            OrderState.PendingSubmit or OrderState.PendingCancel => null,
            OrderState.Unknown => new SubmitResult(SubmitOutcome.Unconfirmed, first, one.Verdict, "Nobody knows yet whether the broker has the order: nothing was heard of it after it was handed to the connection. The broker is asked; the order shows what became of it. It is not sent again by itself."),
            // The broker has answered already.
            _ => new SubmitResult(SubmitOutcome.Accepted, first, one.Verdict, $"Sent: {one.Text}."),
        };
        // Whatever became of it: who asks again is told of the order that there is.
        return one.IsAgain && answer is not (null or { Outcome: SubmitOutcome.Unconfirmed }) ? new SubmitResult(SubmitOutcome.AlreadyAccepted, first, default, one.Text) : answer;
    }

    private static bool IsTold(Order order) => order.PermId != default || order.Handling.AckTime is not null || order.State is not (OrderState.PendingSubmit or OrderState.PendingCancel or OrderState.Unknown);

    private readonly record struct Waiting(TaskCompletionSource<SubmitResult> Reply, OrderRef First, OrderRef Last, RiskVerdict Verdict, string Text, bool IsAgain = false);
}
