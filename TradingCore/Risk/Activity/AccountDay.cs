using TradingCore.Domain;

namespace TradingCore.Risk.Activity;

/// <summary>What the loss limits of an account are counted from (R25, R26). Kept over restarts. Immutable.</summary>
public sealed record AccountDay
{
    /// <summary>Account.</summary>
    public AccountId Account { get; init; }
    /// <summary>Day in the account's zone.</summary>
    public DateOnly Day { get; init; }
    /// <summary>Equity at the start of the day, base currency; money paid in or out since is counted in.</summary>
    public decimal StartEquity { get; init; }
    /// <summary>Realised and unrealised profit and loss after fees of all positions since they were first known, at the start of the day.</summary>
    public decimal StartPnl { get; init; }
    /// <summary>The loss of the day that a person has accepted by re-arming; the limit counts on from it. 0 or below.</summary>
    public decimal AcceptedPnl { get; init; }
    /// <summary>Highest equity, base currency; money paid in or out since is counted in.</summary>
    public decimal PeakEquity { get; init; }

    /// <summary>Money was paid in (above 0) or out: equity moved without a profit or a loss.</summary>
    public AccountDay WithCashFlow(decimal amount) => this with { StartEquity = StartEquity + amount, PeakEquity = PeakEquity + amount };

    /// <summary>The next day begins.</summary>
    public AccountDay Next(DateOnly day, decimal equity, decimal pnl) => this with { Day = day, StartEquity = equity, StartPnl = pnl, AcceptedPnl = 0m };
}
