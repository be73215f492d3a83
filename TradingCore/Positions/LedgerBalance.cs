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
    decimal Quantity, decimal Cash, decimal Basis, decimal Commission, decimal Cost, decimal Adjusted, DateTimeOffset FirstTime, IReadOnlyDictionary<string, decimal>? OtherFees = null)
{
    /// <summary>
    /// The same balance with another multiplier: fills keep their prices, adjustments what they cost in money. Null when the two are mixed in what is held, so that
    /// its cost cannot be told apart any more.
    /// </summary>
    /// <param name="from">Multiplier that it was made with; above 0.</param>
    /// <param name="to">The other one; above 0.</param>
    public LedgerBalance? Rescaled(decimal from, decimal to)
    {
        if (from == to || FirstTime == default) return this;
        decimal cashOfFills = Cash - Adjusted / from, cash = cashOfFills + Adjusted / to;
        if (Adjusted == 0m) return this with { Cost = Cost + Basis * (to - from) };
        if (cashOfFills == 0m) return this with { Cash = cash, Basis = Basis * from / to };
        return Quantity == 0m ? this with { Cash = cash } : null;
    }

    /// <summary>The same where fills and adjustments are mixed: what is held costs what the broker says it does.</summary>
    /// <param name="from">Multiplier that it was made with; above 0.</param>
    /// <param name="to">The other one; above 0.</param>
    /// <param name="averageCost">The broker's average cost per unit of the price, commission included.</param>
    public LedgerBalance RescaledAt(decimal from, decimal to, decimal averageCost) =>
        this with { Cash = Cash - Adjusted / from + Adjusted / to, Basis = Quantity * averageCost, Cost = Quantity * averageCost * to };
}
