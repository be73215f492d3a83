namespace TradingCore.Positions;

/// <summary>What was booked to a position on one day, in the contract's currency.</summary>
public readonly record struct LedgerDay
{
    /// <summary>The day.</summary>
    public DateOnly Day { get; init; }
    /// <summary>Signed quantity when it began.</summary>
    public decimal StartQuantity { get; init; }
    /// <summary>What was received less what was paid for quantity, without commission.</summary>
    public decimal Flow { get; init; }
    /// <summary>Commission and fees.</summary>
    public decimal Fees { get; init; }
    /// <summary>Realised P&amp;L before commission.</summary>
    public decimal RealizedPnl { get; init; }
    /// <summary>Realised P&amp;L as the broker counts it, see <see cref="PositionLedger.RealizedNetPnl"/>.</summary>
    public decimal RealizedNetPnl { get; init; }
    /// <summary>True when something other than a fill was booked.</summary>
    public bool HasAdjustment { get; init; }
}
