using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk;

/// <summary>Which price of the market an order is held against.</summary>
internal static class MarketReference
{
    /// <summary>The side of the market that the order would trade with, else the last trade; null when neither is known.</summary>
    public static decimal? PriceFor(OrderSide side, Quote? quote) => (side == OrderSide.Buy ? quote?.Ask : quote?.Bid) ?? quote?.Last;

    /// <summary>How far through the market a price may be, in percent.</summary>
    public static decimal CollarPercent(EffectiveLimits limits, Instrument? instrument) =>
        limits[instrument?.Contract.SecurityType == SecurityType.Forex ? RiskLimit.PriceCollarPercentForex : RiskLimit.PriceCollarPercent];

    /// <summary>
    /// The price that an order is valued at: its limit or cap, else its trigger; for a market order the worse side of the market plus the collar,
    /// because a sale is valued as high as a purchase. An order by amount makes less at a worse price, so it is valued at the price that its quantity is reckoned with.
    /// Null when no price is known.
    /// </summary>
    public static decimal? ValuationPrice(OrderSpec spec, Quote? quote, decimal collarPercent) =>
        spec.Type == OrderType.Other ? null
        : spec.Quantity == 0m && spec.Attributes.CashQuantity is not null ? CashSize.PriceOf(spec.Side, spec.LimitPrice, quote)
        : spec.LimitPrice ?? spec.StopPrice
        ?? (WorseSide(quote) is { } worse ? worse + Math.Abs(worse) * collarPercent * 0.01m : null);

    private static decimal? WorseSide(Quote? quote) => (quote?.Bid, quote?.Ask) switch
    {
        ({ } bid, { } ask) => Math.Abs(bid) > Math.Abs(ask) ? bid : ask,
        (null, { } ask) => ask,
        ({ } bid, null) => bid,
        _ => quote?.Last,
    };
}
