using TradingCore.Domain;
using TradingCore.Orders;
using TradingCore.Risk;

namespace TradingCore.Engine.OrderFlow;

/// <summary>One order of a plan.</summary>
/// <param name="OrderRef">Our id of it.</param>
/// <param name="Role">What it is among the orders of the plan.</param>
/// <param name="Context">What it was judged by.</param>
internal sealed record PlannedOrder(OrderRef OrderRef, OrderRole Role, RiskContext Context);

/// <summary>Orders that leave together or not at all, with the verdict on all of them.</summary>
/// <param name="Orders">The entry first; an order that stands alone is a plan of one.</param>
/// <param name="Verdict">Every check of the entry, and what failed of the others.</param>
/// <param name="Crossings">Own resting orders that must have ended before these leave, because they would trade with them; empty when none.</param>
internal sealed record OrderPlan(IReadOnlyList<PlannedOrder> Orders, RiskVerdict Verdict, IReadOnlyList<OrderEntry> Crossings);
