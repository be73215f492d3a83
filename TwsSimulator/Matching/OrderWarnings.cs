using System.Globalization;
using TwsProtocol.Contracts;
using TwsProtocol.Orders;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>What the gateway remarks about an order that it takes all the same. Source: IB's published message codes.</summary>
internal static class OrderWarnings
{
    private const decimal IdealProMinimum = 20_000;

    /// <summary>Whether <c>outsideRth</c> means nothing for an order of this type: it is for an auction or for the market of regular hours alone.</summary>
    public static bool IgnoresOutsideRth(Instrument instrument, Order order)
        => order.OutsideRth && instrument.SecType is "STK" or "OPT" && (order.Tif == "OPG" || order.OrderType is "MKT" or "MOC" or "LOC" or "MIDPRICE" or "PEG MID");

    /// <summary>Text of the remark on an order that is held until its market opens.</summary>
    public static string HeldText(SimOrder order) => string.Create(
        CultureInfo.InvariantCulture, $"Order Message:\n{order.Order.Action} {order.Quantity} {order.Instrument.Symbol}\nWarning: your order will not be placed at the exchange until the market opens");

    /// <summary>The remarks on a new order, in the order they are told.</summary>
    /// <param name="instrument">What is traded.</param>
    /// <param name="contract">The contract as the client described it.</param>
    /// <param name="order">The order as the client sent it.</param>
    /// <param name="held">Signed quantity held in the order's account.</param>
    public static IEnumerable<OrderFault> Of(Instrument instrument, Contract contract, Order order, decimal held)
    {
        if (Times(order).Any(WireTime.LacksZone))
            yield return new OrderFault(WireTime.ZoneMissingCode, WireTime.ZoneMissingText);
        if (IgnoresOutsideRth(instrument, order))
            yield return new OrderFault(2109, "Order Event Warning: Attribute 'Outside Regular Trading Hours' is ignored based on the order type and destination. PlaceOrder is now being processed.");
        decimal quantity = order.TotalQuantity ?? 0;
        if (order.FaGroup.Length == 0 && held != 0 && order.Action == "BUY" == held < 0 && quantity > Math.Abs(held))
            yield return new OrderFault(2137, "The closing order quantity is greater than your current position.");
        if (instrument.SecType == "STK" && contract.Exchange.Length > 0 && !contract.Exchange.Equals("SMART", StringComparison.OrdinalIgnoreCase))
            yield return new OrderFault(10311, $"This order will be directly routed to {contract.Exchange}. Direct routed orders may result in higher trade fees. Restriction is specified in Precautionary Settings of Global Configuration/API.");
        if (instrument.SecType == "CASH" && quantity < IdealProMinimum)
        {
            yield return new OrderFault(399, string.Create(
                CultureInfo.InvariantCulture,
                $"Order Message:\n{order.Action} {quantity} {instrument.Name} Forex\nWarning: Your order size is below the {instrument.Symbol} {IdealProMinimum} IdealPro minimum and will be routed as an odd lot order."));
        }
    }

    private static IEnumerable<string> Times(Order order)
        => order.Conditions.OfType<TimeCondition>().Select(c => c.Time).Append(order.Tif == "GTD" ? order.GoodTillDate : "").Append(order.GoodAfterTime);
}
