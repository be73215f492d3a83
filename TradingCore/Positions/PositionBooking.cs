using TradingCore.Domain;

namespace TradingCore.Positions;

/// <summary>One change of a position: a fill, or something else that the broker did to it.</summary>
/// <param name="Time">When it happened, UTC; decides the order of booking.</param>
/// <param name="Key">Identifies it; a booking with a known key replaces the old one.</param>
/// <param name="Quantity">Signed quantity; 0 after a bust.</param>
/// <param name="Price">Price per unit; may be zero or negative.</param>
/// <param name="Commission">Commission and fees in the contract's currency; 0 when none, not reported yet, or charged in another currency.</param>
public readonly record struct PositionBooking(DateTimeOffset Time, string Key, decimal Quantity, decimal Price, decimal Commission)
{
    /// <summary>The booking of a fill.</summary>
    public static PositionBooking Of(Fill fill) => new(fill.Time, fill.ExecId.Key, fill.SignedQuantity, fill.Price,
        fill.CommissionCurrency.Length == 0 || fill.CommissionCurrency == fill.Contract.Currency ? fill.Commission ?? 0m : 0m);
}
