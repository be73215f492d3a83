using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>
/// R14: the limit price of a US stock in regular hours does not reach through the limit up-limit down band. The band is the feed's where it
/// tells one; otherwise it is estimated from the average price of the trades of five minutes. A price on the passive side cannot trade
/// outside the band, so it passes; so does one
/// that waits for a trigger: the band will have moved with the market by then.
/// </summary>
/// <remarks>
/// Source: the plan to address extraordinary market volatility: tier 1 5 %, tier 2 10 % above 3 USD; 20 % from 0.75 to 3 USD; below, the
/// lesser of 0.15 USD and 75 %; which of them holds for a day is decided by the close of the day before (appendix A, number 4). The doubled bands near the close are not counted on: the estimate is the narrower one.
/// </remarks>
public sealed class LuldCheck() : RiskCheck("R14", "LULD band")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        OrderSpec spec = context.Spec;
        bool isCovered = context.Instrument is { Contract: { SecurityType: SecurityType.Stock, Currency: "USD" } } && context.Hours.IsRegular != false;
        if (!context.Limits.IsOn(RiskLimit.LuldBands) || !isCovered || spec.Type.HasTrigger() || spec.LimitPrice is not { } price) return Pass();
        if (context.LiveBand is { } live) return Judge(context, price, live.Low, live.High, "");
        if (context.Facts.MeanPrice is not { } reference || reference <= 0m) return NotJudged(context, "The trades of five minutes, which the band is made of, are not known.");
        decimal width = Width(reference, context.Limits.Has(RiskList.LuldTier2Symbols, spec.Ticker), context.Quote?.Close);
        return Judge(context, price, reference - width, reference + width, "The band is an estimate.");
    }

    /// <summary>Half the width of the band around <paramref name="reference"/>, in price units.</summary>
    /// <param name="reference">Average price of the trades of five minutes, above 0.</param>
    /// <param name="isTier2">True for a stock of tier 2.</param>
    /// <param name="close">Close of the day before, by which the plan chooses the percentage for the whole day; null when not known: then <paramref name="reference"/>.</param>
    public static decimal Width(decimal reference, bool isTier2, decimal? close = null) => (close is > 0m ? close.Value : reference) switch
    {
        > 3m => reference * (isTier2 ? 0.10m : 0.05m),
        >= 0.75m => reference * 0.20m,
        _ => Math.Min(0.15m, reference * 0.75m),
    };

    private RiskCheckResult Judge(RiskContext context, decimal price, decimal low, decimal high, string note)
    {
        bool isBuy = context.Spec.Side == OrderSide.Buy;
        decimal limit = isBuy ? high : low;
        return (isBuy ? price > high : price < low)
            ? Deny($"{Say.Number(price)} is outside the limit up-limit down band of {Say.Number(decimal.Round(low, 4))} to {Say.Number(decimal.Round(high, 4))}", "Give a price inside the band.", price, limit)
            : Pass(price, limit, note);
    }
}
