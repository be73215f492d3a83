using TradingCore.Domain;

namespace TradingCore.Positions;

/// <summary>One position with what the broker says about it. Owned by <see cref="PositionBook"/>; changed by the engine's loop alone.</summary>
public sealed class PositionEntry
{
    internal PositionEntry(AccountId account, Contract contract)
    {
        Account = account;
        Contract = contract;
        Ledger = new PositionLedger(contract.Multiplier > 0m ? contract.Multiplier : 1m);
    }

    /// <summary>Account.</summary>
    public AccountId Account { get; }

    /// <summary>What is held.</summary>
    public Contract Contract { get; internal set; }

    /// <summary>Figures from our own fills.</summary>
    public PositionLedger Ledger { get; }

    /// <summary>The broker's quantity; null until told.</summary>
    public decimal? BrokerQuantity { get; internal set; }

    /// <summary>The broker's average cost per unit, commission included; null until told.</summary>
    public decimal? BrokerAverageCost { get; internal set; }

    /// <summary>The broker's unrealised P&amp;L; null until told.</summary>
    public decimal? BrokerUnrealizedPnl { get; internal set; }

    /// <summary>Comparison round in which the broker last told the quantity; 0 when none.</summary>
    public int SeenRound { get; internal set; }

    /// <summary>When the quantity of either side last changed, UTC.</summary>
    public DateTimeOffset ChangedTime { get; internal set; }

    /// <summary>Broker's quantity minus ours; 0 while the broker has said nothing.</summary>
    public decimal Difference => (BrokerQuantity ?? Ledger.Quantity) - Ledger.Quantity;

    /// <summary>True when the quantities still differed after the broker was asked again: no new order until they agree.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>True when the trader was told about the difference.</summary>
    public bool IsDifferenceTold { get; set; }

    /// <summary>Comparison round that was asked for because of the difference; 0 when none.</summary>
    public int CheckedRound { get; set; }

    /// <summary>The newest published form; null when it must be made again.</summary>
    internal Position? Published { get; set; }
}
