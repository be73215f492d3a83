using System.Text.Json.Serialization;

namespace TradingCore.Domain;

/// <summary>Something that must be true.</summary>
/// <param name="And">Joins the next condition by "and"; false joins it by "or". Of no meaning in the last one.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PriceCondition), "price")]
[JsonDerivedType(typeof(TimeCondition), "time")]
[JsonDerivedType(typeof(MarginCondition), "margin")]
[JsonDerivedType(typeof(ExecutionCondition), "execution")]
[JsonDerivedType(typeof(VolumeCondition), "volume")]
[JsonDerivedType(typeof(PercentChangeCondition), "percentChange")]
public abstract record OrderCondition(bool And);

/// <summary>The price of a contract reaches a level.</summary>
/// <param name="And">Joins the next by "and".</param>
/// <param name="ConId">Contract.</param>
/// <param name="Exchange">Exchange whose prices count, such as <c>SMART</c>.</param>
/// <param name="IsMore">At or above the price; false: at or below.</param>
/// <param name="Price">The level.</param>
/// <param name="TriggerMethod">Which prices count: 0 the contract's usual, 1 double bid/ask, 2 last, 3 double last, 4 bid/ask, 7 last or bid/ask, 8 midpoint.</param>
public sealed record PriceCondition(bool And, ConId ConId, string Exchange, bool IsMore, decimal Price, int TriggerMethod = 0) : OrderCondition(And);

/// <summary>A time comes.</summary>
/// <param name="And">Joins the next by "and".</param>
/// <param name="IsMore">At or after the time; false: before.</param>
/// <param name="Time">The time, UTC, in whole seconds.</param>
public sealed record TimeCondition(bool And, bool IsMore, DateTimeOffset Time) : OrderCondition(And);

/// <summary>The margin cushion of the account reaches a level.</summary>
/// <param name="And">Joins the next by "and".</param>
/// <param name="IsMore">At or above; false: at or below.</param>
/// <param name="Percent">Excess liquidity in percent of equity, 0 to 100.</param>
public sealed record MarginCondition(bool And, bool IsMore, int Percent) : OrderCondition(And);

/// <summary>A contract trades in the account.</summary>
/// <param name="And">Joins the next by "and".</param>
/// <param name="Symbol">Symbol of the underlying.</param>
/// <param name="SecurityType">Kind of product.</param>
/// <param name="Exchange">Exchange.</param>
public sealed record ExecutionCondition(bool And, string Symbol, SecurityType SecurityType, string Exchange) : OrderCondition(And);

/// <summary>The day's volume of a contract reaches a level.</summary>
/// <param name="And">Joins the next by "and".</param>
/// <param name="ConId">Contract.</param>
/// <param name="Exchange">Exchange.</param>
/// <param name="IsMore">At or above; false: at or below.</param>
/// <param name="Volume">Volume, above 0.</param>
public sealed record VolumeCondition(bool And, ConId ConId, string Exchange, bool IsMore, int Volume) : OrderCondition(And);

/// <summary>The change of a contract since the last close reaches a level.</summary>
/// <param name="And">Joins the next by "and".</param>
/// <param name="ConId">Contract.</param>
/// <param name="Exchange">Exchange.</param>
/// <param name="IsMore">At or above; false: at or below.</param>
/// <param name="Percent">Change in percent.</param>
public sealed record PercentChangeCondition(bool And, ConId ConId, string Exchange, bool IsMore, decimal Percent) : OrderCondition(And);
