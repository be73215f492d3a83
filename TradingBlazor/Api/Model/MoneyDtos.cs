using TradingCore.Domain;

namespace TradingBlazor.Api.Model;

/// <summary>P&amp;L of an account, or of all, in the base currency.</summary>
/// <param name="Account">Account; empty for the total.</param>
/// <param name="BaseCurrency">Currency of all figures. <example>USD</example></param>
/// <param name="DayPnl">Of the day, less fees; null while a price, a rate or the start of the day is missing.</param>
/// <param name="UnrealizedPnl">Unrealised at present rates; null while a price or rate is missing.</param>
/// <param name="RealizedPnl">Realised before fees since the positions were first known, each day at its rate; null while a rate is missing.</param>
/// <param name="Fees">Commission and fees since then, each day at its rate; null while a rate is missing.</param>
/// <param name="OpenPnl">Unrealised and realised less fees.</param>
/// <param name="IsDoubtful">True when a price or rate in it is old or a substitute.</param>
/// <param name="Remark">What is missing or doubtful; empty when nothing is.</param>
/// <param name="BrokerDailyPnl">The broker's P&amp;L of the day; null until told.</param>
/// <param name="BrokerUnrealizedPnl">The broker's unrealised P&amp;L; null until told.</param>
/// <param name="BrokerRealizedPnl">The broker's realised P&amp;L of the day; null until told.</param>
/// <param name="BrokerTime">When the broker's figures came.</param>
/// <param name="Ledger">Money of the day; null for the total and until the equity is known.</param>
public sealed record AccountPnlDto(
    string Account, string BaseCurrency, decimal? DayPnl, decimal? UnrealizedPnl, decimal? RealizedPnl, decimal? Fees, decimal? OpenPnl, bool IsDoubtful, string Remark,
    decimal? BrokerDailyPnl, decimal? BrokerUnrealizedPnl, decimal? BrokerRealizedPnl, DateTimeOffset? BrokerTime, DayLedgerDto? Ledger)
{
    internal static AccountPnlDto Of(AccountPnl p) => new(
        p.Account.ToString(), p.BaseCurrency, p.DayPnl, p.UnrealizedPnl, p.RealizedPnl, p.Fees, p.OpenPnl, p.IsDoubtful, p.Remark,
        p.BrokerDailyPnl, p.BrokerUnrealizedPnl, p.BrokerRealizedPnl, p.BrokerTime, p.Ledger is { } l ? DayLedgerDto.Of(l) : null);
}

/// <summary>Money of an account on one day, in its base currency.</summary>
/// <param name="Account">Account.</param>
/// <param name="Day">The day.</param>
/// <param name="BaseCurrency">Currency of all figures.</param>
/// <param name="StartEquity">Equity when the day began.</param>
/// <param name="StartSource"><c>own</c> when this process saw the day begin, else <c>broker</c>; <c>equity</c> until the broker tells its P&amp;L of the day.</param>
/// <param name="Equity">Equity now, or when the day ended.</param>
/// <param name="PeakEquity">Highest equity ever, moved by deposits and withdrawals.</param>
/// <param name="RealizedPnl">Realised of the day before fees.</param>
/// <param name="UnrealizedPnl">Change of the unrealised since the day began.</param>
/// <param name="Fees">Commission and fees of the day.</param>
/// <param name="NetDeposits">Deposits less withdrawals.</param>
/// <param name="DayPnl">Realised and unrealised less fees.</param>
/// <param name="Missing">What is missing from it; empty when nothing is.</param>
/// <param name="Note">Why it changed after the day was over: executions, corrections and commissions that were told late; empty when it did not.</param>
/// <param name="UpdatedTime">When it last changed.</param>
public sealed record DayLedgerDto(
    string Account, DateOnly Day, string BaseCurrency, decimal StartEquity, string StartSource, decimal Equity, decimal PeakEquity, decimal RealizedPnl, decimal UnrealizedPnl,
    decimal Fees, decimal NetDeposits, decimal DayPnl, string Missing, string Note, DateTimeOffset UpdatedTime)
{
    internal static DayLedgerDto Of(DayLedger l) => new(
        l.Account.ToString(), l.Day, l.BaseCurrency, l.StartEquity, l.StartSource, l.Equity, l.PeakEquity, l.RealizedPnl, l.UnrealizedPnl, l.Fees, l.NetDeposits, l.DayPnl, l.Missing, l.Note, l.UpdatedTime);
}

/// <summary>An exchange rate.</summary>
/// <param name="From">Currency. <example>EUR</example></param>
/// <param name="To">Other currency. <example>USD</example></param>
/// <param name="Rate">Units of the other for one.</param>
/// <param name="Day">Day it counts for.</param>
/// <param name="Source"><c>quote</c> or <c>broker</c>.</param>
/// <param name="Time">When it came.</param>
public sealed record RateDto(string From, string To, decimal Rate, DateOnly Day, string Source, DateTimeOffset Time)
{
    internal static RateDto Of(ExchangeRate r) => new(r.From, r.To, r.Rate, r.Day, r.Source, r.Time);
}

/// <summary>Cash of an account in one currency.</summary>
/// <param name="Currency">Currency.</param>
/// <param name="Own">As own fills move it; null until it was taken over from the broker once.</param>
/// <param name="Broker">As the broker tells it, the open P&amp;L of futures not in it; null until told.</param>
/// <param name="BrokerTotal">The broker's with the open P&amp;L of futures; null until told.</param>
/// <param name="BrokerTime">When the broker told it.</param>
public sealed record CashDto(string Currency, decimal? Own, decimal? Broker, decimal? BrokerTotal, DateTimeOffset? BrokerTime)
{
    internal static CashDto Of(CashLine c) => new(c.Currency, c.Own, c.Broker, c.BrokerTotal, c.BrokerTime);
}

