using TradingCore.Domain;
using TradingCore.Positions;

namespace TradingCore.Engine.Ports;

/// <summary>What the last run left behind; the engine starts from it.</summary>
public sealed record RecoveredState
{
    /// <summary>Nothing stored yet.</summary>
    public static readonly RecoveredState Empty = new();

    /// <summary>All orders that are not final, and the final ones of the last days.</summary>
    public IReadOnlyList<Order> Orders { get; init; } = [];
    /// <summary>Sizes that people sent in the last 30 days in orders that are not among <see cref="Orders"/>, oldest first.</summary>
    public IReadOnlyList<SentSize> Sizes { get; init; } = [];
    /// <summary>What older fills and adjustments of each position come to; they are not among <see cref="Fills"/> and <see cref="Adjustments"/>.</summary>
    public IReadOnlyList<PositionBalance> Balances { get; init; } = [];
    /// <summary>Executions in <see cref="Balances"/> that the broker could report again or correct: their ids in the newest revision.</summary>
    public IReadOnlyList<string> SummedExecutions { get; init; } = [];
    /// <summary>The fills that are not in <see cref="Balances"/>, oldest first; corrections already applied.</summary>
    public IReadOnlyList<Fill> Fills { get; init; } = [];
    /// <summary>The position adjustments that are not in <see cref="Balances"/>, oldest first.</summary>
    public IReadOnlyList<PositionAdjusted> Adjustments { get; init; } = [];
    /// <summary>Stored watchlist; null when none was ever stored (then the configured one is taken).</summary>
    public IReadOnlyList<ContractQuery>? Watchlist { get; init; }
    /// <summary>Highest reserved order id by client id.</summary>
    public IReadOnlyDictionary<int, int> OrderIdHighWater { get; init; } = new Dictionary<int, int>();
    /// <summary>Settings changed at run time, by key.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <summary>The size of an order that a person sent.</summary>
/// <param name="Ticker">Contract.</param>
/// <param name="Quantity">Shares or contracts.</param>
/// <param name="Time">When, UTC.</param>
public readonly record struct SentSize(string Ticker, decimal Quantity, DateTimeOffset Time);

/// <summary>Everything that was ever booked to one position, as far as the history holds it.</summary>
/// <param name="Account">Account.</param>
/// <param name="Contract">What is held.</param>
/// <param name="Start">What the bookings that are deleted already come to.</param>
/// <param name="Fills">Fills, oldest first; corrections applied.</param>
/// <param name="Adjustments">Adjustments, oldest first.</param>
public sealed record PositionPast(AccountId Account, Contract Contract, LedgerBalance Start, IReadOnlyList<Fill> Fills, IReadOnlyList<PositionAdjusted> Adjustments);

/// <summary>What older bookings of one position come to.</summary>
/// <param name="Account">Account.</param>
/// <param name="Contract">What is held.</param>
/// <param name="Ledger">The figures.</param>
/// <param name="LastTime">Time of the newest booking in them, UTC.</param>
public sealed record PositionBalance(AccountId Account, Contract Contract, LedgerBalance Ledger, DateTimeOffset LastTime);
