namespace TradingCore.Domain;

/// <summary>One order as known now. Immutable; the engine replaces it at every change.</summary>
public sealed record Order
{
    /// <summary>Our id; also the id in the API. Orders that are not ours get <c>X-</c> and their permId.</summary>
    public required OrderRef OrderRef { get; init; }
    /// <summary>API order id; 0 when none.</summary>
    public OrderId OrderId { get; init; }
    /// <summary>Id given by TWS; 0 until acknowledged.</summary>
    public PermId PermId { get; init; }
    /// <summary>API client id that owns the order at the gateway.</summary>
    public int ClientId { get; init; }
    /// <summary>Account.</summary>
    public AccountId Account { get; init; }
    /// <summary>What is traded.</summary>
    public required Contract Contract { get; init; }
    /// <summary>Buy or sell.</summary>
    public OrderSide Side { get; init; }
    /// <summary>Total quantity, above 0.</summary>
    public decimal Quantity { get; init; }
    /// <summary>Order type.</summary>
    public OrderType Type { get; init; }
    /// <summary>Limit price; null when the type has none.</summary>
    public decimal? LimitPrice { get; init; }
    /// <summary>Trigger price; of a trailing type the first one, then as the broker moves it; null when the type has none.</summary>
    public decimal? StopPrice { get; init; }
    /// <summary>Time in force.</summary>
    public TimeInForce Tif { get; init; }
    /// <summary>May trade outside regular hours.</summary>
    public bool OutsideRth { get; init; }
    /// <summary>What it has beyond that.</summary>
    public OrderAttributes Attributes { get; init; } = OrderAttributes.None;
    /// <summary>API order id of the order that must fill first; 0 when none.</summary>
    public OrderId ParentId { get; init; }
    /// <summary>Strategy that decided; empty for a person.</summary>
    public string Strategy { get; init; } = "";
    /// <summary>Who sent it: <c>user</c>, <c>api</c>, <c>strategy</c>; for orders entered elsewhere <c>TWS</c>, <c>client 5</c> or <c>broker</c>.</summary>
    public string Source { get; init; } = "";
    /// <summary>Where it stands.</summary>
    public OrderState State { get; init; }
    /// <summary>Filled quantity.</summary>
    public decimal Filled { get; init; }
    /// <summary>Quantity that can still fill; 0 when the state is final.</summary>
    public decimal Remaining => State.IsFinal() ? 0m : Math.Max(0m, Quantity - Filled);
    /// <summary>Average price of the fills; null before the first.</summary>
    public decimal? AverageFillPrice { get; init; }
    /// <summary>Commission of all fills so far, in the contract's currency; null before the first report.</summary>
    public decimal? Commission { get; init; }
    /// <summary>Why it is denied, rejected, held or cancelled; empty otherwise.</summary>
    public string Reason { get; init; } = "";
    /// <summary>Values asked for by a modify that the broker has not confirmed yet; null when none.</summary>
    public OrderChange? PendingChange { get; init; }
    /// <summary>When the command was accepted, UTC.</summary>
    public DateTimeOffset CreatedTime { get; init; }
    /// <summary>When it last changed, UTC.</summary>
    public DateTimeOffset UpdatedTime { get; init; }
    /// <summary>Every event, oldest first; bounded, the middle is dropped first.</summary>
    public IReadOnlyList<OrderEvent> History { get; init; } = [];
    /// <summary>What this system knows of it beyond what the broker is told.</summary>
    public OrderHandling Handling { get; init; } = OrderHandling.None;
    /// <summary>Key given by the caller so that a repeated command is not a second order; empty when none.</summary>
    public string IdempotencyKey { get; init; } = "";
    /// <summary>Rises with every change of any order; order events are sorted by it.</summary>
    public long Version { get; init; }
}
