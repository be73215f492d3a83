using System.Runtime.InteropServices;
using TwsProtocol.Orders;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>A fill that the market allows.</summary>
/// <param name="Quantity">How much; 0 for none.</param>
/// <param name="Price">At what price.</param>
/// <param name="AddsLiquidity">True when the order rested and the market came to it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Match(decimal Quantity, double Price, bool AddsLiquidity);

/// <summary>Decides, from the quote alone, whether an order triggers and what it fills. Changes no order.</summary>
internal static class OrderMatcher
{
    /// <summary>Order types that are simulated.</summary>
    public static bool IsSupported(string orderType)
        => orderType is "MKT" or "LMT" or "STP" or "STP LMT" or "TRAIL" or "TRAIL LIMIT" or "MIT" or "LIT" or "MOC" or "LOC" or "REL" || FollowsMiddle(orderType);

    /// <summary>Whether the price follows the middle of the quote.</summary>
    public static bool FollowsMiddle(string orderType) => orderType is "PEG MID" or "MIDPRICE";

    /// <summary>Whether the limit price is a cap that may be left out.</summary>
    public static bool HasCap(string orderType) => orderType == "REL" || FollowsMiddle(orderType);

    /// <summary>Whether the type waits for a trigger price.</summary>
    public static bool NeedsTrigger(string orderType) => orderType is "STP" or "STP LMT" or "TRAIL" or "TRAIL LIMIT" or "MIT" or "LIT";

    /// <summary>Whether the type has a limit price.</summary>
    public static bool HasLimit(string orderType) => orderType is "LMT" or "STP LMT" or "LIT" or "TRAIL LIMIT" or "LOC" || HasCap(orderType);

    /// <summary>Where a trailing stop stands now; it follows the market to the order's favour and never back.</summary>
    /// <returns>The stop price; null when the order does not trail or there is no quote.</returns>
    public static double? TrailStop(SimOrder order, InstrumentState state)
    {
        Order terms = order.Order;
        if (terms.OrderType is not ("TRAIL" or "TRAIL LIMIT"))
            return null;
        double? reference = TriggerPrice(order, state);
        if (reference is not { } price)
            return order.TrailStop;
        double distance = terms.TrailingPercent is { } percent ? price * percent / 100 : terms.AuxPrice ?? 0;
        double stop = order.IsBuy ? price + distance : price - distance;
        double best = order.TrailStop ?? terms.TrailStopPrice ?? stop;
        double moved = order.IsBuy ? Math.Min(best, stop) : Math.Max(best, stop);
        return order.Instrument.PriceOf(order.Instrument.StepsOf(moved));
    }

    /// <summary>Whether the market has reached the trigger price of the order.</summary>
    public static bool IsTriggered(SimOrder order, InstrumentState state)
    {
        Order terms = order.Order;
        if (!NeedsTrigger(terms.OrderType) || order.IsTriggered)
            return true;
        if (TriggerPrice(order, state) is not { } price)
            return false;
        double? trigger = terms.OrderType is "TRAIL" or "TRAIL LIMIT" ? order.TrailStop : terms.AuxPrice;
        if (trigger is not { } level)
            return false;
        bool firesUpwards = terms.OrderType is "MIT" or "LIT" ? !order.IsBuy : order.IsBuy;
        return firesUpwards ? price >= level : price <= level;
    }

    /// <summary>What the order fills at this moment.</summary>
    /// <param name="order">An active, triggered order.</param>
    /// <param name="state">The quote.</param>
    /// <param name="trade">The trade of this moment; null when there was none.</param>
    public static Match Find(SimOrder order, InstrumentState state, double? trade)
    {
        double? opposite = order.IsBuy ? state.Ask : state.Bid;
        decimal shown = order.IsBuy ? state.AskLeft : state.BidLeft;
        if (opposite is not { } price)
            return default;
        Order terms = order.Order;
        double? limit = LimitOf(order, state);
        double? reach = limit + ((order.IsBuy ? 1 : -1) * terms.DiscretionaryAmt);
        bool crosses = reach is not { } bound || (order.IsBuy ? price <= bound : price >= bound);
        if (crosses)
            return Least(order, new Match(Math.Min(order.Remaining, shown), price, false));
        // The market traded through a resting limit: whoever stood there was filled first. At the middle, any trade as good as it will do.
        bool isMiddle = FollowsMiddle(terms.OrderType);
        bool tradedThrough = trade is { } last && (order.IsBuy ? last < limit || (isMiddle && last <= limit) : last > limit || (isMiddle && last >= limit));
        if (!tradedThrough)
            return default;
        decimal resting = terms.DisplaySize is { } displayed and > 0 ? Math.Min(order.Remaining, displayed) : order.Remaining;
        return Least(order, new Match(Math.Min(resting, Math.Max(state.LastSize, order.Instrument.SizeIncrement)), limit!.Value, true));
    }

    // A first fill below the order's minimum does not take place.
    private static Match Least(SimOrder order, Match match) => order.Filled == 0 && order.Order.MinQty is { } least && match.Quantity < Math.Min(least, order.Quantity) ? default : match;

    /// <summary>The worst price the order may trade at now; null when it takes any.</summary>
    public static double? LimitOf(SimOrder order, InstrumentState state)
    {
        Order terms = order.Order;
        switch (terms.OrderType)
        {
            case "TRAIL LIMIT" when terms.LmtPriceOffset is { } offset && order.TrailStop is { } stop:
                return order.IsBuy ? stop + offset : stop - offset;
            case "REL":
                // Pegged to the own side of the quote, better than it by the offset.
                double? own = order.IsBuy ? state.Bid : state.Ask;
                return Capped(order, order.IsBuy ? own + (terms.AuxPrice ?? 0) : own - (terms.AuxPrice ?? 0));
            case "PEG MID":
                return Capped(order, order.IsBuy ? Middle(state) - (terms.AuxPrice ?? 0) : Middle(state) + (terms.AuxPrice ?? 0));
            case "MIDPRICE":
                return Capped(order, Middle(state));
            default:
                return HasLimit(terms.OrderType) ? terms.LmtPrice : null;
        }
    }

    // Where there is no quote to follow, a pegged order must not trade: a limit no price can meet.
    private static double Capped(SimOrder order, double? price)
    {
        double none = order.IsBuy ? double.MinValue : double.MaxValue;
        if (price is not { } pegged)
            return none;
        double? cap = order.Order.LmtPrice is 0 ? null : order.Order.LmtPrice;
        return cap is not { } worst ? pegged : order.IsBuy ? Math.Min(pegged, worst) : Math.Max(pegged, worst);
    }

    private static double? Middle(InstrumentState state) => state.Bid + state.Ask is { } sum ? Math.Round(sum / 2, 8) : null;

    /// <summary>The price that triggers: the last trade for most, the quote for currencies and by request.</summary>
    private static double? TriggerPrice(SimOrder order, InstrumentState state)
    {
        double? quote = order.IsBuy ? state.Ask : state.Bid;
        return order.Order.TriggerMethod switch
        {
            1 or 4 => quote,
            8 => state.Mark,
            _ => order.Instrument.HasTrades ? state.Last ?? quote : quote,
        };
    }
}
