using TradingCore.Domain;

namespace TradingCore.Engine.Killing;

/// <summary>What is held in a scope and must be closed.</summary>
/// <param name="Account">Account.</param>
/// <param name="Contract">Contract.</param>
/// <param name="Quantity">Signed quantity, not 0.</param>
internal readonly record struct KillPosition(AccountId Account, Contract Contract, decimal Quantity);
