using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>
/// R12: prices are near the market. A limit may be through the market by the collar at most, and no price may be so far away on
/// the other side that it must be a typing error. A stop limit starts at its trigger, so its limit is held against that; so is the
/// offset of a trailing one. A pegged order is where its offset puts it, not beyond its cap.
/// </summary>
public sealed class PriceCollarCheck() : RiskCheck("R12", "Price collar")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        OrderSpec spec = context.Spec;
        if (MarketReference.PriceFor(spec.Side, context.Quote) is not { } market)
            return Deny($"No price of {spec.Ticker} is known to compare the order with", "Wait for a price.");

        decimal collar = MarketReference.CollarPercent(context.Limits, context.Instrument);
        return spec.Type switch
        {
            // A limit far on the passive side of a closing auction or of a touched price is looked at in the same way.
            OrderType.Limit or OrderType.LimitOnClose when spec.LimitPrice is { } limit => Limit(context, limit, market, collar, "the market"),
            OrderType.StopLimit or OrderType.LimitIfTouched when spec is { LimitPrice: { } limit, StopPrice: { } stop } =>
                Far(context, stop, market) ?? Limit(context, limit, stop, collar, "the stop price"),
            OrderType.TrailLimit when spec.StopPrice is { } stop && MarketReference.TrailingLimit(spec) is { } limit =>
                Far(context, stop, market) ?? Limit(context, limit, stop, collar, "the stop price"),
            OrderType.Trail when MarketReference.FirstTrigger(spec, context.Quote) is { } trigger => FarTrail(context, trigger, market) ?? Pass(trigger, market),
            _ when spec.StopPrice is { } stop => Far(context, stop, market) ?? Pass(stop, market),
            OrderType.Relative or OrderType.PeggedToMidpoint when MarketReference.PeggedPrice(spec, context.Quote) is { } price =>
                (spec.LimitPrice is { } most ? Far(context, most, market) : null) ?? Limit(context, price, market, collar, "the market"),
            // A cap bounds what a pegged order follows; far away on the passive side it would never fill.
            _ when spec.LimitPrice is { } cap => Far(context, cap, market) ?? Pass(cap, market),
            _ => Pass(null, market),
        };
    }

    private RiskCheckResult Limit(RiskContext context, decimal price, decimal reference, decimal collarPercent, string referenceName)
    {
        OrderSpec spec = context.Spec;
        // Prices can be below zero, so the distance is a share of the magnitude.
        decimal scale = context.PriceScale ?? Math.Abs(reference);
        decimal collar = scale * collarPercent * 0.01m, far = scale * context.Limits[RiskLimit.PriceFarPercent] * 0.01m;
        Narrowing narrowing = NarrowByRange(context, reference, ref collar);
        (decimal limit, bool isThrough) = spec.Side == OrderSide.Buy
            ? (reference + collar, price > reference + collar)
            : (reference - collar, price < reference - collar);
        if (isThrough)
        {
            string words = narrowing switch
            {
                Narrowing.Range => $"{Say.Number(decimal.Round(collar, 4))} ({Say.Number(context.Limits[RiskLimit.PriceCollarAtr])} true ranges of a minute)",
                Narrowing.Floor => $"{Say.Number(context.Limits[RiskLimit.PriceCollarAtrFloorPercent])} %",
                _ => $"{Say.Number(collarPercent)} %",
            };
            decimal best = OnTick(context.Instrument, limit, spec.Side);
            // The offset that is given less what it is too much.
            string use = spec.Attributes.Offset is { } offset ? $"an offset of {Say.Price(offset - Math.Abs(price - best), context.Instrument)} or less" : $"{Say.Price(best, context.Instrument)} or better";
            return Deny($"{Say.Price(price, context.Instrument)} is more than {words} {(spec.Side == OrderSide.Buy ? "above" : "below")} {referenceName} of {Say.Price(reference, context.Instrument)}", $"Use {use}, or ask an admin to widen the collar.", price, limit);
        }
        bool isFar = spec.Side == OrderSide.Buy ? price < reference - far : price > reference + far;
        return isFar ? Typo(context, price, reference, spec.Side == OrderSide.Buy ? reference - far : reference + far) : Pass(price, limit);
    }

    // Both collars hold, so the narrower one counts; the true range of a quiet minute does not narrow it below its floor.
    private static Narrowing NarrowByRange(RiskContext context, decimal reference, ref decimal collar)
    {
        decimal multiple = context.Limits[RiskLimit.PriceCollarAtr];
        if (multiple == 0m || context.Facts.Atr is not { } range) return Narrowing.None;
        decimal byRange = multiple * range, floor = Math.Abs(reference) * context.Limits[RiskLimit.PriceCollarAtrFloorPercent] * 0.01m;
        if (Math.Max(byRange, floor) >= collar) return Narrowing.None;
        collar = Math.Max(byRange, floor);
        return byRange >= floor ? Narrowing.Range : Narrowing.Floor;
    }

    private enum Narrowing
    {
        None = 0,
        Range,
        Floor,
    }

    // What is advised must be a price that can be sent: the last step of the grid inside the collar.
    private static decimal OnTick(Instrument? instrument, decimal price, OrderSide side) => instrument?.ToOrderPrice(price, side) ?? price;

    private RiskCheckResult? Far(RiskContext context, decimal price, decimal market)
    {
        decimal far = Math.Abs(market) * context.Limits[RiskLimit.PriceFarPercent] * 0.01m;
        return Math.Abs(price - market) <= far ? null : Typo(context, price, market, context.Spec.Side == OrderSide.Buy ? market + far : market - far);
    }

    private RiskCheckResult? FarTrail(RiskContext context, decimal trigger, decimal market)
    {
        decimal far = Math.Abs(market) * context.Limits[RiskLimit.PriceFarPercent] * 0.01m;
        return Math.Abs(trigger - market) <= far ? null
            : Deny($"It would trigger at {Say.Price(trigger, context.Instrument)}, which is more than {Say.Number(context.Limits[RiskLimit.PriceFarPercent])} % away from {Say.Price(market, context.Instrument)} and looks like a typing error", "Check the trailing distance.",
                trigger, context.Spec.Side == OrderSide.Buy ? market + far : market - far);
    }

    private RiskCheckResult Typo(RiskContext context, decimal price, decimal reference, decimal limit) =>
        Deny($"{Say.Price(price, context.Instrument)} is more than {Say.Number(context.Limits[RiskLimit.PriceFarPercent])} % away from {Say.Price(reference, context.Instrument)}, which looks like a typing error", "Check the price.", price, limit);
}
