using TradingCore.Domain;

namespace TradingCore.Positions;

/// <summary>One change of a position: a fill, or something else that the broker did to it.</summary>
/// <param name="Time">When it happened, UTC; decides the order of booking.</param>
/// <param name="Key">Identifies it; a booking with a known key replaces the old one.</param>
/// <param name="Quantity">Signed quantity; 0 after a bust.</param>
/// <param name="Price">Price per unit; may be zero or negative.</param>
/// <param name="Commission">Commission and fees in the contract's currency; 0 when none, not reported yet, or charged in another currency.</param>
/// <param name="OtherFee">Commission and fees charged in another currency.</param>
/// <param name="OtherFeeCurrency">That currency; empty when there is none.</param>
/// <param name="IsAdjustment">True for what is no trade and moved no cash.</param>
public readonly record struct PositionBooking(
    DateTimeOffset Time, string Key, decimal Quantity, decimal Price, decimal Commission, decimal OtherFee = 0m, string OtherFeeCurrency = "", bool IsAdjustment = false)
{
    /// <summary>The booking of a fill.</summary>
    public static PositionBooking Of(Fill fill)
    {
        bool isForeign = fill.CommissionCurrency.Length > 0 && fill.CommissionCurrency != fill.Contract.Currency;
        decimal fee = fill.Commission ?? 0m;
        return new PositionBooking(fill.Time, fill.ExecId.Key, fill.SignedQuantity, fill.Price, isForeign ? 0m : fee, isForeign ? fee : 0m, isForeign ? fill.CommissionCurrency : "");
    }
}
