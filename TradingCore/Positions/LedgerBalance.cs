namespace TradingCore.Positions;

/// <summary>What the bookings of a ledger come to, so that it can go on without them.</summary>
/// <param name="Quantity">Signed quantity.</param>
/// <param name="Cash">Received minus paid, in price units (without the multiplier).</param>
/// <param name="Basis">Signed cost of what is held, in price units.</param>
/// <param name="Commission">Commission and fees in the contract's currency.</param>
/// <param name="FirstTime">Time of the first booking, UTC.</param>
public readonly record struct LedgerBalance(decimal Quantity, decimal Cash, decimal Basis, decimal Commission, DateTimeOffset FirstTime);
