namespace TradingCore.Domain;

/// <summary>Money of one account as the broker tells it.</summary>
public sealed record AccountState
{
    /// <summary>Account.</summary>
    public AccountId Account { get; init; }
    /// <summary>Base currency; empty until known.</summary>
    public string Currency { get; init; } = "";
    /// <summary>Net liquidation value (equity); null until known.</summary>
    public decimal? NetLiquidation { get; init; }
    /// <summary>Total cash; null until known.</summary>
    public decimal? TotalCash { get; init; }
    /// <summary>Cash that has settled; null until known.</summary>
    public decimal? SettledCash { get; init; }
    /// <summary>Buying power; null until known.</summary>
    public decimal? BuyingPower { get; init; }
    /// <summary>Excess liquidity; null until known.</summary>
    public decimal? ExcessLiquidity { get; init; }
    /// <summary>Initial margin; null until known.</summary>
    public decimal? InitMargin { get; init; }
    /// <summary>Maintenance margin; null until known.</summary>
    public decimal? MaintMargin { get; init; }
    /// <summary>The broker's P&amp;L of the day; null until known.</summary>
    public decimal? DailyPnl { get; init; }
    /// <summary>The broker's unrealised P&amp;L; null until known.</summary>
    public decimal? UnrealizedPnl { get; init; }
    /// <summary>The broker's realised P&amp;L of the day; null until known.</summary>
    public decimal? RealizedPnl { get; init; }
    /// <summary>When the broker's P&amp;L last came, UTC; null until then.</summary>
    public DateTimeOffset? PnlTime { get; init; }
    /// <summary>When the broker last told the equity, UTC; null until then.</summary>
    public DateTimeOffset? EquityTime { get; init; }
    /// <summary>When the broker last told its P&amp;L of the day, UTC; null until then.</summary>
    public DateTimeOffset? DailyPnlTime { get; init; }
    /// <summary>When the newest figure came, UTC.</summary>
    public DateTimeOffset UpdatedTime { get; init; }
}
