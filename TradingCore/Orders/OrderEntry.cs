using TradingCore.Domain;

namespace TradingCore.Orders;

/// <summary>An order with what only the running process needs to know about it. Owned by <see cref="OrderBook"/>; changed by the engine's loop alone.</summary>
public sealed class OrderEntry
{
    private readonly Dictionary<string, Fill> _fills = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Fill> _legs = new(StringComparer.Ordinal);
    private readonly List<OrderId> _twins = [];
    private readonly HashSet<OrderId> _named = [];
    private int _namedRound;
    private bool _areLegsForgone;

    internal OrderEntry(Order order) => Order = order;

    /// <summary>The order as it now is.</summary>
    public Order Order { get; internal set; }

    /// <summary>Since when an answer of the broker is due; null when none is.</summary>
    public DateTimeOffset? AwaitingSince { get; set; }

    /// <summary>When it, or its last change, was sent by this process; null when neither was. A cancel does not count.</summary>
    public DateTimeOffset? SentTime { get; set; }

    /// <summary>How often the cancel was sent by this process since it was last asked for.</summary>
    public int CancelsSent { get; set; }

    /// <summary>A cancel was asked for and must reach the broker, also over a lost connection.</summary>
    public bool IsCancelWanted { get; set; }

    /// <summary>The broker has confirmed that it has the cancel; a working status after that means that the cancel was refused.</summary>
    public bool IsCancelAtBroker { get; set; }

    /// <summary>Filled quantity in the broker's status; may run ahead of the executions.</summary>
    public decimal BrokerFilled { get; internal set; }

    /// <summary>True once the broker called the order filled.</summary>
    public bool IsFilledAtBroker { get; internal set; }

    /// <summary>True when nothing more will fill: all of the quantity has, or, of an order by amount, whose quantity is an estimate, all that the broker calls the whole of it.</summary>
    public bool IsWhole => Order.Filled >= Order.Quantity || (Order.Attributes.CashQuantity is not null && IsFilledAtBroker && Order.Filled >= BrokerFilled);

    /// <summary>
    /// How much can have filled of an order whose end was told without a count: a description or an error says that it is cancelled, and not how much had filled before.
    /// Null when the broker's status has counted it, or all executions were told since.
    /// </summary>
    public decimal? Uncounted { get; internal set; }

    /// <summary>Quantity that the broker may have in the worst case: of a change that is not confirmed the larger one.</summary>
    public decimal WorstQuantity => Math.Max(Order.Quantity, Order.PendingChange?.Quantity ?? 0m);

    /// <summary>What the broker counts, or may count, as filled of an order that has ended, and whose executions have not come: it moves the position still.</summary>
    public decimal Owed => Order.State.IsFinal() ? Math.Max(0m, CountedAtEnd - Order.Filled) : 0m;

    /// <summary>True when an ended order has still to move a position: by executions of its own, or of its legs, that have not come.</summary>
    public bool IsOwed => Owed > 0m || (Order.State.IsFinal() && AreLegsBehind);

    /// <summary>True while the broker counts, or may count, more filled than its executions that have come.</summary>
    public bool IsBehind => BrokerFilled > Order.Filled || IsOwed || AreLegsBehind;

    /// <summary>True when fewer executions of a leg have come than of the combination; the two come in any order.</summary>
    public bool AreLegsBehind
    {
        get
        {
            if (Order.Contract.Legs is not { } legs || _areLegsForgone) return false;
            for (int i = 0; i < legs.Items.Count; i++)
                if (FilledOf(legs.Items[i].ConId) < Order.Filled * legs.Items[i].Ratio) return true;
            return false;
        }
    }

    /// <summary>Since when the broker's filled quantity is ahead of the executions; null when it is not.</summary>
    public DateTimeOffset? AheadSince { get; set; }

    /// <summary>When the first comparison began, after the connection over which it was sent had gone, that did not name it; null when it was named or none has ended.</summary>
    public DateTimeOffset? AbsentSince { get; set; }

    /// <summary>Comparison round in which the broker last named it; 0 when none.</summary>
    public int SeenRound { get; set; }

    /// <summary>Comparison round in which the broker listed it as completed; 0 when none.</summary>
    public int CompletedRound { get; set; }

