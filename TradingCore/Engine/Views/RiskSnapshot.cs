using TradingCore.Domain;
using TradingCore.Risk;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine.Views;

/// <summary>Risk as it is now. Immutable.</summary>
public sealed record RiskSnapshot
{
    /// <summary>What may leave of the whole firm.</summary>
    public TradingGate State { get; init; }
    /// <summary>Why that is not everything, a sentence; empty when it is.</summary>
    public string Reason { get; init; } = "";
    /// <summary>Latches, the ones that hold first.</summary>
    public IReadOnlyList<RiskLatch> Latches { get; init; } = [];
    /// <summary>Limits with their history.</summary>
    public required RiskLimitBook Limits { get; init; }
    /// <summary>How far each account has used its limits.</summary>
    public IReadOnlyList<AccountRisk> Accounts { get; init; } = [];
    /// <summary>Strategies that gave a sign of life.</summary>
    public IReadOnlyList<StrategyRisk> Strategies { get; init; } = [];
    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset Time { get; init; }
}

/// <summary>How far a limit is used.</summary>
/// <param name="Code">Check.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Observed">What is measured; null when not known.</param>
/// <param name="Limit">What it is held against; null when not known.</param>
/// <param name="Unit">How both are written.</param>
public sealed record RiskUsage(string Code, string Name, decimal? Observed, decimal? Limit, RiskUnit Unit)
{
    /// <summary>True when it is held against its limit later, as the ratio of messages to fills, which says nothing of a few orders: until then <see cref="Limit"/> is null.</summary>
    public bool IsLimitLater { get; init; }

    /// <summary>Share of the limit that is used, from 0; above 1 when it is passed; null when not known.</summary>
    public decimal? Share => Observed is { } o && Limit is { } l ? l == 0m ? (o == 0m ? 0m : 1m) : Math.Max(0m, o / l) : null;
}

/// <summary>Risk of one account.</summary>
/// <param name="Account">Account.</param>
/// <param name="Currency">Base currency.</param>
/// <param name="State">What may leave.</param>
/// <param name="Equity">Net liquidation value; null until known.</param>
/// <param name="StartEquity">Equity at the start of the day; null until known.</param>
/// <param name="PeakEquity">Highest equity; null until known.</param>
/// <param name="DayPnl">Profit and loss of the day after fees that counts for the limit; null when not known.</param>
/// <param name="Usage">Limits of the account.</param>
/// <param name="Symbols">Limits of what is held or worked in.</param>
public sealed record AccountRisk(
    AccountId Account, string Currency, TradingGate State, decimal? Equity, decimal? StartEquity, decimal? PeakEquity, decimal? DayPnl,
    IReadOnlyList<RiskUsage> Usage, IReadOnlyList<SymbolRisk> Symbols);

/// <summary>Risk of one symbol in one account.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="State">What may leave.</param>
/// <param name="Position">Signed position.</param>
/// <param name="WorkingBuys">What can still be bought.</param>
/// <param name="WorkingSells">What can still be sold.</param>
/// <param name="Usage">Limits.</param>
public sealed record SymbolRisk(string Symbol, TradingGate State, decimal Position, decimal WorkingBuys, decimal WorkingSells, IReadOnlyList<RiskUsage> Usage);

/// <summary>Risk of one strategy.</summary>
/// <param name="Strategy">Name.</param>
/// <param name="State">What may leave.</param>
/// <param name="LastBeat">Last sign of life, UTC.</param>
/// <param name="IsDrifting">True when its model does not fit the market any more.</param>
/// <param name="Streak">Losing trades in a row.</param>
/// <param name="DayPnl">Profit and loss of the day.</param>
public sealed record StrategyRisk(string Strategy, TradingGate State, DateTimeOffset LastBeat, bool IsDrifting, int Streak, decimal DayPnl);
