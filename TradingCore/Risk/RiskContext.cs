using TradingCore.Domain;
using TradingCore.Risk.Activity;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk;

/// <summary>Everything the checks may know about one order and the moment. Filled by the engine, which uses it again for later events; checks only read.</summary>
public sealed record RiskContext
{
    /// <summary>What is wanted. For a change of an order: the order as it would be.</summary>
    public required OrderSpec Spec { get; set; }

    /// <summary>Time to judge at, UTC.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>The day of P&amp;L that runs.</summary>
    public DateOnly Today { get; set; }

    /// <summary>Limits that hold for the order.</summary>
    public EffectiveLimits Limits { get; set; } = EffectiveLimits.Defaults;

    /// <summary>Account.</summary>
    public AccountId Account { get; set; }

    /// <summary>Accounts of the login; empty until known.</summary>
    public IReadOnlyList<AccountId> Accounts { get; set; } = [];

    /// <summary>What kind of account trading is meant for.</summary>
    public TradingMode Mode { get; set; }

    /// <summary>Who commands: <c>user</c>, <c>api</c> or <c>strategy</c>.</summary>
    public string Source { get; set; } = "";

    /// <summary>The contract; null when it is not known.</summary>
    public Instrument? Instrument { get; set; }

    /// <summary>Newest quote; null when none has come.</summary>
    public Quote? Quote { get; set; }

    /// <summary>What bars say of the market.</summary>
    public MarketFacts Facts { get; set; } = MarketFacts.None;

    /// <summary>Where the moment stands in the contract's hours.</summary>
    public SessionHours Hours { get; set; }

    /// <summary>Limit up-limit down band as the feed tells it; null when it does not, then it is estimated.</summary>
    public (decimal Low, decimal High)? LiveBand { get; set; }

    /// <summary>True when the price fell so far that short sales are restricted (rule 201), by estimate from the day's low and the close before.</summary>
    public bool IsShortSaleRestricted { get; set; }

    /// <summary>The order that would be changed; null for a new one.</summary>
    public Order? Replaces { get; set; }

    /// <summary>Orders of the same step that leave before it: of the exits of a bracket their entry and the exits before; 0 for an entry and for an order that stands alone.</summary>
    public int LeavesAfter { get; set; }

    /// <summary>True when the engine made the order to close what is held: its size is counted, not typed.</summary>
    public bool IsClosing { get; set; }

    /// <summary>An order of the same intent that is not final; null when there is none. Until it is, no second one leaves.</summary>
    public Order? SameIntent { get; set; }

    /// <summary>True when the order was accepted before and leaves the queue now: it is no repetition of itself.</summary>
    public bool IsFromQueue { get; set; }

    /// <summary>What is wrong with the legs of a combination; empty when they are well or there are none.</summary>
    public string LegFault { get; set; } = "";

    /// <summary>What distances from a price are measured by, where the price itself can be near zero: of a combination the prices of its legs; null for the price.</summary>
    public decimal? PriceScale { get; set; }

    /// <summary>What is wrong with the order that must fill first; empty when it is well or there is none.</summary>
    public string ParentFault { get; set; } = "";

    /// <summary>How the broker divides the order among a group when the order does not say it; empty for an order that says it, or is for one account.</summary>
    public string GroupMethod { get; set; } = "";

    /// <summary>What may leave at all.</summary>
    public TradingGate Gate { get; set; }

    /// <summary>Why the gate is not open, a sentence; empty when it is.</summary>
    public string GateReason { get; set; } = "";

    /// <summary>True when orders, executions and positions agree with the broker since the last gap.</summary>
    public bool IsVerified { get; set; }

    /// <summary>Signed position before the order.</summary>
    public decimal Position { get; set; }

    /// <summary>What can still be bought by working orders, the changed one not counted; foreign and unknown orders included.</summary>
    public decimal WorkingBuys { get; set; }

    /// <summary>What can still be sold by working orders, the changed one not counted; foreign and unknown orders included.</summary>
    public decimal WorkingSells { get; set; }

    /// <summary>What can still fill of the order that would be changed; 0 for a new one.</summary>
    public decimal ReplacedRemaining { get; set; }

    /// <summary>Working orders of the same contract, account and side, the changed one not counted.</summary>
    public int WorkingCount { get; set; }

    /// <summary>A working order of ours on the other side that the order would trade with; null when there is none.</summary>
    public Order? Crossing { get; set; }

    /// <summary>Why <see cref="Crossing"/> cannot be cancelled to make room for the order, a sentence; empty when it can, or when nobody asked.</summary>
    public string CrossingFault { get; set; } = "";