    /// <summary>When the broker last said anything about it; null when it has not.</summary>
    public DateTimeOffset? SeenTime { get; set; }

    /// <summary>Further order ids under which the broker told the same permId; empty in an orderly world.</summary>
    public IReadOnlyList<OrderId> Twins => _twins;

    /// <summary>True when the broker has ever confirmed that it has the order.</summary>
    public bool IsKnownAtBroker => Order.PermId.Value != 0 || _fills.Count > 0 || SeenTime is not null;

    /// <summary>True while the broker owes an answer to the last thing that was sent about the order.</summary>
    public bool IsAnswerDue =>
        (Order.State == OrderState.PendingSubmit && !(SeenTime >= SentTime))
        || (Order.State == OrderState.PendingCancel && !IsCancelAtBroker)
        || (Order.PendingChange is not null && Order.State.IsWorking());

    /// <summary>What can still move the position in the worst case: a modification that is not confirmed counts with the larger quantity, and an ended order with what is owed of it.</summary>
    public decimal WorstRemaining => Order.State.IsFinal()
        ? Owed
        : Math.Max(0m, WorstQuantity - Order.Filled);

    /// <summary>The same of one leg of a combination. Its position moves by its own executions, so what counts is what has not come of these.</summary>
    public decimal WorstRemainingOf(ComboLeg leg)
    {
        ArgumentNullException.ThrowIfNull(leg);
        if (Order.State.IsFinal() && _areLegsForgone) return 0m;
        decimal most = Order.State.IsFinal() ? Math.Max(Order.Filled, CountedAtEnd) : WorstQuantity;
        return Math.Max(0m, most * leg.Ratio - FilledOf(leg.ConId));
    }

    /// <summary>The broker has told all executions that it has: those of legs that are still missing do not come any more.</summary>
    internal void ForgoLegs() => _areLegsForgone = true;

    /// <summary>The broker named the order with this id in a comparison round.</summary>
    public void NamedIn(int round, OrderId orderId)
    {
        if (round != _namedRound) _named.Clear();
        _namedRound = round;
        _named.Add(orderId);
    }

    /// <summary>Ids under which the broker named the order in a comparison round.</summary>
    public IReadOnlyCollection<OrderId> IdsNamedIn(int round) => round == _namedRound ? _named : [];

    internal void AddTwin(OrderId orderId) => _twins.Add(orderId);

    internal void EndTwins() => _twins.Clear();

    /// <summary>True for the execution of one leg of a combination: it moves a position, and is no part of the order's own quantity.</summary>
    public bool IsOfLeg(Fill fill) => Order.Contract.SecurityType == SecurityType.Combo && fill.Contract.SecurityType != SecurityType.Combo;

    /// <summary>Takes in a fill of the order, or the correction of one.</summary>
    public void Take(Fill fill) => (IsOfLeg(fill) ? _legs : _fills)[fill.ExecId.Key] = fill;

    /// <summary>Filled quantity, average price and commission of all fills taken in. Only commissions in the contract's currency are summed.</summary>
    public (decimal Filled, decimal? AveragePrice, decimal? Commission) Sum()
    {
        decimal filled = 0m, value = 0m;
        decimal? commission = null;
        foreach (Fill f in _fills.Values)
        {
            filled += f.Quantity;
            value += f.Quantity * f.Price;
            if (f.Commission is { } c && IsInContractCurrency(f)) commission = (commission ?? 0m) + c;
        }
        foreach (Fill f in _legs.Values)
            if (f.Commission is { } c && (f.CommissionCurrency.Length == 0 || f.CommissionCurrency == Order.Contract.Currency)) commission = (commission ?? 0m) + c;
        return (filled, filled == 0m ? null : value / filled, commission);
    }

    private decimal CountedAtEnd => Math.Max(BrokerFilled, Uncounted ?? 0m);

    private decimal FilledOf(ConId conId)
    {
        decimal sum = 0m;
        foreach (Fill fill in _legs.Values)
            if (fill.Contract.ConId == conId) sum += fill.Quantity;
        return sum;
    }

    private static bool IsInContractCurrency(Fill fill) => fill.CommissionCurrency.Length == 0 || fill.CommissionCurrency == fill.Contract.Currency;
}
