namespace TradingCore.Domain;

/// <summary>What an account holds of a contract, from our own fills, marked to the market and compared with the broker's figure.</summary>
public sealed record Position
{
    /// <summary>Account.</summary>
    public AccountId Account { get; init; }
    /// <summary>What is held.</summary>
    public required Contract Contract { get; init; }
    /// <summary>Signed quantity; below 0 when short.</summary>
    public decimal Quantity { get; init; }
    /// <summary>Average entry price per unit without commission; 0 when flat.</summary>
    public decimal AveragePrice { get; init; }
    /// <summary>Realised P&amp;L since the position was first known, before commission, in the contract's currency.</summary>
    public decimal RealizedPnl { get; init; }
    /// <summary>Commission and fees paid, in the contract's currency.</summary>
    public decimal Commission { get; init; }
    /// <summary>Price it is marked with; null when no price is known.</summary>
    public decimal? MarkPrice { get; init; }
    /// <summary>Value at the mark; null when no price is known.</summary>
    public decimal? MarketValue { get; init; }
    /// <summary>Unrealised P&amp;L at the mark; null when no price is known.</summary>
    public decimal? UnrealizedPnl { get; init; }
    /// <summary>True when the mark is old.</summary>
    public bool IsMarkStale { get; init; }
    /// <summary>The broker's quantity; null until it was told.</summary>
    public decimal? BrokerQuantity { get; init; }
    /// <summary>The broker's average cost per unit, commission included; null until told.</summary>
    public decimal? BrokerAverageCost { get; init; }
    /// <summary>The broker's own unrealised P&amp;L; null until told.</summary>
    public decimal? BrokerUnrealizedPnl { get; init; }
    /// <summary>False when the broker's quantity is known and differs.</summary>
    public bool IsTiedOut => BrokerQuantity is null || BrokerQuantity == Quantity;
    /// <summary>When it last changed, UTC.</summary>
    public DateTimeOffset UpdatedTime { get; init; }
}