/// <summary>Own books beside the broker's.</summary>
/// <param name="IsHalted">True when a difference stops new orders in a contract or an account.</param>
/// <param name="Items">Every comparison, those that stop orders first.</param>
public sealed record TieOutDto(bool IsHalted, IReadOnlyList<TieOutItemDto> Items);

/// <summary>One figure of ours beside the broker's.</summary>
/// <param name="Account">Account.</param>
/// <param name="Kind"><c>quantity</c>, <c>averageCost</c>, <c>unrealizedPnl</c>, <c>realizedPnl</c>, <c>dailyPnl</c> or <c>cash</c>.</param>
/// <param name="Symbol">Contract; empty for figures of the account.</param>
/// <param name="ConId">Contract id; 0 for figures of the account.</param>
/// <param name="Currency">Currency.</param>
/// <param name="Ours">Ours; null while not known.</param>
/// <param name="Brokers">The broker's; null until told.</param>
/// <param name="Difference">The broker's less ours.</param>
/// <param name="DifferenceCents">The difference in hundredths of the currency; null for quantities.</param>
/// <param name="Tolerance">Largest difference that is none.</param>
/// <param name="State"><c>agrees</c>, <c>waiting</c>, <c>differs</c>, <c>halted</c> or <c>notCompared</c>.</param>
/// <param name="Since">Since when it is over the tolerance.</param>
/// <param name="BrokerTime">When the broker told its figure.</param>
/// <param name="ComparedTime">When they were compared.</param>
/// <param name="Reason">Why nothing is concluded, or what a person has to do; empty otherwise.</param>
public sealed record TieOutItemDto(
    string Account, string Kind, string Symbol, int ConId, string Currency, decimal? Ours, decimal? Brokers, decimal? Difference, decimal? DifferenceCents, decimal Tolerance,
    string State, DateTimeOffset? Since, DateTimeOffset? BrokerTime, DateTimeOffset ComparedTime, string Reason)
{
    internal static TieOutItemDto Of(TieOutItem i) => new(
        i.Account.ToString(), Terms.Name(i.Kind), i.Ticker, i.ConId.Value, i.Currency, i.Ours, i.Brokers, i.Difference, i.DifferenceCents, i.Tolerance,
        Terms.Name(i.State), i.Since, i.BrokerTime, i.ComparedTime, i.Reason);
}

/// <summary>A difference that a person has looked into, to be booked.</summary>
/// <param name="Account">Account.</param>
/// <param name="Symbol">Contract whose position differs; left out for cash.</param>
/// <param name="Currency">Currency whose cash differs; left out for a position.</param>
/// <param name="Cause"><c>deposit</c>, <c>withdrawal</c>, <c>dividend</c>, <c>interest</c>, <c>fee</c>, <c>transfer</c>, <c>corporateAction</c>, <c>assignment</c>, <c>exercise</c>, <c>expiry</c>, <c>liquidation</c>, <c>correction</c> or <c>other</c>.</param>
/// <param name="Note">What should stand in the books beside the cause.</param>
public sealed record AcceptDifferenceRequest(string Account, string? Symbol, string? Currency, string Cause, string? Note);

/// <summary>A change of a position or of cash that is no fill.</summary>
/// <param name="Time">When it was booked.</param>
/// <param name="Account">Account.</param>
/// <param name="Symbol">Contract; empty for cash.</param>
/// <param name="Currency">Currency of the cash; empty for a position.</param>
/// <param name="Quantity">Signed quantity, or signed amount of cash.</param>
/// <param name="Price">Price per unit; 0 for cash.</param>
/// <param name="Cause">A sentence.</param>
/// <param name="Kind"><c>takenOver</c> (held when the account was first met), <c>person</c> (somebody named the cause), or what the system concluded by itself: <c>expired</c>, <c>exercised</c>, <c>assigned</c>, <c>takenBack</c>.</param>
public sealed record AdjustmentDto(DateTimeOffset Time, string Account, string Symbol, string Currency, decimal Quantity, decimal Price, string Cause, string Kind)
{
    internal static AdjustmentDto Of(Adjustment a) => new(a.Time, a.Account.ToString(), a.Ticker, a.Currency, a.Quantity, a.Price, a.Cause, Terms.Name(a.Kind));
}

/// <summary>A group of an advisor's accounts.</summary>
/// <param name="Name">Name, for <c>faGroup</c> of an order.</param>
/// <param name="Method">How orders are divided when they say nothing else.</param>
/// <param name="Accounts">Its accounts with their amounts in the method's unit.</param>
public sealed record AccountGroupDto(string Name, string Method, IReadOnlyList<AccountShareDto> Accounts)
{
    internal static AccountGroupDto Of(AdvisorGroup g, MoneyState money) => new(
        g.Name, g.Method, [.. g.Shares.Select(s => new AccountShareDto(s.Account.ToString(), money.Aliases.GetValueOrDefault(s.Account, ""), s.Amount))]);
}

/// <summary>An account's part of a group.</summary>
/// <param name="Account">Account.</param>
/// <param name="Alias">Its name; empty when none.</param>
/// <param name="Amount">Amount in the method's unit; null where it counts by itself.</param>
public sealed record AccountShareDto(string Account, string Alias, decimal? Amount);
