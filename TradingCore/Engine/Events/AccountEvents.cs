using TradingCore.Domain;

namespace TradingCore.Engine.Events;

/// <summary>The broker's position of an account in a contract; 0 means closed.</summary>
/// <param name="Account">Account.</param>
/// <param name="Contract">What is held.</param>
/// <param name="Quantity">Signed quantity.</param>
/// <param name="AverageCost">Average cost per unit, commission included; the multiplier that the wire holds in it is taken out.</param>
public sealed record BrokerPositionReceived(AccountId Account, Contract Contract, decimal Quantity, decimal AverageCost) : EngineEvent;

/// <summary>The broker's P&amp;L of one position.</summary>
public sealed record PositionPnlReceived(AccountId Account, ConId ConId, decimal? UnrealizedPnl, decimal? RealizedPnl, decimal? DailyPnl) : EngineEvent;

/// <summary>Money figures of an account; null means unchanged.</summary>
public sealed record AccountValuesReceived(AccountState Values) : EngineEvent;
