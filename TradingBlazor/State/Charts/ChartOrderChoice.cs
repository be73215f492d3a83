using TradingCore.Domain;

namespace TradingBlazor.State.Charts;

/// <summary>An order that the menu of the chart offers.</summary>
/// <param name="Key">Name for tests.</param>
/// <param name="Side">Side.</param>
/// <param name="Type">Limit or stop.</param>
/// <param name="HasExits">With target and stop.</param>
public sealed record ChartOrderChoice(string Key, OrderSide Side, OrderType Type, bool HasExits);
