using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>
/// R23: the initial margin that the order and all orders in flight would add fits into the excess liquidity, less a cushion. The broker's
/// what-if answer is used while it is fresh; otherwise notional times a rate, which the result says. What only reduces passes.
/// </summary>
public sealed class MarginCheck() : RiskCheck("R23", "Margin", RiskUnit.Money)
{
    private const string Estimated = "Estimated from the notional; a preview asks the broker.";
    private const string Asked = "By the broker's what-if answer.";

    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        // Until orders and positions agree with the broker nothing leaves anyway (R02), and the figures are none.
        if (context.IsReduction || !context.IsVerified) return Pass();
        EffectiveLimits limits = context.Limits;
        if (context.ExcessLiquidity is not { } excess) return Deny("The excess liquidity of the account is not known yet", "Wait until the broker has told it.");
        decimal limit = Math.Max(0m, excess) * (1m - limits[RiskLimit.MarginCushionPercent] * 0.01m);
        if (context.Instrument is not { } instrument || context.RateToBase is not { } rate || Price(context) is not { } price)
            return Deny($"The margin of the order cannot be estimated, because no price or currency rate of {context.Spec.Ticker} is known", "Wait for a price.", null, limit);
        if (context.Others is not { } others) return Deny($"The margin of the order in {context.Unvalued} cannot be estimated", "Add it, and its currency against the base currency, to the watchlist.", null, limit);

        decimal unit = Math.Abs(price) * instrument.Contract.Multiplier * rate * limits[RateOf(instrument.Contract.SecurityType)] * 0.01m;
        // What working orders of the contract and this one can add to what is held, the larger of both directions.
        decimal own = Math.Max(0m, context.WorstAfter - Math.Abs(context.Position)) * unit;
        if (context.PreviewedMargin is { } perUnit) own = Math.Max(0m, context.WorstWithout - Math.Abs(context.Position)) * unit + perUnit * context.Remaining;
        decimal needed = others.MarginInFlight + own;
        string note = context.PreviewedMargin is null ? Estimated : Asked;
        return needed > limit
            ? Deny($"This order and all working ones need {Say.Money(needed, context.BaseCurrency)} of initial margin, over the {Say.Money(limit, context.BaseCurrency)} that are free", $"Change the quantity, cancel a working order or close a position. {note}", needed, limit)
            : Pass(needed, limit, note);
    }

    /// <summary>The rate that the margin of a product is estimated with.</summary>
    public static RiskLimit RateOf(SecurityType type) => type switch
    {
        SecurityType.Forex => RiskLimit.MarginRatePercentForex,
        SecurityType.Future or SecurityType.FutureOption => RiskLimit.MarginRatePercentFutures,
        _ => RiskLimit.MarginRatePercent,
    };

    // A limit below the market is no reason to expect less margin: the broker counts at the market.
    private static decimal? Price(RiskContext context)
    {
        decimal? order = MarketReference.ValuationPrice(context.Spec, context.Quote, 0m);
        return order is { } o && context.MarkPrice is { } m ? (Math.Abs(o) > Math.Abs(m) ? o : m) : order ?? context.MarkPrice;
    }
}
