using TradingCore.Domain;

namespace TradingCore.Engine.Events;

/// <summary>The broker's position of an account in a contract; 0 means closed.</summary>
/// <param name="Account">Account.</param>
/// <param name="Contract">What is held.</param>
/// <param name="Quantity">Signed quantity.</param>
/// <param name="AverageCost">Average cost per unit, commission included; the multiplier that the wire holds in it is taken out.</param>
public sealed record BrokerPositionReceived(AccountId Account, Contract Contract, decimal Quantity, decimal AverageCost) : EngineEvent;

/// <summary>The broker's P&amp;L of one position.</summary>
/// <param name="Account">Account.</param>
/// <param name="ConId">Contract.</param>
/// <param name="UnrealizedPnl">Unrealised; null when not told.</param>
/// <param name="RealizedPnl">Realised today; null when not told.</param>
/// <param name="DailyPnl">Of the day; null when not told.</param>
/// <param name="MarketValue">Value that it was reckoned with; null when not told.</param>
/// <param name="Quantity">Signed quantity it is about; null when not told.</param>
public sealed record PositionPnlReceived(
    AccountId Account, ConId ConId, decimal? UnrealizedPnl, decimal? RealizedPnl, decimal? DailyPnl, decimal? MarketValue = null, decimal? Quantity = null) : EngineEvent;

/// <summary>Money of an account in one currency; null means unchanged.</summary>
/// <param name="Account">Account.</param>
/// <param name="Currency">Currency.</param>
/// <param name="Cash">Cash as trades have moved it.</param>
/// <param name="TotalCash">Cash with the open P&amp;L of futures.</param>
/// <param name="ExchangeRate">Base currency for one unit.</param>
public sealed record CurrencyCashReceived(AccountId Account, string Currency, decimal? Cash, decimal? TotalCash, decimal? ExchangeRate) : EngineEvent;

/// <summary>The money of all accounts was told in all currencies.</summary>
/// <param name="Named">What was told; in every other currency there is nothing.</param>
public sealed record CashListEnd(IReadOnlyList<(AccountId Account, string Currency)> Named) : EngineEvent;

/// <summary>An advisor's groups were told; null leaves groups or names as they were.</summary>
/// <param name="Groups">Groups.</param>
/// <param name="Aliases">Names of accounts.</param>
public sealed record AdvisorReceived(IReadOnlyList<AdvisorGroup>? Groups, IReadOnlyDictionary<AccountId, string>? Aliases) : EngineEvent;

/// <summary>Money figures of an account; null means unchanged.</summary>
public sealed record AccountValuesReceived(AccountState Values) : EngineEvent;
