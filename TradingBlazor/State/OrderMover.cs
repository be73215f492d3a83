using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;

namespace TradingBlazor.State;

/// <summary>
/// Moves orders to other prices for a chart or a ladder: shown at once where they were dropped and marked pending, one change at a time for each order,
/// and back where they were, with the reason, when risk or the broker refuses.
/// </summary>
/// <remarks>Belongs to one component and is used on its dispatcher. Drags that follow while a change is under way are conflated to the last one.</remarks>
public sealed class OrderMover(ITradingCommands commands)
{
    private readonly Dictionary<(OrderRef, OrderLineKind), Pending> _moves = [];

    /// <summary>Why the last move was refused; empty when it was not.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Forgets the last refusal.</summary>
    public void CloseProblem() => Problem = "";

    /// <summary>Where a line is to be drawn; null when the order has no such price.</summary>
    public decimal? Shown(Order order, OrderLineKind kind) =>
        _moves.TryGetValue((order.OrderRef, kind), out Pending? move) ? move.Target : OrderLines.Asked(order, kind) ?? OrderLines.Price(order, kind);

    /// <summary>True while the broker has not confirmed where the line is drawn.</summary>
    public bool IsPending(Order order, OrderLineKind kind) => _moves.ContainsKey((order.OrderRef, kind)) || OrderLines.Asked(order, kind) is not null;

    /// <summary>Moves a line.</summary>
    /// <param name="order">The order as known now.</param>
    /// <param name="kind">Line.</param>
    /// <param name="price">New price, on the price steps.</param>
    /// <param name="keepDistance">See <see cref="OrderLines.Move"/>.</param>
    public async Task MoveAsync(Order order, OrderLineKind kind, decimal price, bool keepDistance)
    {
        if (!OrderLines.CanMove(order))
        {
            Problem = $"{OrderSentence.Of(order with { Quantity = order.Remaining }, 2)}: it cannot be moved now ({OrderWords.State(order)}).";
            return;
        }
        (OrderRef, OrderLineKind) key = (order.OrderRef, kind);
        if (_moves.TryGetValue(key, out Pending? move))
        {
            move.Target = price;
            return;
        }
        if (price == Shown(order, kind)) return;
        Problem = "";
        _moves[key] = move = new Pending { Target = price, KeepDistance = keepDistance };
        // A change of before that the broker has not confirmed goes first.
        if (order.PendingChange is null) await SendAsync(order, kind, move);
    }

    /// <summary>Compares with the newest orders; true when what is drawn has changed.</summary>
    public bool Observe(IReadOnlyList<Order> orders)
    {
        if (_moves.Count == 0) return false;
        bool changed = false;
        foreach (((OrderRef, OrderLineKind) key, Pending move) in _moves.ToArray())
        {
            (OrderRef orderRef, OrderLineKind kind) = key;
            if (move.IsInFlight) continue;
            Order? order = orders.FirstOrDefault(o => o.OrderRef == orderRef);
            if (order is null || order.State.IsFinal())
            {
                _moves.Remove(key);
                changed = true;
                continue;
            }
            if (order.Version < move.SentVersion || order.PendingChange is not null) continue;
            changed = true;
            if (move.Sent is { } sent && OrderLines.Price(order, kind) != sent)
            {
                _moves.Remove(key);
                string why = order.History is [.., { Kind: "modify rejected" } last] ? last.Text : order.Reason;
                Problem = $"{order.Contract.Ticker} stays at {OrderLines.Price(order, kind):0.########}: {(why.Length > 0 ? why : "the broker did not take the change")}";
            }
            else if (move.Sent == move.Target)
            {
                _moves.Remove(key);
            }
            else
            {
                _ = SendAsync(order, kind, move);
            }
        }
        return changed;
    }

    private async Task SendAsync(Order order, OrderLineKind kind, Pending move)
    {
        move.IsInFlight = true;
        move.Sent = move.Target;
        try
        {
            CommandResult result = await commands.ModifyAsync(order.OrderRef, OrderLines.Move(order, kind, move.Target, move.KeepDistance), UserCommands.Once(UserCommands.NewKey()));
            move.SentVersion = result.Order?.Version ?? order.Version;
            if (result.Outcome == CommandOutcome.Accepted) return;
            _moves.Remove((order.OrderRef, kind));
            Problem = result.Message.Length > 0 ? result.Message : result.Verdict.Summary;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _moves.Remove((order.OrderRef, kind));
            Problem = $"No answer: {failure.Message} Look at the order before moving it again.";
        }
        finally
        {
            move.IsInFlight = false;
        }
    }

    private sealed class Pending
    {
        public decimal Target { get; set; }
        public bool KeepDistance { get; init; }
        public decimal? Sent { get; set; }
        public long SentVersion { get; set; }
        public bool IsInFlight { get; set; }
    }
}
