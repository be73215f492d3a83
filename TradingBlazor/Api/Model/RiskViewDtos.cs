using TradingCore.Engine.Views;
using TradingCore.Risk;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Api.Model;

/// <summary>A change of limits that is wanted.</summary>
/// <param name="Scope"><c>firm</c>, <c>account</c>, <c>strategy</c> or <c>symbol</c>. <example>symbol</example></param>
/// <param name="Name">Account, strategy or symbol; left out for the firm. <example>SPY</example></param>
/// <param name="Reason">Why; it is kept. <example>Earnings week</example></param>
/// <param name="Values">Limits by name; null takes one off the scope.</param>
public sealed record RiskLimitsRequest(string Scope, string? Name, string Reason, IReadOnlyDictionary<string, object?> Values);

/// <summary>Why a latch is let go.</summary>
/// <param name="Reason">A sentence; it is kept. <example>Hedge was filled late; position checked with the broker</example></param>
public sealed record RearmRequest(string Reason);

/// <summary>Money that was paid in or out.</summary>
/// <param name="Account">Account.</param>
/// <param name="Amount">Amount of the base currency, below 0 for money paid out.</param>
/// <param name="Reason">What was paid.</param>
public sealed record CashFlowRequest(string Account, decimal Amount, string Reason);

/// <summary>Sign of life of a strategy.</summary>
/// <param name="CodeHash">A text that changes with the code of the program; real money needs one that is among the limit's <c>approvedCode</c>. <example>9f2c41d0</example></param>
/// <param name="IsDrifting">True when its model does not fit the market any more: its orders that open are denied.</param>
public sealed record StrategyHeartbeatRequest(string? CodeHash = null, bool? IsDrifting = null);

/// <summary>Answer to a change of limits.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="Version">Version that holds now.</param>
/// <param name="Change">What was changed; null when nothing was different.</param>
/// <param name="ApprovalId">With 202, the name of the confirmation that is waited for: <c>GET /api/v1/approvals/{id}</c>, where <c>Location</c> leads, tells what became of it. Null otherwise.</param>
public sealed record RiskChangeAnswer(string Message, int Version, RiskChangeDto? Change, string? ApprovalId = null);

/// <summary>A change of limits that was made.</summary>
/// <param name="Version">Version that it led to.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Who">Who.</param>
/// <param name="Scope">Whose limits: <c>firm</c>, <c>account</c>, <c>strategy</c> or <c>symbol</c>.</param>
/// <param name="Name">Account, strategy or symbol; empty for the firm.</param>
/// <param name="Reason">Why.</param>
/// <param name="Changes">Old and new of each limit; durations in seconds, switches 1 and 0.</param>
public sealed record RiskChangeDto(int Version, DateTimeOffset Time, string Who, string Scope, string Name, string Reason, IReadOnlyList<RiskLimitDifference> Changes)
{
    internal static RiskChangeDto Of(RiskLimitChange c) => new(c.Version, c.Time, c.Who, RiskTerms.Name(c.Scope.Kind), c.Scope.Name, c.Reason, [.. c.Differences.Select(d => d with { Name = RiskLimitsJson.Camel(d.Name) })]);
}

/// <summary>Something that has stopped or narrowed trading until a person re-arms it.</summary>
public sealed record RiskLatchDto(
    string Id, string Code, string Scope, string Name, string State, string Reason, decimal? Observed, decimal? Limit, DateTimeOffset TrippedTime,
    bool IsTripped, DateTimeOffset? RearmedTime, string RearmedBy, string RearmReason)
{
    internal static RiskLatchDto Of(RiskLatch l) => new(
        l.Id, l.Code, RiskTerms.Name(l.Scope.Kind), l.Scope.Name, RiskTerms.Name(l.State), l.Reason, l.Observed, l.Limit, l.TrippedTime, l.IsTripped, l.RearmedTime, l.RearmedBy, l.RearmReason);
}

/// <summary>How far a limit is used.</summary>
/// <param name="Code">Check.</param>
/// <param name="Name">Name.</param>
/// <param name="Observed">What is measured; null when not known.</param>
/// <param name="Limit">What it is held against; null when not known.</param>
/// <param name="Share">Share that is used; above 1 when the limit is passed.</param>
public sealed record RiskUsageDto(string Code, string Name, decimal? Observed, decimal? Limit, decimal? Share)
{
    internal static RiskUsageDto Of(RiskUsage u) => new(u.Code, u.Name, u.Observed, u.Limit, u.Share is { } s ? decimal.Round(s, 4) : null);
}

/// <summary>Risk of a symbol in an account.</summary>
public sealed record SymbolRiskDto(string Symbol, string State, decimal Position, decimal WorkingBuys, decimal WorkingSells, IReadOnlyList<RiskUsageDto> Usage);

/// <summary>Risk of an account.</summary>
public sealed record AccountRiskDto(
    string Account, string Currency, string State, decimal? Equity, decimal? StartEquity, decimal? PeakEquity, decimal? DayPnl, IReadOnlyList<RiskUsageDto> Usage, IReadOnlyList<SymbolRiskDto> Symbols)
{
    internal static AccountRiskDto Of(AccountRisk a) => new(
        a.Account.Value, a.Currency, RiskTerms.Name(a.State), a.Equity, a.StartEquity, a.PeakEquity, a.DayPnl, [.. a.Usage.Select(RiskUsageDto.Of)],
        [.. a.Symbols.Select(s => new SymbolRiskDto(s.Symbol, RiskTerms.Name(s.State), s.Position, s.WorkingBuys, s.WorkingSells, [.. s.Usage.Select(RiskUsageDto.Of)]))]);
}

/// <summary>Risk of a strategy.</summary>
public sealed record StrategyRiskDto(string Strategy, string State, DateTimeOffset LastBeat, bool IsDrifting, int Streak, decimal DayPnl);

/// <summary>Risk as it is now.</summary>
/// <param name="State">What may leave of the whole firm: <c>open</c>, <c>reducing</c> or <c>halted</c>.</param>
/// <param name="Reason">Why that is not everything; empty when it is.</param>
/// <param name="LimitsVersion">Version of the limits.</param>
/// <param name="Latches">Latches, the ones that hold first.</param>
/// <param name="Accounts">Usage by account and symbol.</param>
/// <param name="Strategies">Strategies that gave a sign of life.</param>
/// <param name="Time">When it was made, UTC.</param>
public sealed record RiskDto(
    string State, string Reason, int LimitsVersion, IReadOnlyList<RiskLatchDto> Latches, IReadOnlyList<AccountRiskDto> Accounts, IReadOnlyList<StrategyRiskDto> Strategies, DateTimeOffset Time)
{
    internal static RiskDto Of(RiskSnapshot s) => new(
        RiskTerms.Name(s.State), s.Reason, s.Limits.Version, [.. s.Latches.Select(RiskLatchDto.Of)], [.. s.Accounts.Select(AccountRiskDto.Of)],
        [.. s.Strategies.Select(x => new StrategyRiskDto(x.Strategy, RiskTerms.Name(x.State), x.LastBeat, x.IsDrifting, x.Streak, x.DayPnl))], s.Time);
}

internal static class RiskTerms
{
    public static string Name(TradingGate state) => state switch { TradingGate.Open => "open", TradingGate.Reducing => "reducing", _ => "halted" };

    public static string Name(RiskScopeKind kind) => RiskLimitsJson.Camel(kind.ToString());
}
