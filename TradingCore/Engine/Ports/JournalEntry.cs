using TradingCore.Domain;

namespace TradingCore.Engine.Ports;

/// <summary>One durable fact.</summary>
public abstract record JournalEntry;

/// <summary>An order as it now is; the newest of one <see cref="Order.OrderRef"/> counts.</summary>
public sealed record OrderWritten(Order Order) : JournalEntry;

/// <summary>A fill, a correction of one, or its commission; the newest of one <see cref="ExecId.Key"/> counts.</summary>
public sealed record FillWritten(Fill Fill) : JournalEntry;

/// <summary>A change of a position that is not a fill of ours, with its cause, for example what the broker held when first met.</summary>
/// <param name="Account">Account.</param>
/// <param name="Contract">Contract.</param>
/// <param name="Quantity">Signed change of the quantity.</param>
/// <param name="Price">Price per unit it is booked at.</param>
/// <param name="Cause">A sentence.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Kind">What kind of booking it is; <see cref="AdjustmentKind.None"/> in what was written before kinds were kept.</param>
public sealed record PositionAdjusted(
    AccountId Account, Contract Contract, decimal Quantity, decimal Price, string Cause, DateTimeOffset Time, AdjustmentKind Kind = AdjustmentKind.None) : JournalEntry;

/// <summary>The whole watchlist in its order; the newest counts.</summary>
public sealed record WatchlistWritten(IReadOnlyList<ContractQuery> Queries) : JournalEntry;

/// <summary>Order ids up to and including <paramref name="UpTo"/> must never be given out again for this client id.</summary>
public sealed record OrderIdsReserved(int ClientId, int UpTo) : JournalEntry;

/// <summary>A setting that the running system changed, for example a risk limit.</summary>
public sealed record SettingWritten(string Key, string Value, string ChangedBy, DateTimeOffset Time) : JournalEntry;
