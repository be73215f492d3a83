namespace TradingCore.Domain;

/// <summary>What somebody wants to trade; the one input of preview and submit.</summary>
public sealed record OrderSpec
{
    /// <summary>Name of the contract, see <see cref="Contract.Ticker"/>.</summary>
    public required string Ticker { get; init; }
    /// <summary>Buy or sell.</summary>
    public OrderSide Side { get; init; }
    /// <summary>Quantity in shares or contracts, above 0; 0 when <see cref="OrderAttributes.CashQuantity"/> says the size.</summary>
    public decimal Quantity { get; init; }
    /// <summary>Order type.</summary>
    public OrderType Type { get; init; }
    /// <summary>Limit price, or the cap of a pegged type; null when the type has none.</summary>
    public decimal? LimitPrice { get; init; }
    /// <summary>Trigger price; of a trailing type the first one; null when the type has none.</summary>
    public decimal? StopPrice { get; init; }
    /// <summary>Time in force.</summary>
    public TimeInForce Tif { get; init; }
    /// <summary>True: may trigger and fill outside regular trading hours.</summary>
    public bool OutsideRth { get; init; }
    /// <summary>What it has beyond that.</summary>
    public OrderAttributes Attributes { get; init; } = OrderAttributes.None;
    /// <summary>Account; null means the first one of the login.</summary>
    public string? Account { get; init; }
    /// <summary>Strategy that decided; empty for a person.</summary>
    public string Strategy { get; init; } = "";
    /// <summary>
    /// Name of what the order is for, up to 64 plain characters; empty for none. While an order of the same intent in the account is not
    /// final, no other one leaves: a cancel that is on its way may still lose its race against a fill.
    /// </summary>
    public string Intent { get; init; } = "";
    /// <summary>What becomes of it while the gateway is away.</summary>
    public OfflineChoice IfOffline { get; init; }
    /// <summary>How long it may wait for the gateway, 1 second to 24 hours; null for the setting <c>Trading:QueueExpiry</c>.</summary>
    public TimeSpan? QueueFor { get; init; }
    /// <summary>Legs of a combination, whose <see cref="ComboLegs.Name"/> is then the ticker; null for a single contract.</summary>
    public ComboLegs? Legs { get; init; }
    /// <summary>Exits that are sent with it; null for none.</summary>
    public BracketSpec? Bracket { get; init; }
    /// <summary>True: a person has confirmed by typing that an unusual size, or a short sale that needs a locate, is meant.</summary>
    public bool IsConfirmed { get; init; }
    /// <summary>True: a stop that would trigger at once is meant.</summary>
    public bool MayTriggerNow { get; init; }
}
