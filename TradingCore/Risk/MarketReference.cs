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
    /// because a sale is valued as high as a purchase. A trailing stop limit to buy can pay its offset beyond its trigger, and a trailing stop without a
    /// trigger of its own has it as far away as it trails. An order by amount makes less at a worse price, so it is valued at the price that its quantity is reckoned with.
    /// Null when no price is known.
    /// </summary>
    public static decimal? ValuationPrice(OrderSpec spec, Quote? quote, decimal collarPercent) =>
        spec.Type == OrderType.Other ? null
        : spec.Quantity == 0m && spec.Attributes.CashQuantity is not null ? CashSize.PriceOf(spec.Side, spec.LimitPrice, quote)
        : spec.LimitPrice ?? (spec is { Type: OrderType.TrailLimit, Side: OrderSide.Buy } ? TrailingLimit(spec) : null) ?? spec.StopPrice
        ?? (WorseSide(quote) is { } worse ? Higher(worse + Math.Abs(worse) * collarPercent * 0.01m, spec.Side == OrderSide.Buy ? FirstTrigger(spec, quote) : null) : null);

    /// <summary>The limit that a trailing stop limit has while its stop stands where it was put; null for another order, or when a price is missing.</summary>
    public static decimal? TrailingLimit(OrderSpec spec) =>
        spec is { Type: OrderType.TrailLimit, StopPrice: { } stop, Attributes.Offset: { } offset } ? spec.Side == OrderSide.Buy ? stop + offset : stop - offset : null;

    /// <summary>
    /// The price that a pegged order with an offset has by the market of now: a relative one that far through the near side, one at the midpoint that far
    /// from the middle, both not beyond their cap. Null for another order, without an offset, or when the market is not known.
    /// </summary>
    public static decimal? PeggedPrice(OrderSpec spec, Quote? quote)
    {
        if (spec.Attributes.Offset is not { } offset || quote is not { Bid: { } bid, Ask: { } ask }) return null;
        bool isBuy = spec.Side == OrderSide.Buy;
        decimal? followed = spec.Type switch
        {
            OrderType.Relative => isBuy ? bid : ask,
            OrderType.PeggedToMidpoint => (bid + ask) / 2m,
            _ => null,
        };
        decimal? price = isBuy ? followed + offset : followed - offset;
        return price is { } p && spec.LimitPrice is { } cap ? (isBuy ? Math.Min(p, cap) : Math.Max(p, cap)) : price;
    }

    /// <summary>Where a trailing stop without a trigger of its own stands at first, by the market of now; null for another order, or when no price is known.</summary>
    public static decimal? FirstTrigger(OrderSpec spec, Quote? quote)
    {
        if (spec.Type != OrderType.Trail || spec.StopPrice is not null || PriceFor(spec.Side, quote) is not { } market) return null;
        decimal? distance = spec.Attributes.TrailAmount ?? Math.Abs(market) * spec.Attributes.TrailPercent * 0.01m;
        return spec.Side == OrderSide.Buy ? market + distance : market - distance;
    }

    private static decimal Higher(decimal price, decimal? other) => other is { } o && Math.Abs(o) > Math.Abs(price) ? o : price;

    private static decimal? WorseSide(Quote? quote) => (quote?.Bid, quote?.Ask) switch
    {
        ({ } bid, { } ask) => Math.Abs(bid) > Math.Abs(ask) ? bid : ask,
        (null, { } ask) => ask,
        ({ } bid, null) => bid,
        _ => quote?.Last,
    };
}
