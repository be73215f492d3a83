using TradingCore.Domain;

namespace TradingCore.Risk;

/// <summary>R40: what is looked at after a trade. A finding is a sentence for an alert; null when all is well.</summary>
public static class PostTrade
{
    /// <summary>Commissions up to this much, in the contract's currency, are never told by their share of the notional: small trades pay a minimum.</summary>
    public const decimal FeeFloor = 5m;

    // A commission that is this many times what the broker announced is not what was agreed.
    private const decimal FeeMultipleMax = 2m;

    /// <summary>A fill that is farther from the market than the collar, on the side that is worse for us.</summary>
    /// <param name="fill">The fill.</param>
    /// <param name="quote">Market when it came; null when not known, then nothing is found.</param>
    /// <param name="percentMax">Collar in percent.</param>
    /// <param name="instrument">What was traded; null when not known.</param>
    public static string? PriceFinding(Fill fill, Quote? quote, decimal percentMax, Instrument? instrument = null)
    {
        ArgumentNullException.ThrowIfNull(fill);
        if (fill.Quantity == 0m || MarketReference.PriceFor(fill.Side, quote) is not { } market || market == 0m) return null;
        decimal worse = fill.Side == OrderSide.Buy ? fill.Price - market : market - fill.Price;
        decimal percent = worse / Math.Abs(market) * 100m;
        return percent > percentMax
            ? $"{Say.Number(fill.Quantity)} {fill.Contract.Ticker} were {(fill.Side == OrderSide.Buy ? "bought" : "sold")} at {Say.Price(fill.Price, instrument)}, {Say.Number(decimal.Round(percent, 2))} % from the market of {Say.Price(market, instrument)} and over the collar of {Say.Number(percentMax)} % (R40). Check the execution with the broker."
            : null;
    }

    /// <summary>A commission that is more than twice what the broker announced, or a large share of what was traded.</summary>
    /// <param name="fill">The fill.</param>
    /// <param name="expectedPerUnit">Commission for each share or contract that the broker announced; null when it did not.</param>
    /// <param name="percentMax">Largest share of the notional in percent.</param>
    public static string? FeeFinding(Fill fill, decimal? expectedPerUnit, decimal percentMax)
    {
        ArgumentNullException.ThrowIfNull(fill);
        if (fill.Quantity == 0m || fill.Commission is not { } commission || commission <= FeeFloor) return null;
        string currency = fill.CommissionCurrency.Length > 0 ? fill.CommissionCurrency : fill.Contract.Currency;
        decimal notional = fill.Quantity * Math.Abs(fill.Price) * fill.Contract.Multiplier;
        if (expectedPerUnit is { } each && each * fill.Quantity * FeeMultipleMax < commission)
            return $"The commission of {Say.Money(commission, currency)} on {Say.Number(fill.Quantity)} {fill.Contract.Ticker} is more than twice the {Say.Money(each * fill.Quantity, currency)} that the broker announced (R40). Check it with the broker.";
        return commission > notional * percentMax / 100m
            ? $"The commission of {Say.Money(commission, currency)} on {Say.Number(fill.Quantity)} {fill.Contract.Ticker} is over {Say.Number(percentMax)} % of what was traded (R40). Check it with the broker."
            : null;
    }

    /// <summary>A difference between own position and the broker's that halts the account.</summary>
    public static bool IsMismatchTooLarge(decimal difference, decimal max) => Math.Abs(difference) > max;
}
