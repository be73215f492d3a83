using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R17: the order can work now: in regular hours, or outside them when it says so; orders of an auction come before its cut-off. Half days are in the contract's hours.</summary>
public sealed class MarketHoursCheck() : RiskCheck("R17", "Market hours", RiskUnit.Duration)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        OrderSpec spec = context.Spec;
        SessionHours hours = context.Hours;
        if (!context.Limits.IsOn(RiskLimit.MarketHours)) return Pass();
        if (hours.IsOpen is null || hours.IsRegular is not { } isRegular) return NotJudged(context, "The hours of the contract are not known.");
        if (spec.Type.IsOnClose()) return Auction(context, hours.RegularClose ?? hours.NextRegularClose, "close");
        if (spec.Tif == TimeInForce.Opg)
            return isRegular ? Deny("The opening auction is over", "Send another kind of order.") : Auction(context, hours.NextRegularOpen, "open");
        if (isRegular || (spec.OutsideRth && hours.IsOpen == true)) return Pass();
        return hours.IsOpen == true
            ? Deny($"{spec.Ticker} trades outside regular hours now, and the order is for regular hours", "Allow it outside regular hours, or send it when they begin.")
            : Deny($"{spec.Ticker} does not trade now", WhenItOpens(spec, hours));
    }

    private static string WhenItOpens(OrderSpec spec, SessionHours hours) =>
        spec.OutsideRth && hours.NextOpen is { } next ? $"Trading begins at {Say.MomentEt(next)}."
        : hours.NextRegularOpen is { } open ? $"Regular hours begin at {Say.MomentEt(open)}."
        : "Send it when its market is open.";

    private RiskCheckResult Auction(RiskContext context, DateTimeOffset? time, string name)
    {
        decimal cutOff = context.Limits[RiskLimit.AuctionCutOff];
        if (time is not { } at) return NotJudged(context, "The time of the auction is not known.", cutOff);
        decimal left = (at - context.Now).Ticks * 0.0000001m;
        return left < cutOff
            ? Deny($"The {name} is in {Say.Seconds(at - context.Now)}, and orders for its auction must be sent {Say.Seconds(context.Limits.Duration(RiskLimit.AuctionCutOff))} before", "Send another kind of order, or wait for the next auction.", left, cutOff)
            : Pass(left, cutOff);
    }
}
