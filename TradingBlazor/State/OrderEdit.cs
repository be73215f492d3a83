using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>New values of an order as typed into its row.</summary>
public sealed class OrderEdit
{
    private readonly Order _order;

    /// <summary>Begins with the values of an order.</summary>
    /// <param name="order">The order as it is now.</param>
    /// <param name="decimals">Decimals of its prices.</param>
    public OrderEdit(Order order, int decimals)
    {
        ArgumentNullException.ThrowIfNull(order);
        _order = order;
        Quantity = Format.Raw(order.Quantity);
        Limit = order.LimitPrice is { } limit ? Format.PriceInput(limit, decimals) : "";
        Stop = order.StopPrice is { } stop ? Format.PriceInput(stop, decimals) : "";
        Tif = order.Tif;
    }

    /// <summary>Total quantity.</summary>
    public string Quantity { get; set; }
    /// <summary>Limit price.</summary>
    public string Limit { get; set; }
    /// <summary>Trigger price.</summary>
    public string Stop { get; set; }
    /// <summary>Time in force.</summary>
    public TimeInForce Tif { get; set; }

    /// <summary>True when the quantity can be changed: that of an exit follows its entry.</summary>
    public bool HasQuantity => !_order.Handling.Role.IsExit() && _order.Attributes.CashQuantity is null;

    /// <summary>True when it has a limit price.</summary>
    public bool HasLimit => _order.Type.Traits().Limit == Need.Required || _order.LimitPrice is not null;

    /// <summary>True when it has a trigger price.</summary>
    public bool HasStop => _order.Type.Traits().Stop == Need.Required || _order.StopPrice is not null;

    /// <summary>Reads what is different.</summary>
    /// <param name="now">The order as it is by now: fills may have come.</param>
    /// <param name="change">The change; null when false is returned.</param>
    /// <param name="problem">What to enter, when false is returned.</param>
    public bool TryRead(Order now, out OrderChange? change, out string problem)
    {
        ArgumentNullException.ThrowIfNull(now);
        change = null;
        decimal quantity = now.Quantity, limit = 0m, stop = 0m;
        problem = HasQuantity && (!TicketDraft.TryParse(Quantity, out quantity) || quantity <= 0m) ? "Enter a quantity above 0."
            : HasQuantity && quantity <= now.Filled ? $"{Format.Quantity(now.Filled)} are filled already. Enter a larger total, or cancel the rest."
            : HasLimit && !Thirtyseconds.TryParseUnambiguous(Limit, out limit) && !TicketDraft.TryParse(Limit, out limit) ? "Enter a limit price."
            : HasStop && !Thirtyseconds.TryParseUnambiguous(Stop, out stop) && !TicketDraft.TryParse(Stop, out stop) ? "Enter a stop price."
            : "";
        if (problem.Length > 0) return false;
        change = new OrderChange(
            HasQuantity && quantity != now.Quantity ? quantity : null,
            HasLimit && limit != now.LimitPrice ? limit : null,
            HasStop && stop != now.StopPrice ? stop : null,
            Tif != now.Tif ? Tif : null);
        if (change != new OrderChange()) return true;
        problem = "Nothing is different yet. Change a value first.";
        change = null;
        return false;
    }
}
