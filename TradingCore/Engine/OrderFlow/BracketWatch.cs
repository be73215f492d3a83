using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;
using TradingCore.Positions;

namespace TradingCore.Engine.OrderFlow;

/// <summary>
/// Holds the exits of brackets to what their entry has filled: looked at after every report about any order of a bracket. What the broker
/// does not adjust by itself within the grace is changed from here; an entry without its stop is told loudly and does not grow.
/// </summary>
/// <remarks>
/// While the entry works and the broker holds its exits back, they keep the size of the whole entry: they cannot fill, and the broker frees
/// what was filled. From the first sign that one of them works, each may sell what was bought and not one more.
/// </remarks>
internal sealed class BracketWatch(EngineState state, OrderCancellation cancellation)
{
    private const int TriesMax = 5;
    private const int EndsMax = 3;

    private static readonly CommandContext Engine = new("engine", "engine");

    private readonly Dictionary<OrderRef, DateTimeOffset> _since = [];
    private readonly Dictionary<OrderRef, (decimal Wanted, int Count)> _tries = [];
    private readonly Dictionary<OrderRef, int> _ends = [];
    private readonly HashSet<OrderRef> _told = [];

    /// <summary>Looks at every bracket of which an order changed.</summary>
    public void OnChanges()
    {
        while (state.Orders.TakeChangedBracket() is { } entry) Look(entry);
    }

    /// <summary>Looks again at what differed.</summary>
    public void OnClock()
    {
        foreach (OrderRef entry in _since.Keys.ToArray()) Look(entry);
    }

    private void Look(OrderRef entryRef)
    {
        if (state.Orders.Find(entryRef) is not { Order.State: not OrderState.Queued } entry) return;
        IReadOnlyList<OrderEntry> exits = state.Orders.ExitsOf(entryRef);
        decimal rest = entry.Order.Filled - exits.Sum(e => e.Order.Filled);
        // What was closed otherwise, or is held on the other side, needs no exit any more.
        decimal held = Held(entry.Order);
        if (rest < 0m && held < 0m) TellOverfilled(entry, -rest);
        bool isKept = Protect(entry, exits, Math.Min(rest, Math.Max(0m, held)));
        isKept &= Follow(entry, exits, Math.Max(0m, rest));
        if (isKept) _since.Remove(entryRef);
    }

    // On the side of the entry; below 0 on the other one. Of an order to a group in all accounts in which it can fill.
    private decimal Held(Order entry)
    {
        decimal held = 0m;
        foreach (PositionEntry position in state.Positions.Entries)
            if (position.Contract.ConId == entry.Contract.ConId && state.Orders.CanFillIn(entry, position.Account)) held += position.Ledger.Quantity;
        return entry.Side == OrderSide.Buy ? held : -held;
    }

    /// <summary>True when the exits have the sizes that they should have.</summary>
    private bool Follow(OrderEntry entry, IReadOnlyList<OrderEntry> exits, decimal rest)
    {
        // Once one of them works, the broker does not hold them back any more.
        bool areHeld = entry.Order.State.IsAtBroker() && !exits.Any(e => e.Order.State == OrderState.Working || e.Order.Filled > 0m);
        OrderEntry[] wrong = [.. exits.Where(e => e.Order.State.IsAtBroker() && !e.IsCancelWanted && e.Order.Quantity != Wanted(e))];
        if (wrong.Length == 0) return true;
        if (!_since.TryGetValue(entry.Order.OrderRef, out DateTimeOffset since)) _since[entry.Order.OrderRef] = since = state.Now;
        // The broker adjusts them itself as a rule, in the moment in which the entry ends.
        if (state.Now - since < state.Options.BracketGrace || !state.IsVerified || !state.Session.IsConnected || state.Session.AlternateClientId is not null) return false;
        foreach (OrderEntry exit in wrong)
        {
            // What is under way must be answered first: the broker's truth is the one to start from.
            if (exit.Order.PendingChange is not null || exit.Order.State is not (OrderState.PreSubmitted or OrderState.Working or OrderState.Inactive)) continue;
            if (!MayTry(exit.Order, Wanted(exit))) continue;
            if (Wanted(exit) <= exit.Order.Filled) cancellation.Send(exit, Engine);
            else Resize(entry.Order, exit, Wanted(exit));
        }
        return false;

        decimal Wanted(OrderEntry exit) => areHeld
            ? entry.Order.PendingChange?.Quantity is null ? entry.Order.Quantity : exit.Order.Quantity
            : exit.Order.Filled + rest;
    }

    private void Resize(Order entry, OrderEntry exit, decimal quantity)
    {
        string text = $"Follows its entry, of which {OrderText.Number(entry.Filled)} of {OrderText.Number(entry.Quantity)} have filled: {OrderText.Number(exit.Order.Quantity)} becomes {OrderText.Number(quantity)}.";
        var change = new OrderChange(Quantity: quantity);
        state.Orders.Update(exit, exit.Order with { PendingChange = change }, new OrderRemark(state.Now, "modify requested", "engine", text));
        OrderDrafts.Await(state, exit);
        state.Effects.Journal.Add(new OrderWritten(exit.Order));
        state.Effects.Calls.Add(GatewayCall.Place(OrderDrafts.With(exit.Order, change)));
        state.CountMessage(exit.Order);
        state.Log.BracketCorrected(exit.Order.OrderRef, quantity, entry.Filled, exit.Order.Handling.CorrelationId);
        state.Notices.Add(state.Now, NoticeSeverity.Warning, "bracket", $"The {exit.Order.Handling.Role.Words()} of {exit.Order.Contract.Ticker}: {text}", exit.Order.Contract.Ticker, exit.Order.OrderRef);
    }

