namespace TradingCore.Positions;

/// <summary>What the bookings of a ledger come to, so that it can go on without them.</summary>
/// <param name="Quantity">Signed quantity.</param>
/// <param name="Cash">Received minus paid, in price units (without the multiplier).</param>
/// <param name="Basis">Signed cost of what is held, in price units.</param>
/// <param name="Commission">Commission and fees in the contract's currency.</param>
/// <param name="Cost">Signed cost of what is held in money, with the commission of opening, as the broker counts it.</param>
/// <param name="Adjusted">What adjustments would have paid, in money.</param>
/// <param name="FirstTime">Time of the first booking, UTC.</param>
/// <param name="OtherFees">Commission and fees in other currencies, by currency; null when there are none.</param>
public readonly record struct LedgerBalance(
    decimal Quantity, decimal Cash, decimal Basis, decimal Commission, decimal Cost, decimal Adjusted, DateTimeOffset FirstTime, IReadOnlyDictionary<string, decimal>? OtherFees = null);
