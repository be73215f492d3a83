using TradingCore.Domain;

namespace TradingCore.Risk;

/// <summary>Everything the checks may know about one order and the moment. Immutable.</summary>
public sealed record RiskContext
{
    /// <summary>What is wanted. For a change of an order: the order as it would be.</summary>
    public required OrderSpec Spec { get; init; }

    /// <summary>Time to judge at, UTC.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Account.</summary>
    public AccountId Account { get; init; }

    /// <summary>Accounts of the login; empty until known.</summary>
    public IReadOnlyList<AccountId> Accounts { get; init; } = [];

    /// <summary>The contract; null when it is not known.</summary>
    public Instrument? Instrument { get; init; }

    /// <summary>Newest quote; null when none has come.</summary>
    public Quote? Quote { get; init; }

    /// <summary>The order that would be changed; null for a new one.</summary>
    public Order? Replaces { get; init; }

    /// <summary>True when the engine made the order to close what is held: its size is counted, not typed.</summary>
    public bool IsClosing { get; init; }

    /// <summary>An order of the same intent that is not final; null when there is none. Until it is, no second one leaves.</summary>
    public Order? SameIntent { get; init; }

    /// <summary>True when the order was accepted before and leaves the queue now: it is no repetition of itself.</summary>
    public bool IsFromQueue { get; init; }

    /// <summary>What is wrong with the legs of a combination; empty when they are well or there are none.</summary>
    public string LegFault { get; init; } = "";

    /// <summary>What distances from a price are measured by, where the price itself can be near zero: of a combination the prices of its legs; null for the price.</summary>
    public decimal? PriceScale { get; init; }

    /// <summary>What is wrong with the order that must fill first; empty when it is well or there is none.</summary>
    public string ParentFault { get; init; } = "";

    /// <summary>What may leave at all.</summary>
    public TradingGate Gate { get; init; }

    /// <summary>Why the gate is not open, a sentence; empty when it is.</summary>
    public string GateReason { get; init; } = "";

    /// <summary>True when orders, executions and positions agree with the broker since the last gap.</summary>
    public bool IsVerified { get; init; }

    /// <summary>Signed position before the order.</summary>
    public decimal Position { get; init; }

    /// <summary>What can still be bought by working orders, the changed one not counted; foreign and unknown orders included.</summary>
    public decimal WorkingBuys { get; init; }

    /// <summary>What can still be sold by working orders, the changed one not counted; foreign and unknown orders included.</summary>
    public decimal WorkingSells { get; init; }

    /// <summary>What can still fill of the order that would be changed; 0 for a new one.</summary>
    public decimal ReplacedRemaining { get; init; }

    /// <summary>Base currency, in which the notional limit is.</summary>
    public string BaseCurrency { get; init; } = "USD";

    /// <summary>Base currency per unit of the contract's currency; null when no rate is known.</summary>
    public decimal? RateToBase { get; init; }

    /// <summary>What the order can still fill: its quantity without what has filled already.</summary>
    public decimal Remaining => Math.Max(0m, Spec.Quantity - (Replaces?.Filled ?? 0m));

    /// <summary>Largest position, long or short, when everything that works fills, before the order.</summary>
    public decimal WorstBefore => Spec.Side == OrderSide.Buy
        ? Math.Max(Math.Abs(Position + WorkingBuys + ReplacedRemaining), Math.Abs(Position - WorkingSells))
        : Math.Max(Math.Abs(Position + WorkingBuys), Math.Abs(Position - WorkingSells - ReplacedRemaining));

    /// <summary>The same with the order.</summary>
    public decimal WorstAfter => Spec.Side == OrderSide.Buy
        ? Math.Max(Math.Abs(Position + WorkingBuys + Remaining), Math.Abs(Position - WorkingSells))
        : Math.Max(Math.Abs(Position + WorkingBuys), Math.Abs(Position - WorkingSells - Remaining));

    /// <summary>
    /// True when the order can only make the position smaller, even if everything that works on its side fills; or when it changes an
    /// order so that no more can fill than before.
    /// </summary>
    public bool IsReduction =>
        (Replaces is not null && Remaining <= ReplacedRemaining)
        || (Spec.Side == OrderSide.Sell && Position > 0m && WorkingSells + Remaining <= Position)
        || (Spec.Side == OrderSide.Buy && Position < 0m && WorkingBuys + Remaining <= -Position);
}
