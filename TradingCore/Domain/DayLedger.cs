namespace TradingCore.Domain;

/// <summary>Money of one account on one day, in its base currency, from own fills and marks. Survives restarts.</summary>
/// <remarks>
/// <see cref="RealizedPnl"/> and <see cref="UnrealizedPnl"/> less <see cref="Fees"/> is <see cref="DayPnl"/>. The day begins at
/// <c>Positions:DayStart</c> in <c>Positions:DayZone</c>.
/// </remarks>
public sealed record DayLedger
{
    /// <summary>Account.</summary>
    public AccountId Account { get; init; }
    /// <summary>The day, in the zone of the setting <c>Positions:DayZone</c>.</summary>
    public DateOnly Day { get; init; }
    /// <summary>Base currency of the account, ISO code; all amounts are in it.</summary>
    public string BaseCurrency { get; init; } = "";
    /// <summary>Equity when the day began; deposits and withdrawals of the day are not in it.</summary>
    public decimal StartEquity { get; init; }
    /// <summary>Equity now: the broker's newest figure and what own marks made of it since.</summary>
    public decimal Equity { get; init; }
    /// <summary>Highest equity ever seen, moved by deposits and withdrawals, so that a withdrawal is no drawdown.</summary>
    public decimal PeakEquity { get; init; }
    /// <summary>Realised P&amp;L of the day before fees, at the rates of the day.</summary>
    public decimal RealizedPnl { get; init; }
    /// <summary>Change of the unrealised P&amp;L since the day began, at the present rates.</summary>
    public decimal UnrealizedPnl { get; init; }
    /// <summary>Commission and fees of the day; above 0 when paid.</summary>
    public decimal Fees { get; init; }
    /// <summary>Deposits less withdrawals of the day.</summary>
    public decimal NetDeposits { get; init; }
    /// <summary>P&amp;L of the day: realised and unrealised less fees.</summary>
    public decimal DayPnl { get; init; }
    /// <summary>What is missing from the P&amp;L, a sentence, for example a rate or a price; empty when it is whole. A figure with something missing holds the rest.</summary>
    public string Missing { get; init; } = "";
    /// <summary>Where the figures of the day's start come from: <c>own</c> when this process saw the day begin, else <c>broker</c>; <c>equity</c> when it is the equity with which the day was first met, until the broker tells its P&amp;L of the day.</summary>
    public string StartSource { get; init; } = "";
    /// <summary>What changed it after the day was over, and why: executions, corrections and commissions that were told late. Empty when nothing did.</summary>
    public string Note { get; init; } = "";
    /// <summary>When the ledger last changed, UTC.</summary>
    public DateTimeOffset UpdatedTime { get; init; }
}
