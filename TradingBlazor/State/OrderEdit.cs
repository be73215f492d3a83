using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>New values of an order as typed into its row.</summary>
public sealed class OrderEdit
{
    private readonly int _decimals;

    /// <summary>Begins with the values of an order.</summary>
    /// <param name="order">The order as it is now.</param>
    /// <param name="decimals">Decimals of its prices.</param>
    public OrderEdit(Order order, int decimals)
    {
        ArgumentNullException.ThrowIfNull(order);
        Seen = order;
        _decimals = decimals;
        (Quantity, Limit, Stop, Tif) = Texts(order);
    }

    /// <summary>The order that the person looked at when typing.</summary>
    public Order Seen { get; private set; }

    /// <summary>Total quantity.</summary>
    public string Quantity { get; set; }
    /// <summary>Limit price.</summary>
    public string Limit { get; set; }
    /// <summary>Trigger price.</summary>
    public string Stop { get; set; }
    /// <summary>Time in force.</summary>
    public TimeInForce Tif { get; set; }
    /// <summary>The quantity once more, where it must be confirmed by typing.</summary>
    public string Confirmation { get; set; } = "";

    /// <summary>True when the quantity can be changed: that of an exit follows its entry.</summary>
    public bool HasQuantity => !Seen.Handling.Role.IsExit() && Seen.Attributes.CashQuantity is null;

    /// <summary>True when it has a limit price.</summary>
    public bool HasLimit => Seen.Type.Traits().Limit == Need.Required || Seen.LimitPrice is not null;

    /// <summary>True when it has a trigger price.</summary>
    public bool HasStop => Seen.Type.Traits().Stop == Need.Required || Seen.StopPrice is not null;

    /// <summary>The person has been told what the order is now. What was typed stays; fields that were left alone show the new values.</summary>
    public void See(Order now)
    {
        ArgumentNullException.ThrowIfNull(now);
        (string quantity, string limit, string stop, TimeInForce tif) = Texts(Seen);
        (string newQuantity, string newLimit, string newStop, TimeInForce newTif) = Texts(now);
        if (Quantity == quantity) Quantity = newQuantity;
        if (Limit == limit) Limit = newLimit;
        if (Stop == stop) Stop = newStop;
        if (Tif == tif) Tif = newTif;
        Seen = now;
    }

    /// <summary>Reads what was typed differently from <see cref="Seen"/>: a field that was left alone never takes back what somebody else changed.</summary>
    /// <param name="now">The order as it is by now: fills may have come.</param>
    /// <param name="change">The change; null when false is returned.</param>
    /// <param name="problem">What to enter, when false is returned.</param>
    public bool TryRead(Order now, out OrderChange? change, out string problem)
    {
        ArgumentNullException.ThrowIfNull(now);
        change = null;
        decimal quantity = Seen.Quantity, limit = 0m, stop = 0m;
        problem = HasQuantity && (!TicketDraft.TryParse(Quantity, out quantity) || quantity <= 0m) ? TypedNumber.Problem(Quantity, "Enter a quantity above 0") + "."
            : HasQuantity && quantity <= now.Filled ? $"{Format.Quantity(now.Filled)} are filled already. Enter a larger total, or cancel the rest."
            : HasLimit && !Format.TryParsePrice(Limit, _decimals, out limit) ? TypedNumber.Problem(Limit, "Enter a limit price") + "."
            : HasStop && !Format.TryParsePrice(Stop, _decimals, out stop) ? TypedNumber.Problem(Stop, "Enter a stop price") + "."
            : "";
        if (problem.Length > 0) return false;
        change = new OrderChange(
            HasQuantity && quantity != Seen.Quantity ? quantity : null,
            HasLimit && limit != Seen.LimitPrice ? limit : null,
            HasStop && stop != Seen.StopPrice ? stop : null,
            Tif != Seen.Tif ? Tif : null);
        if (change != new OrderChange())
        {
            change = change with { IsConfirmed = TicketDraft.TryParse(Confirmation, out decimal typed) && typed == quantity };
            return true;
        }
        problem = "Nothing is different yet. Change a value first.";
        change = null;
        return false;
    }

    private (string Quantity, string Limit, string Stop, TimeInForce Tif) Texts(Order order) => (
        Format.Raw(order.Quantity),
        order.LimitPrice is { } limit ? Format.PriceInput(limit, _decimals) : "",
        order.StopPrice is { } stop ? Format.PriceInput(stop, _decimals) : "",
        order.Tif);
}
