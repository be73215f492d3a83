namespace TradingCore.Domain;

/// <summary>Money beyond positions and account values: ledgers of days, comparison with the broker, rates, cash, groups.</summary>
public sealed record MoneyState
{
    /// <summary>Nothing known yet.</summary>
    public static readonly MoneyState Empty = new();

    /// <summary>The present day of every account, by code.</summary>
    public IReadOnlyList<DayLedger> Ledgers { get; init; } = [];
    /// <summary>Days that are over, newest first.</summary>
    public IReadOnlyList<DayLedger> PastDays { get; init; } = [];
    /// <summary>Every comparison with the broker, those that stop orders first.</summary>
    public IReadOnlyList<TieOutItem> TieOut { get; init; } = [];
    /// <summary>Present exchange rates.</summary>
    public IReadOnlyList<ExchangeRate> Rates { get; init; } = [];
    /// <summary>Cash by account and currency.</summary>
    public IReadOnlyList<CashLine> Cash { get; init; } = [];
    /// <summary>Groups of an advisor; empty for other logins.</summary>
    public IReadOnlyList<AdvisorGroup> Groups { get; init; } = [];
    /// <summary>Names that an advisor gave to accounts.</summary>
    public IReadOnlyDictionary<AccountId, string> Aliases { get; init; } = new Dictionary<AccountId, string>();
    /// <summary>Changes of positions and cash that are no fills, newest first.</summary>
    public IReadOnlyList<Adjustment> Adjustments { get; init; } = [];
}

/// <summary>Cash of an account in one currency.</summary>
/// <param name="Account">Account.</param>
/// <param name="Currency">Currency.</param>
/// <param name="Own">As own fills move it; null while the account's cash was not taken over.</param>
/// <param name="Broker">As the broker tells it; null until told.</param>
/// <param name="BrokerTotal">The broker's with the open P&amp;L of futures; null until told.</param>
/// <param name="BrokerTime">When the broker told it; null until then.</param>
public sealed record CashLine(AccountId Account, string Currency, decimal? Own, decimal? Broker, decimal? BrokerTotal, DateTimeOffset? BrokerTime);

/// <summary>A change that the broker made without a trade of ours.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Account">Account.</param>
/// <param name="Ticker">Contract; empty for cash.</param>
/// <param name="Currency">Currency of the cash; empty for a position.</param>
/// <param name="Quantity">Signed quantity, or signed amount of cash.</param>
/// <param name="Price">Price per unit; 0 for cash.</param>
/// <param name="Cause">A sentence.</param>
/// <param name="Kind">What kind of booking it is.</param>
public sealed record Adjustment(
    DateTimeOffset Time, AccountId Account, string Ticker, string Currency, decimal Quantity, decimal Price, string Cause, AdjustmentKind Kind = AdjustmentKind.Person);