    /// <summary>True when all orders that it would trade with are cancelled before it leaves: it waits until they have ended.</summary>
    public bool WaitsForCrossing { get; set; }

    /// <summary>Base currency, in which money limits are.</summary>
    public string BaseCurrency { get; set; } = "USD";

    /// <summary>Base currency per unit of the contract's currency; null when no rate is known.</summary>
    public decimal? RateToBase { get; set; }

    /// <summary>Net liquidation value, base currency; null until known.</summary>
    public decimal? Equity { get; set; }

    /// <summary>Excess liquidity, base currency; null until known.</summary>
    public decimal? ExcessLiquidity { get; set; }

    /// <summary>Settled cash, base currency; null until known.</summary>
    public decimal? SettledCash { get; set; }

    /// <summary>Market price that positions in the contract are valued with; null when not known.</summary>
    public decimal? MarkPrice { get; set; }

    /// <summary>Worst exposures of all other contracts of the account in the base currency; null when one cannot be valued.</summary>
    public ExposureSum? Others { get; set; }

    /// <summary>Worst exposure of the other contracts of the same sector, base currency.</summary>
    public decimal SectorOthers { get; set; }

    /// <summary>What of <see cref="WorkingBuys"/> belongs to orders of a group, which may fill in another account of it. Known only when a limit over all accounts asks for it.</summary>
    public decimal GroupBuys { get; set; }

    /// <summary>The same of <see cref="WorkingSells"/>.</summary>
    public decimal GroupSells { get; set; }

    /// <summary>Largest positions in the contract that the other accounts of the login could reach, added up, and each order to a group once. Known only when a limit over all accounts asks for it.</summary>
    public decimal OtherAccountsWorst { get; set; }

    /// <summary>What the worst gross exposure of all accounts has beside <see cref="Others"/> and this contract in this account, base currency; null when a part cannot be valued, or no limit over all accounts asks for it.</summary>
    public decimal? OtherAccountsGross { get; set; }

    /// <summary>Profit and loss of the day of all accounts of the login that counts for the limit, base currency; null when a part is not known, or no limit over all accounts asks for it.</summary>
    public decimal? TotalDayPnl { get; set; }

    /// <summary>The contract or order that cannot be valued; empty when all can.</summary>
    public string Unvalued { get; set; } = "";

    /// <summary>The broker's margin for each share or contract of this side, when it was asked lately; null otherwise.</summary>
    public decimal? PreviewedMargin { get; set; }

    /// <summary>Profit and loss of the day after fees that counts for the limit, base currency; null when not known.</summary>
    public decimal? DayPnl { get; set; }

    /// <summary>Equity at the start of the day; null until known.</summary>
    public decimal? StartEquity { get; set; }

    /// <summary>Highest equity; null until known.</summary>
    public decimal? PeakEquity { get; set; }

    /// <summary>Money that a person recorded as paid in and that may not be in <see cref="Equity"/> yet, base currency, 0 or above; it is in <see cref="PeakEquity"/>.</summary>
    public decimal FlowOnItsWay { get; set; }

    /// <summary>Cash that is gone at the broker and that nothing in the books explains, base currency, 0 or below; null while it is not known. Asked for only below the limit of the drawdown.</summary>
    public decimal? PaidOut { get; set; } = 0m;

    /// <summary>Losing trades of the strategy in a row.</summary>
    public int StrategyStreak { get; set; }

    /// <summary>Profit and loss of the strategy today, base currency.</summary>
    public decimal StrategyPnl { get; set; }

    /// <summary>Last sign of life of the strategy; null when none came, or a person sends the order.</summary>
    public Heartbeat? Heartbeat { get; set; }

    /// <summary>Average price of own fills of the last minutes; null when there are none.</summary>
    public decimal? RecentFillPrice { get; set; }

    /// <summary>Messages sent to the gateway in the last second.</summary>
    public int MessagesLastSecond { get; set; }

    /// <summary>Orders of the strategy in the symbol and side in the last minute.</summary>
    public int RepeatsMinute { get; set; }

    /// <summary>The same today.</summary>
    public int RepeatsDay { get; set; }

    /// <summary>Orders, changes and cancels of the account today.</summary>
    public int MessagesToday { get; set; }

    /// <summary>Fills of the account today.</summary>
    public int FillsToday { get; set; }

    /// <summary>Middle size of the orders that people sent in the symbol in the last 30 days; null when too few.</summary>
    public decimal? UsualSize { get; set; }

    /// <summary>Quantity of the order that must fill first; null when there is none.</summary>
    public decimal? ParentQuantity { get; set; }

    /// <summary>Quantity of the other exits of the same kind that wait for the same order.</summary>
    public decimal SiblingQuantity { get; set; }

