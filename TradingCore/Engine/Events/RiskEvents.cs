using TradingCore.Domain;

namespace TradingCore.Engine.Events;

/// <summary>The broker answered a what-if order.</summary>
/// <param name="Account">Account.</param>
/// <param name="ConId">Contract.</param>
/// <param name="Side">Side.</param>
/// <param name="Quantity">Quantity that was asked about.</param>
/// <param name="Preview">The answer.</param>
public sealed record MarginPreviewed(AccountId Account, ConId ConId, OrderSide Side, decimal Quantity, MarginPreview Preview) : EngineEvent;
