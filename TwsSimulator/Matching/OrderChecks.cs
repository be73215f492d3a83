using System.Globalization;
using TwsProtocol.Orders;
using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>What is wrong with an order, as the gateway reports it.</summary>
internal sealed record OrderFault(int Code, string Text);

/// <summary>The checks a gateway makes on an order's fields before it goes anywhere.</summary>
internal static class OrderChecks
{
    // Worked as the market or limit order they are made of; slicing over time is not simulated.
    private static readonly HashSet<string> Algos = new(["Adaptive", "ArrivalPx", "BalanceImpactRisk", "ClosePx", "DarkIce", "MinImpact", "PctVol", "Twap", "Vwap"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The first fault; null when the order is well formed.</summary>
    public static OrderFault? Find(Instrument instrument, Order order, AccountList accounts)
    {
        if (!instrument.IsTradable)
            return new OrderFault(412, "The contract is not available for trading.");
        if (order.FaGroup.Length > 0 && accounts.Groups.Find(order.FaGroup) is null)
            return new OrderFault(321, $"Error validating request.-'placeOrder' : cause - Invalid FA group '{order.FaGroup}'.");
        if (order.FaMethod.Length > 0 && !Allocation.IsMethod(order.FaMethod))
            return new OrderFault(321, $"Error validating request.-'placeOrder' : cause - Invalid FA method '{order.FaMethod}'.");
        if (order.Account.Length == 0 && order.FaGroup.Length == 0)
            return new OrderFault(435, "You must specify an account.");
        if (order.FaGroup.Length == 0 && accounts.Find(order.Account) is null)
            return new OrderFault(321, $"Error validating request.-'placeOrder' : cause - Invalid account code '{order.Account}'.");
        if (order.Action is not ("BUY" or "SELL"))
            return new OrderFault(303, $"Invalid action '{order.Action}'. Use BUY or SELL.");
        if (order.TriggerMethod is < 0 or 5 or 6 or > 8)
            return new OrderFault(146, "Invalid trigger method.");
        if (order.ShortSaleSlot is < 0 or > 2)
            return new OrderFault(347, "Short sale slot value must be 1 (broker holds shares) or 2 (delivered from elsewhere).");
        if (!OrderMatcher.IsSupported(order.OrderType))
            return new OrderFault(387, "Unsupported order type for this exchange and security type.");
        bool isAuction = order.Tif == "OPG" || order.OrderType is "MOC" or "LOC";
        if (isAuction && !Auctions.Has(instrument))
            return new OrderFault(387, "Unsupported order type for this exchange and security type.");
        if (order.Tif is not ("DAY" or "GTC" or "IOC" or "FOK" or "GTD" or "OPG") || (order.Tif == "OPG" && order.OrderType is not ("MKT" or "LMT")) || (isAuction && order.Tif is not ("DAY" or "OPG")))
            return new OrderFault(111, "The TIF (Tif type) and the order type are incompatible.");
        if (order.Tif == "GTD" && !WireTime.TryParse(order.GoodTillDate, out _))
            return new OrderFault(10314, "End Date/Time: The date, time, or time-zone entered is invalid. The correct format is yyyymmdd hh:mm:ss xx/xxxx or yyyymmdd-hh:mm:ss.");
        if (order.Tif is "IOC" or "FOK" && OrderMatcher.NeedsTrigger(order.OrderType))
            return new OrderFault(111, "The TIF (Tif type) and the order type are incompatible.");
        if (order.GoodAfterTime.Length > 0 && !WireTime.TryParse(order.GoodAfterTime, out _))
            return new OrderFault(10314, "Good After Time: The date, time, or time-zone entered is invalid. The correct format is yyyymmdd hh:mm:ss xx/xxxx or yyyymmdd-hh:mm:ss.");
        if (order.Conditions.OfType<TimeCondition>().FirstOrDefault(c => !WireTime.TryParse(c.Time, out _)) is { } wrong)
            return new OrderFault(10314, $"Time condition '{wrong.Time}': The date, time, or time-zone entered is invalid. The correct format is yyyymmdd hh:mm:ss xx/xxxx or yyyymmdd-hh:mm:ss.");
        if (order.AlgoStrategy.Length > 0 && !Algos.Contains(order.AlgoStrategy))
            return new OrderFault(441, "Algorithm definition not found: " + order.AlgoStrategy);
        if (order.AlgoStrategy.Length > 0 && order.OrderType is not ("MKT" or "LMT"))
            return new OrderFault(443, "Algo attributes are valid for MKT and LMT orders only.");
        if (order.DisplaySize is { } display and > 0 && display > order.TotalQuantity)
            return new OrderFault(409, "The size of the order shown is larger than the order.");
        return FindSizeFault(instrument, order) ?? FindPriceFault(instrument, order);
    }

    private static OrderFault? FindSizeFault(Instrument instrument, Order order)
    {
        if (order.TotalQuantity is not { } quantity || quantity == 0)
            return new OrderFault(434, "The order size cannot be zero.");
        if (quantity < 0)
            return new OrderFault(388, "Order size is smaller than the minimum requirement.");
        if (instrument.SizeIncrement == 1 && quantity != Math.Truncate(quantity))
            return new OrderFault(10318, "This order doesn't support fractional quantity trading");
        return quantity % instrument.SizeIncrement != 0
            ? new OrderFault(355, string.Create(CultureInfo.InvariantCulture, $"Order size does not conform to market rule: the step is {instrument.SizeIncrement}."))
            : null;
    }

    private static OrderFault? FindPriceFault(Instrument instrument, Order order)
    {
        if (OrderMatcher.HasLimit(order.OrderType) && !OrderMatcher.HasCap(order.OrderType) && order.LmtPrice is null && order.LmtPriceOffset is null)
            return new OrderFault(107, "Cannot transmit incomplete order: the limit price is missing.");
        if (order.OrderType is "STP" or "STP LMT" or "MIT" or "LIT" && order.AuxPrice is null or 0)
            return new OrderFault(107, "Cannot transmit incomplete order: the stop or trigger price (auxPrice) is missing.");
        if (order.OrderType is "TRAIL" or "TRAIL LIMIT" && order.AuxPrice is null or 0 && order.TrailingPercent is null or 0)
            return new OrderFault(158, "Trailing order must have a trailing amount or a trailing percent.");
        bool fits = (!OrderMatcher.HasLimit(order.OrderType) || order.LmtPrice is not { } limit || instrument.IsOnTick(limit))
            && (order.OrderType is "MKT" or "LMT" or "MOC" or "LOC" or "MIDPRICE" or "PEG MID" || order.AuxPrice is not { } aux || instrument.IsOnTick(aux));
        return fits ? null : new OrderFault(110, "The price does not conform to the minimum price variation for this contract.");
    }
}
