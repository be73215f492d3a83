using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Orders;

namespace TradingCore.Engine.OrderFlow;

/// <summary>The commands about orders, each in a class of its own.</summary>
internal sealed class OrderCommands
{
    private readonly OrderSubmission _submission;
    private readonly PositionClosing _closing;
    private readonly OrderModification _modification;
    private readonly OrderCancellation _cancellation;
    private readonly OrderQueue _queue;
    private readonly OrderAnswers _answers;
    private readonly BracketWatch _brackets;

    public OrderCommands(EngineState state, RiskContexts contexts)
    {
        var planner = new OrderPlanner(state, contexts);
        var sending = new OrderSending(state);
        _answers = new OrderAnswers(state);
        _queue = new OrderQueue(state, planner, sending);
        _cancellation = new OrderCancellation(state, _queue);
        _queue.Holds = new OrderHolds(state, _cancellation);
        _submission = new OrderSubmission(state, planner, sending, _queue, _queue.Holds, _answers);
        _closing = new PositionClosing(state, planner, _submission, _answers);
        _modification = new OrderModification(state, contexts, _queue);
        _brackets = new BracketWatch(state, _cancellation);
        Warm = new WarmPath(state, contexts, planner);
    }

    /// <summary>Keeps the way of an order warm.</summary>
    public WarmPath Warm { get; }

    public void Submit(SubmitOrder command) => _submission.Submit(command);

    public void Close(ClosePosition command) => _closing.Close(command);

    public void Reverse(ReversePosition command) => _closing.Reverse(command);

    public void Preview(PreviewOrder command) => _submission.Preview(command);

    public void Modify(ModifyOrder command) => _modification.Modify(command);

    public void Cancel(CancelOrder command) => _cancellation.Cancel(command);

    public void CancelAll(CancelAllOrders command) => _cancellation.CancelAll(command);

    /// <summary>Sends the cancel of an order once more, because the first may not have arrived.</summary>
    public void SendCancelAgain(OrderEntry entry) => _cancellation.Send(entry, new CommandContext("engine", "engine"), isRepeat: true);

    /// <summary>Cancels an order for a reason of the engine: what is queued is taken out, what is at the broker or may be gets a cancel, what is not ours is left alone.</summary>
    public void Cancel(OrderEntry entry, CommandContext who) => _cancellation.Cancel(entry, who);

    /// <summary>Takes an order that left the queue and never reached the broker back into it, or ends it when its cancel was asked for.</summary>
    /// <param name="entry">The order.</param>
    /// <param name="isAbsent">Whether the broker is known not to have an order.</param>
    /// <returns>False when it did not come from the queue, or the broker may have a part of it.</returns>
    public bool TakeBack(OrderEntry entry, Func<OrderEntry, bool> isAbsent) => _queue.TakeBack(entry, isAbsent);

    /// <summary>Runs the timers of the queue and of brackets.</summary>
    public void OnClock()
    {
        _queue.OnClock();
        _brackets.OnClock();
    }

    /// <summary>Looks at the brackets of which something changed by the event that was just applied, and at orders that wait for own ones to end.</summary>
    public void OnApplied()
    {
        _brackets.OnChanges();
        _queue.OnApplied();
    }

    /// <summary>Gives the answers that waited for what has just happened.</summary>
    public void Settle() => _answers.Settle();

    /// <summary>True when the order belongs to this session, so that it can be changed and cancelled here.</summary>
    public static bool IsOurs(EngineState state, Order order) => order.OrderId.Value > 0 && order.ClientId == state.Session.ClientId;

    /// <summary>Why an order of somebody else is left alone.</summary>
    public static string Foreign(Order order) => order.OrderId.Value > 0
        ? $"The order belongs to API client {order.ClientId}; only that client, or TWS, can change or cancel it."
        : "The order was entered in TWS and not bound to this client; change or cancel it there.";

    /// <summary>Answer about an order that does not exist.</summary>
    public static CommandResult NotFound(OrderRef orderRef) => new(CommandOutcome.NotFound, $"There is no order {orderRef}.");
}
