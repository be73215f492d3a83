using TradingCore.Domain;

namespace TradingCore.Positions;

/// <summary>One position with what the broker says about it. Owned by <see cref="PositionBook"/>; changed by the engine's loop alone.</summary>
public sealed class PositionEntry
{
    internal PositionEntry(AccountId account, Contract contract, TradingDay? days)
    {
        Account = account;
        Contract = contract;
        Ledger = new PositionLedger(contract.Multiplier > 0m ? contract.Multiplier : 1m, days);
    }

    /// <summary>Account.</summary>
    public AccountId Account { get; }

    /// <summary>What is held.</summary>
    public Contract Contract { get; internal set; }

    /// <summary>Figures from our own fills.</summary>
    public PositionLedger Ledger { get; private set; }

    /// <summary>What it was worth when the day began; null until known.</summary>
    public StartOfDay? Start { get; set; }

    /// <summary>The broker's quantity; null until told.</summary>
    public decimal? BrokerQuantity { get; internal set; }

    /// <summary>The broker's average cost per unit, commission included; null until told.</summary>
    public decimal? BrokerAverageCost { get; internal set; }

    /// <summary>The broker's P&amp;L; null until told.</summary>
    public BrokerPnl? BrokerPnl { get; internal set; }

    /// <summary>Comparison round in which the broker last told the quantity; 0 when none.</summary>
    public int SeenRound { get; internal set; }

    /// <summary>When the quantity of either side last changed, UTC.</summary>
    public DateTimeOffset ChangedTime { get; internal set; }

    /// <summary>The <see cref="Difference"/> whose executions were asked for at once; 0 when none.</summary>
    internal decimal LookedDifference { get; set; }

    /// <summary>Since when both quantities differ without having agreed in between, UTC; null while they agree.</summary>
    public DateTimeOffset? DifferingSince { get; internal set; }

    /// <summary>When something was last booked here, UTC.</summary>
    public DateTimeOffset BookedTime { get; internal set; }

    /// <summary>When the broker last told the quantity, UTC.</summary>
    public DateTimeOffset BrokerTime { get; internal set; }

    /// <summary>Broker's quantity minus ours; 0 while the broker has said nothing.</summary>
    public decimal Difference => (BrokerQuantity ?? Ledger.Quantity) - Ledger.Quantity;

    /// <summary>
    /// The part of <see cref="Difference"/> that the broker told after the last booking here: something was traded, or happened, whose execution has not come yet. 0 when
    /// the broker has only not told its position since.
    /// </summary>
    public decimal Unexplained => BrokerTime > BookedTime ? Difference : 0m;

    /// <summary>What is held by both books while one of them is ahead: an order that closes more could open the other side.</summary>
    public decimal SureQuantity => Unexplained == 0m ? Ledger.Quantity
        : Math.Sign(Ledger.Quantity) != Math.Sign(BrokerQuantity ?? 0m) ? 0m
        : Math.Abs(Ledger.Quantity) <= Math.Abs(BrokerQuantity ?? 0m) ? Ledger.Quantity
        : BrokerQuantity ?? 0m;

    /// <summary>True when the quantities still differed after the broker was asked again: no new order until they agree.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>When the trader was told about the difference, UTC; null before.</summary>
    public DateTimeOffset? DifferedTime { get; set; }

    /// <summary>True when the trader was told about the difference.</summary>
    public bool IsDifferenceTold => DifferedTime is not null;

    /// <summary>Comparison round that was asked for because of the difference; 0 when none.</summary>
    public int CheckedRound { get; set; }

    /// <summary>The contract was resolved, and its prices are told in another part of the currency than was thought: what was booked is valued anew.</summary>
    internal void Rescale(decimal multiplier)
    {
        WantedMultiplier = null;
        if (multiplier <= 0m || multiplier == Ledger.Multiplier) return;
        decimal? cost = BrokerAverageCost * Ledger.Multiplier / multiplier;
        if (Ledger.Rescaled(multiplier, cost) is not { } ledger)
        {
            WantedMultiplier = multiplier;
            return;
        }
        Ledger = ledger;
        BrokerAverageCost = cost;
        Published = null;
    }

    /// <summary>The multiplier with which it cannot be valued before the broker has told its cost; null when it is valued rightly. No new order until it is.</summary>
    public decimal? WantedMultiplier { get; private set; }

    /// <summary>The newest published form; null when it must be made again.</summary>
    internal Position? Published { get; set; }
}

/// <summary>The broker's P&amp;L of one position, in the contract's currency.</summary>
/// <param name="Quantity">Signed quantity it is about; null when not told.</param>
/// <param name="MarketValue">Its value at the broker's price; null when not told.</param>
/// <param name="Daily">Of the day; null when not told.</param>
/// <param name="Unrealized">Unrealised, commission of opening taken off; null when not told.</param>
/// <param name="Realized">Realised today, commission taken off; null when not told.</param>
/// <param name="Time">When it came, UTC.</param>
public sealed record BrokerPnl(decimal? Quantity, decimal? MarketValue, decimal? Daily, decimal? Unrealized, decimal? Realized, DateTimeOffset Time);
