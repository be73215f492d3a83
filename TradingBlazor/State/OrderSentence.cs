using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>An order as a sentence without its full stop: everything it will do, so that a button can say it.</summary>
public static class OrderSentence
{
    /// <summary>An order that is about to be sent.</summary>
    /// <param name="spec">The order.</param>
    /// <param name="decimals">Decimals of its prices.</param>
    /// <param name="nameOf">Name of a contract that a condition watches; null when not known.</param>
    /// <param name="orderOf">Name of the order that must fill first; null when not known, and it is told by its id.</param>
    public static string Of(OrderSpec spec, int decimals, Func<ConId, string?>? nameOf = null, Func<OrderRef, string?>? orderOf = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        OrderAttributes a = spec.Attributes;
        string name = TickerName.Short(spec.Ticker), size = a.CashQuantity is { } cash ? $"{name} for {Format.Money(cash)}" : $"{Format.Quantity(spec.Quantity)} {name}";
        return $"{OrderWords.Side(spec.Side)} {size} {Price(spec, decimals)}{Until(spec)}{Extras(spec, decimals, nameOf ?? (static _ => null), orderOf ?? (static _ => null))}{OrderWords.Exits(spec.Bracket, decimals)}";
    }

    /// <summary>An order that exists.</summary>
    public static string Of(Order order, int decimals, Func<ConId, string?>? nameOf = null, Func<OrderRef, string?>? orderOf = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        return Of(
            new OrderSpec
            {
                Ticker = order.Contract.Ticker,
                Side = order.Side,
                Quantity = order.Quantity,
                Type = order.Type,
                LimitPrice = order.LimitPrice,
                StopPrice = order.StopPrice,
                Tif = order.Tif,
                OutsideRth = order.OutsideRth,
                // Which orders it belongs to is shown by where it stands.
                Attributes = order.Handling.Role.IsExit() ? order.Attributes with { Parent = null, OcaGroup = "" } : order.Attributes,
            },
            decimals, nameOf, orderOf);
    }

    /// <summary>An order that exists, by its side, size and price alone: enough to know it by.</summary>
    public static string Brief(Order order, int decimals)
    {
        ArgumentNullException.ThrowIfNull(order);
        return Of(order with { Tif = TimeInForce.Day, OutsideRth = false, Attributes = new OrderAttributes { TrailAmount = order.Attributes.TrailAmount, TrailPercent = order.Attributes.TrailPercent, Offset = order.Attributes.Offset, CashQuantity = order.Attributes.CashQuantity } }, decimals);
    }

    private static string Price(OrderSpec s, int decimals)
    {
        bool isBuy = s.Side == OrderSide.Buy;
        string limit = Format.ExactPrice(s.LimitPrice, decimals), stop = Format.ExactPrice(s.StopPrice, decimals);
        string away = isBuy ? "rises" : "falls", towards = isBuy ? "falls" : "rises";
        string cap = s.LimitPrice is null ? "" : $", not {(isBuy ? "above" : "below")} {limit}";
        string trail = s.Attributes.TrailPercent is { } percent ? $"{Format.Raw(percent)} %" : Format.Raw(s.Attributes.TrailAmount);
        string from = s.StopPrice is null ? "" : $", from {stop}";
        string offset = s.Attributes.Offset is > 0m and { } o ? Format.Raw(o) : "";
        return s.Type switch
        {
            OrderType.Market => "at market",
            OrderType.Limit => $"at {limit} limit",
            OrderType.Stop => $"at market when it {away} to {stop}",
            OrderType.StopLimit => $"at {limit} limit when it {away} to {stop}",
            OrderType.Trail => $"at market, trailing by {trail}{from}",
            OrderType.TrailLimit => $"trailing by {trail}{from}, limit {Format.Raw(s.Attributes.Offset)} beyond",
            OrderType.MarketIfTouched => $"at market when it {towards} to {stop}",
            OrderType.LimitIfTouched => $"at {limit} limit when it {towards} to {stop}",
            OrderType.MarketOnClose => "at the close",
            OrderType.LimitOnClose => $"at the close, {limit} limit",
            OrderType.MidPrice => $"at the midpoint{cap}",
            OrderType.Relative => $"at the {(isBuy ? "bid" : "ask")}{(offset.Length > 0 ? isBuy ? $" plus {offset}" : $" less {offset}" : "")}{cap}",
            OrderType.PeggedToMidpoint => $"pegged to the midpoint{(offset.Length > 0 ? isBuy ? $" plus {offset}" : $" less {offset}" : "")}{cap}",
            _ => "as entered elsewhere",
        };
    }

    private static string Until(OrderSpec spec) => spec.Tif switch
    {
        TimeInForce.Gtc => ", until cancelled",
        TimeInForce.Gtd => spec.Attributes.GoodTill is { } till ? $", until {Format.MomentEt(till)}" : ", until a date",
        TimeInForce.Ioc => ", now or cancel",
        TimeInForce.Fok => ", all now or nothing",
        TimeInForce.Opg => ", at the open",
        _ => "",
    };

    private static string Extras(OrderSpec spec, int decimals, Func<ConId, string?> nameOf, Func<OrderRef, string?> orderOf)
    {
        OrderAttributes a = spec.Attributes;
        var words = new List<string>();
        if (spec.OutsideRth) words.Add("outside regular hours too");
        if (a.GoodAfter is { } after) words.Add($"not before {Format.MomentEt(after)}");
        if (a.Hidden) words.Add("hidden");
        if (a.DisplaySize is { } shown) words.Add($"showing {Format.Quantity(shown)} at a time");
        if (a.AllOrNone) words.Add("all or none");
        if (a.MinQuantity is { } least) words.Add($"at least {Format.Quantity(least)} at first");
        if (a.SweepToFill) words.Add("sweeping all exchanges");
        if (a.Algo is { } algo) words.Add($"by {AlgoWords.Of(algo)}");
        if (a.Conditions is { } conditions) words.Add(ConditionWords.Of(conditions, nameOf, spec.Ticker, decimals));
        if (a.OcaGroup.Length > 0) words.Add($"in the one-cancels-all group {a.OcaGroup}");
        if (a.Parent is { } parent) words.Add($"after {orderOf(parent) ?? parent.ToString()} has filled");
        if (a.FaGroup.Length > 0) words.Add($"for the group {a.FaGroup}");
        return string.Concat(words.Select(w => ", " + w));
    }
}
