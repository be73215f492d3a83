using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>The words of orders on screen. A state or type is never shown as the name of an enum.</summary>
public static class OrderWords
{
    /// <summary>State in a word or two; a partly filled order says so.</summary>
    public static string State(Order order) => order.State switch
    {
        OrderState.PendingSubmit => "Sending",
        OrderState.PreSubmitted => "Held for trigger",
        OrderState.Working when order.Filled > 0 => "Partly filled",
        OrderState.Working => "Working",
        OrderState.PendingCancel => "Cancel sent",
        OrderState.Unknown => "Unknown, asking",
        OrderState.Inactive => "Inactive",
        OrderState.Filled => "Filled",
        OrderState.Cancelled when order.Filled > 0 => "Cancelled, partly filled",
        OrderState.Cancelled => "Cancelled",
        OrderState.Rejected => "Rejected",
        OrderState.Queued => "Queued",
        OrderState.Expired => "Expired",
        OrderState.Denied => "Denied",
        _ => "Unknown",
    };

    /// <summary>CSS tone of a state: <c>active</c>, <c>good</c>, <c>caution</c>, <c>bad</c>, <c>queued</c> or <c>done</c>.</summary>
    public static string Tone(OrderState state) => state switch
    {
        OrderState.Working or OrderState.PreSubmitted => "active",
        OrderState.Filled => "good",
        OrderState.Rejected or OrderState.Denied => "bad",
        OrderState.Cancelled or OrderState.Expired => "done",
        OrderState.Queued => "queued",
        _ => "caution",
    };

    /// <summary><c>Buy</c> or <c>Sell</c>.</summary>
    public static string Side(OrderSide side) => side == OrderSide.Buy ? "Buy" : "Sell";

    /// <summary>Wire code of the type, which is also what traders say.</summary>
    public static string Type(OrderType type) => type.IsKnown() ? type.Code() : "Other";

    /// <summary>Time in force in short.</summary>
    public static string Tif(TimeInForce tif) => tif.IsKnown() ? tif.Code() : "Other";

    /// <summary>The price terms of an order in one cell.</summary>
    public static string Price(Order order, int decimals)
    {
        OrderAttributes attributes = order.Attributes;
        string? trail = attributes.TrailAmount is { } amount ? "trail " + Format.Price(amount, decimals) : attributes.TrailPercent is { } percent ? $"trail {percent:0.##} %" : null;
        string? limit = order.LimitPrice is { } price ? Format.Price(price, decimals) : null;
        string? stop = order.StopPrice is { } trigger ? (order.Type is OrderType.MarketIfTouched or OrderType.LimitIfTouched ? "touch " : "stop ") + Format.Price(trigger, decimals) : null;
        string text = string.Join(' ', new[] { limit, stop, trail }.OfType<string>());
        return text.Length > 0 ? text : order.Type switch
        {
            OrderType.MidPrice or OrderType.PeggedToMidpoint => "midpoint",
            OrderType.Relative => "relative",
            _ => "market",
        };
    }

    /// <summary>What an order is among orders that belong together; empty when it stands alone.</summary>
    public static string Role(OrderRole role) => role switch
    {
        OrderRole.Entry => "Entry",
        OrderRole.TakeProfit => "Take profit",
        OrderRole.StopLoss => "Stop loss",
        OrderRole.Triggered => "After another",
        _ => "",
    };

    /// <summary>The role as traders abbreviate it; empty for an order that stands alone and for an entry, below which its exits stand.</summary>
    public static string RoleInShort(OrderRole role) => role switch
    {
        OrderRole.TakeProfit => "TP",
        OrderRole.StopLoss => "SL",
        OrderRole.Triggered => "after",
        _ => "",
    };

    /// <summary>That own orders are cancelled before another one leaves, a sentence.</summary>
    public static string WouldCancel(IReadOnlyList<Order> orders, int decimals)
    {
        string names = string.Join(", ", orders.Select(o => $"{(o.Side == OrderSide.Buy ? "buy" : "sell")} {Format.Quantity(o.Remaining)} {TickerName.Short(o.Contract.Ticker)}{(o.LimitPrice is { } price ? " at " + Format.ExactPrice(price, decimals) : "")}"));
        return $"It would trade with your own {(orders.Count == 1 ? "order" : "orders")} to {names} (R34): {(orders.Count == 1 ? "that one is" : "these are")} cancelled first, and it waits until that is confirmed.";
    }

    /// <summary>The exits that are sent with an order, as the end of its sentence; empty when there are none.</summary>
    public static string Exits(BracketSpec? bracket, int decimals)
    {
        string text = "";
        if (bracket?.TakeProfit is { } profit) text += $", take profit {Exit(profit, decimals)}";
        if (bracket?.StopLoss is { } loss) text += $", stop loss {Exit(loss, decimals)}";
        return text;
    }

    private static string Exit(ExitSpec exit, int decimals)
    {
        string where = exit.Price is { } price ? Format.ExactPrice(price, decimals) : exit.Offset is { } offset ? $"{Format.Raw(offset)} away" : $"{Format.Raw(exit.Percent)} % away";
        return where + (exit.LimitOffset is { } limit ? $" with its limit {Format.Raw(limit)} beyond" : "") + (exit.Tif == TimeInForce.Day ? " for the day" : "");
    }
}