    /// <summary>True when a stop order that protects the position comes with it.</summary>
    public bool HasProtectiveStop { get; set; }

    /// <summary>Version of the limits that the verdict is made by.</summary>
    public int LimitsVersion => Limits.Version;

    /// <summary>What the order can still fill: its quantity without what has filled already.</summary>
    public decimal Remaining => Math.Max(0m, Quantity - (Replaces?.Filled ?? 0m));

    /// <summary>Quantity of the order; of one that is sized in money the most that it can make at the market of now.</summary>
    public decimal Quantity => Spec.Attributes.CashQuantity is not { } cash || Spec.Quantity != 0m ? Spec.Quantity
        : Instrument is null ? 0m
        : CashSize.Of(Spec.Side, cash, Spec.LimitPrice, Quote, Instrument.Contract, Instrument.SizeIncrement);

    /// <summary>Value of a part of the order, contract's currency; of one that is sized in money never more than its amount, though its quantity is rounded up.</summary>
    /// <param name="quantity">The part, 0 to <see cref="Quantity"/>.</param>
    /// <param name="price">Price of one share or contract as it is quoted.</param>
    public decimal ValueOf(decimal quantity, decimal price)
    {
        decimal value = Math.Abs(quantity) * Math.Abs(price) * (Instrument?.Contract.Multiplier ?? 1m);
        return Spec.Quantity == 0m && Spec.Attributes.CashQuantity is { } cash ? Math.Min(value, cash) : value;
    }

    /// <summary>Largest position, long or short, when everything that works fills, before the order.</summary>
    public decimal WorstBefore => Worst(ReplacedRemaining);

    /// <summary>The same without the order: neither as it is to be, nor, when it is changed, as it works now.</summary>
    public decimal WorstWithout => Worst(0m);

    /// <summary>The same with the order.</summary>
    public decimal WorstAfter => Worst(Remaining);

    /// <summary>What this contract in this account adds to the worst case of all accounts, with the order; an order to a group counts once in all of them.</summary>
    public decimal WorstInTotal => Spec.Attributes.FaGroup.Length > 0 ? WorstOf(0m, GroupBuys, GroupSells) + Remaining : WorstOf(Remaining, GroupBuys, GroupSells);

    /// <summary>Signed position when all purchases that work fill, with the order.</summary>
    public decimal LongAfter => Position + WorkingBuys + (Spec.Side == OrderSide.Buy ? Remaining : 0m);

    /// <summary>Signed position when all sales that work fill, with the order.</summary>
    public decimal ShortAfter => Position - WorkingSells - (Spec.Side == OrderSide.Sell ? Remaining : 0m);

    /// <summary>How far the order could make the account short; 0 when it could not.</summary>
    public decimal ShortQuantity => Spec.Side == OrderSide.Sell ? Math.Max(0m, -ShortAfter) : 0m;

    /// <summary>True when the order can only make the position smaller, even if everything that works on its side fills.</summary>
    public bool IsReducing =>
        (Spec.Side == OrderSide.Sell && Position > 0m && WorkingSells + Remaining <= Position)
        || (Spec.Side == OrderSide.Buy && Position < 0m && WorkingBuys + Remaining <= -Position);

    /// <summary>True when it changes an order so that no more can fill than before, at no price that is nearer to the market.</summary>
    public bool IsEasing => Replaces is { } order && Remaining <= ReplacedRemaining && !IsNearer(Spec.LimitPrice, order.LimitPrice, isStop: false) && !IsNearer(Spec.StopPrice, order.StopPrice, isStop: Spec.Type is not (OrderType.MarketIfTouched or OrderType.LimitIfTouched));

    /// <summary>True for what only takes risk away; it passes the limits of exposure, margin and loss (R19 to R27).</summary>
    public bool IsReduction => IsReducing || IsEasing;

    private decimal Worst(decimal quantity) => WorstOf(quantity, 0m, 0m);

    private decimal WorstOf(decimal quantity, decimal buysLess, decimal sellsLess) => Spec.Side == OrderSide.Buy
        ? Math.Max(Math.Abs(Position + WorkingBuys - buysLess + quantity), Math.Abs(Position - WorkingSells + sellsLess))
        : Math.Max(Math.Abs(Position + WorkingBuys - buysLess), Math.Abs(Position - WorkingSells + sellsLess - quantity));

    // A purchase comes nearer to the market with a higher limit or a lower stop; the trigger of a touch lies on the limit's side of the market.
    private bool IsNearer(decimal? price, decimal? before, bool isStop)
    {
        if (price == before) return false;
        if (price is not { } now || before is not { } then) return true;
        return (Spec.Side == OrderSide.Buy) != isStop ? now > then : now < then;
    }
}