    // Counted for each size: a broker that takes the change and takes it back is not asked for ever, and an entry that fills in many parts moves its exits as often.
    private bool MayTry(Order exit, decimal wanted)
    {
        (decimal before, int count) = _tries.GetValueOrDefault(exit.OrderRef);
        int tries = before == wanted ? count + 1 : 1;
        _tries[exit.OrderRef] = (wanted, tries);
        if (tries == TriesMax + 1) Tell(exit, $"The {exit.Handling.Role.Words()} of {exit.Contract.Ticker} has another size than its entry has filled, and the broker does not take the change (R36). Put it right by hand.");
        return tries <= TriesMax;
    }

    /// <summary>True when the entry has all that it was sent with.</summary>
    private bool Protect(OrderEntry entry, IReadOnlyList<OrderEntry> exits, decimal rest)
    {
        Order order = entry.Order;
        bool isOpen = order.State.IsAtBroker();
        if (!isOpen && rest <= 0m) return true;
        // The last order of a bracket frees the ones before it, so what came without it is held back and cannot have filled.
        // While the entry has not been heard of either, the comparison decides it as it did the exit.
        if (isOpen && entry.IsKnownAtBroker && order.Filled == 0m && exits.FirstOrDefault(NeverArrived) is { } missing)
        {
            End(entry, $"Only a part of the bracket reached the broker: the {missing.Order.Handling.Role.Words()} did not. What did is taken back; send it anew if it is still wanted.");
            return true;
        }
        if (isOpen && order.Filled == 0m && exits.Count > 0 && exits[^1].Order is { State: OrderState.Rejected } last)
        {
            End(entry, $"The broker took the bracket only in part: the {last.Handling.Role.Words()} was rejected (R36). What it has is taken back. {last.Reason}".TrimEnd());
            return true;
        }
        OrderEntry? stop = exits.FirstOrDefault(e => e.Order.Handling.Role == OrderRole.StopLoss);
        if (stop is not { Order.State: OrderState.Cancelled or OrderState.Rejected or OrderState.Filled or OrderState.Expired or OrderState.Denied }) return true;
        if (stop.Order.State == OrderState.Filled && rest <= 0m) return true;
        string held = rest > 0m ? $"{OrderText.Number(rest)} {order.Contract.Ticker} {(order.Side == OrderSide.Buy ? "bought" : "sold")} have no stop" : $"The order to {OrderText.Short(order)} works without its stop";
        if (stop.Order.History.Any(l => l.Kind == OrderHistory.CancelRequested && l.Source is not ("broker" or "engine")))
        {
            if (_told.Add(stop.Order.OrderRef))
                state.Notices.Add(state.Now, NoticeSeverity.Warning, "bracket", $"{held} any more: it was cancelled on request.", order.Contract.Ticker, order.OrderRef);
            return true;
        }
        string why = stop.Order.Reason.Length > 0 ? stop.Order.Reason : $"It is {OrderText.Name(stop.Order.State)}.";
        Tell(stop.Order, $"{held} (R36): {why} Protect the position now.");
        // What is not protected must at least not grow.
        if (isOpen) End(entry, "Its stop is not there, so the rest of it is cancelled.");
        return true;
    }

    private static bool NeverArrived(OrderEntry exit) =>
        exit.Order.State == OrderState.Rejected && exit.Order.History.Any(l => l is { Kind: "reconciled", State: OrderState.Rejected });

    private void End(OrderEntry entry, string text)
    {
        if (entry.IsCancelWanted || !OrderCommands.IsOurs(state, entry.Order)) return;
        // A broker that refuses the cancel is not asked for ever: each refusal is a change of the bracket too.
        int ends = _ends[entry.Order.OrderRef] = _ends.GetValueOrDefault(entry.Order.OrderRef) + 1;
        if (ends > EndsMax)
        {
            Tell(entry.Order, $"The broker does not take the cancel of the order to {OrderText.Short(entry.Order)} (R36). {text} Cancel it by hand.");
            return;
        }
        state.Orders.Update(entry, entry.Order, new OrderRemark(state.Now, "warning", "engine", text));
        cancellation.Send(entry, Engine);
        foreach (OrderEntry exit in state.Orders.ExitsOf(entry.Order.OrderRef))
            if (entry.Order.Filled == 0m && exit.Order.State.IsAtBroker() && exit.IsKnownAtBroker && !exit.IsCancelWanted) cancellation.Send(exit, Engine);
        state.Notices.Add(state.Now, NoticeSeverity.Error, "bracket", $"The order to {OrderText.Short(entry.Order)}: {text}", entry.Order.Contract.Ticker, entry.Order.OrderRef);
    }

    private void TellOverfilled(OrderEntry entry, decimal excess) =>
        Tell(entry.Order, $"The exits of {entry.Order.Contract.Ticker} filled {OrderText.Number(excess)} more than their entry (R36): the position is on the other side now. Look at it.");

    private void Tell(Order order, string text)
    {
        if (!_told.Add(order.OrderRef)) return;
        state.Log.BracketUnprotected(order.OrderRef, text, order.Handling.CorrelationId);
        state.Notices.Add(state.Now, NoticeSeverity.Error, "bracket", text, order.Contract.Ticker, order.OrderRef);
    }
}
