using TradingCore.Domain;

namespace TradingCore.Risk.Form;

/// <summary>An exit of a bracket as the order that it becomes.</summary>
/// <param name="Role">Take profit or stop loss.</param>
/// <param name="Spec">The order.</param>
public sealed record PlannedExit(OrderRole Role, OrderSpec Spec);

/// <summary>Makes the exits of a bracket into orders, with prices on the contract's grid, and says what is wrong with them.</summary>
/// <remarks>
/// An offset or percent counts from the price at which the entry is expected to fill: its limit, else its trigger, else the market. It is put
/// on the grid so that it is never worse than what was asked for: a take profit away from the entry, a stop loss towards it.
/// </remarks>
public static class BracketExits
{
    private const decimal PercentMax = 100m;

    /// <summary>The price at which the entry is expected to fill; null when no price is known.</summary>
    public static decimal? EntryPrice(OrderSpec entry, Quote? quote)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.LimitPrice ?? entry.StopPrice ?? MarketReference.PriceFor(entry.Side, quote);
    }

    /// <summary>The exits, take profit first.</summary>
    /// <param name="entry">The entry with its bracket.</param>
    /// <param name="parent">Our id of the entry.</param>
    /// <param name="instrument">Contract; null when not known, then prices stay off the grid.</param>
    /// <param name="entryPrice">Price at which the entry is expected to fill; null when not known.</param>
    /// <param name="faults">Gets what is wrong.</param>
    public static IReadOnlyList<PlannedExit> Make(OrderSpec entry, OrderRef parent, Instrument? instrument, decimal? entryPrice, List<OrderFault> faults)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(faults);
        var exits = new List<PlannedExit>(2);
        if (entry.Bracket is not { } bracket) return exits;
        if (bracket is { TakeProfit: null, StopLoss: null }) faults.Add(new OrderFault("bracket", "The bracket has no exit", "Give a take profit, a stop loss or both."));
        if (entry.Attributes.CashQuantity is not null) faults.Add(new OrderFault("bracket", "The exits of an order by amount would have no quantity", "Give a quantity."));
        if (entry.Attributes.Parent is not null) faults.Add(new OrderFault("bracket", "An order that waits for another one cannot have exits of its own", "Send it without a bracket, or not after another order."));
        if (entry.Attributes.OcaGroup.Length > 0) faults.Add(new OrderFault("bracket", "The exits of an order in a one-cancels-all group are not sent with it", "Leave the group or the bracket out."));
        Add(OrderRole.TakeProfit, bracket.TakeProfit);
        Add(OrderRole.StopLoss, bracket.StopLoss);
        return exits;

        void Add(OrderRole role, ExitSpec? exit)
        {
            if (exit is null) return;
            string field = FieldOf(role);
            if (PriceOf(role, exit, entry.Side, instrument, entryPrice, field, faults) is not { } price) return;
            OrderSpec spec = SpecOf(entry, parent, role, exit, price, instrument);
            exits.Add(new PlannedExit(role, spec));
            if (entryPrice is { } from && SideFault(role, entry.Side, spec, from, instrument) is { } fault) faults.Add(fault);
        }
    }

    /// <summary>What is wrong with the side of the entry on which an exit stands; null when it is well.</summary>
    public static OrderFault? SideFault(OrderRole role, OrderSide entrySide, OrderSpec exit, decimal entryPrice, Instrument? instrument)
    {
        ArgumentNullException.ThrowIfNull(exit);
        decimal price = (role == OrderRole.TakeProfit ? exit.LimitPrice : exit.StopPrice) ?? 0m;
        bool isAbove = (role == OrderRole.TakeProfit) == (entrySide == OrderSide.Buy);
        if (isAbove ? price > entryPrice : price < entryPrice) return null;
        return new OrderFault(FieldOf(role), $"A {role.Words()} at {Say.Price(price, instrument)} is {(isAbove ? "not above" : "not below")} the entry at {Say.Price(entryPrice, instrument)}, so it would fill at once",
            $"Give a price {(isAbove ? "above" : "below")} {Say.Price(entryPrice, instrument)}.", price, entryPrice);
    }

    private static string FieldOf(OrderRole role) => role == OrderRole.TakeProfit ? "bracket.takeProfit" : "bracket.stopLoss";

    private static decimal? PriceOf(OrderRole role, ExitSpec exit, OrderSide entrySide, Instrument? instrument, decimal? entryPrice, string field, List<OrderFault> faults)
    {
        int given = (exit.Price is null ? 0 : 1) + (exit.Offset is null ? 0 : 1) + (exit.Percent is null ? 0 : 1);
        if (given != 1)
        {
            faults.Add(new OrderFault(field, given == 0 ? $"The {role.Words()} has no price" : $"The {role.Words()} has {given} prices", "Give one of price, offset and percent."));
            return null;
        }
        if (exit.LimitOffset is { } limit && (role == OrderRole.TakeProfit || limit < 0m))
        {
            faults.Add(role == OrderRole.TakeProfit
                ? new OrderFault(field, "A take profit is a limit order already", "Leave limitOffset out.", limit)
                : new OrderFault(field, $"A limit offset of {Say.Number(limit)} goes the wrong way", "Give 0 or above; the side says its direction.", limit, 0m));
            return null;
        }
        if (exit.Price is { } price) return price;
        decimal value = exit.Offset ?? exit.Percent!.Value;
        if (value <= 0m || exit.Percent >= PercentMax)
        {
            faults.Add(new OrderFault(field, $"A distance of {Say.Number(value)}{(exit.Percent is null ? "" : " %")} is no exit", exit.Percent is null ? "Give an offset above 0; the side says its direction." : "Give a percent above 0 and below 100.", value));
            return null;
        }
        if (entryPrice is not { } from)
        {
            faults.Add(new OrderFault(field, $"No price is known to count the {role.Words()} from", "Give a price, or wait for one."));
            return null;
        }
        decimal distance = exit.Offset ?? Math.Abs(from) * exit.Percent!.Value / 100m;
        bool isAbove = (role == OrderRole.TakeProfit) == (entrySide == OrderSide.Buy);
        return OnGrid(isAbove ? from + distance : from - distance, instrument, up: entrySide == OrderSide.Buy);
    }

    // Up for a buy: the profit is taken higher, the loss is stopped earlier. The other way round for a sale.
    private static decimal OnGrid(decimal price, Instrument? instrument, bool up) =>
        instrument?.ToOrderPrice(price, up ? OrderSide.Sell : OrderSide.Buy) ?? price;

    private static OrderSpec SpecOf(OrderSpec entry, OrderRef parent, OrderRole role, ExitSpec exit, decimal price, Instrument? instrument)
    {
        bool isBuy = entry.Side == OrderSide.Sell;
        decimal? limit = exit.LimitOffset is { } beyond ? OnGrid(isBuy ? price + beyond : price - beyond, instrument, up: isBuy) : null;
        return new OrderSpec
        {
            Ticker = entry.Ticker,
            Side = isBuy ? OrderSide.Buy : OrderSide.Sell,
            Quantity = entry.Quantity,
            Type = role == OrderRole.TakeProfit ? OrderType.Limit : limit is null ? OrderType.Stop : OrderType.StopLimit,
            LimitPrice = role == OrderRole.TakeProfit ? price : limit,
            StopPrice = role == OrderRole.StopLoss ? price : null,
            Tif = exit.Tif ?? TimeInForce.Gtc,
            OutsideRth = entry.OutsideRth,
            // What is bought for a group is sold for it: the broker divides both alike.
            Attributes = new OrderAttributes { Parent = parent, FaGroup = entry.Attributes.FaGroup, FaMethod = entry.Attributes.FaMethod, FaPercentage = entry.Attributes.FaPercentage },
            Account = entry.Account,
            Strategy = entry.Strategy,
        };
    }
}
