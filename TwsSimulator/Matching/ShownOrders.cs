using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>Which of the simulated accounts' orders stand in the order book for all to see, and with how much.</summary>
internal static class ShownOrders
{
    /// <summary>The orders of an instrument that rest at a limit. Hidden ones, those for all or none and those at the midpoint are in nobody's book; an iceberg shows its tip.</summary>
    public static IEnumerable<RestingSize> Of(IEnumerable<SimOrder> working, InstrumentState state)
        => from order in working
           where order.Instrument == state.Instrument && IsInTheBook(order)
           let limit = OrderMatcher.LimitOf(order, state)
           where order.IsBuy ? limit < state.Ask : limit > state.Bid
           select new RestingSize(order.IsBuy, order.Instrument.StepsOf(limit.Value), order.Order.DisplaySize is { } tip and > 0 ? Math.Min(tip, order.Remaining) : order.Remaining);

    private static bool IsInTheBook(SimOrder order)
        => order.IsActive && order.IsDue && order.IsTriggered && !order.Order.Hidden && !order.Order.AllOrNone && OrderMatcher.HasLimit(order.Order.OrderType) && !OrderMatcher.FollowsMiddle(order.Order.OrderType);
}
