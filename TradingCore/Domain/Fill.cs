namespace TradingCore.Domain;

/// <summary>An execution that was applied to a position, once.</summary>
public sealed record Fill
{
    /// <summary>Id of the execution report.</summary>
    public required ExecId ExecId { get; init; }
    /// <summary>Our order id; empty when the order is not ours.</summary>
    public OrderRef OrderRef { get; init; }
    /// <summary>API order id.</summary>
    public OrderId OrderId { get; init; }
    /// <summary>Id given by TWS.</summary>
    public PermId PermId { get; init; }
    /// <summary>API client id that owns the order.</summary>
    public int ClientId { get; init; }
    /// <summary>Account.</summary>
    public AccountId Account { get; init; }
    /// <summary>What was traded.</summary>
    public required Contract Contract { get; init; }
    /// <summary>Bought or sold.</summary>
    public OrderSide Side { get; init; }
    /// <summary>Quantity, above 0; 0 after a bust.</summary>
    public decimal Quantity { get; init; }
    /// <summary>Price per unit.</summary>
    public decimal Price { get; init; }
    /// <summary>When it happened, as the broker says, UTC.</summary>
    public DateTimeOffset Time { get; init; }
    /// <summary>When it reached this process.</summary>
    public DateTimeOffset ReceivedTime { get; init; }
    /// <summary>Venue.</summary>
    public string Exchange { get; init; } = "";
    /// <summary>Commission and fees; null until reported.</summary>
    public decimal? Commission { get; init; }
    /// <summary>Currency of the commission.</summary>
    public string CommissionCurrency { get; init; } = "";
    /// <summary>True when the broker forced the trade, for want of margin.</summary>
    public bool IsLiquidation { get; init; }
    /// <summary>Quantity with its sign: above 0 for a buy.</summary>
    public decimal SignedQuantity => Side == OrderSide.Buy ? Quantity : -Quantity;
    /// <summary>Rises with every change of any fill.</summary>
    public long Version { get; init; }
}
