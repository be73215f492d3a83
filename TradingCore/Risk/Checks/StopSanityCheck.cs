using TradingCore.Domain;

namespace TradingCore.Risk.Checks;

/// <summary>R15: a stop order does not trigger at once: a stop to buy is above the ask, one to sell below the bid, unless that is meant.</summary>
public sealed class StopSanityCheck() : RiskCheck("R15", "Stop side")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        OrderSpec spec = context.Spec;
        if (spec.Type is not (OrderType.Stop or OrderType.StopLimit or OrderType.Trail or OrderType.TrailLimit) || spec.StopPrice is not { } stop) return Pass();
        bool isBuy = spec.Side == OrderSide.Buy;
        decimal? side = isBuy ? context.Quote?.Ask : context.Quote?.Bid;
        if (side is not { } market) return NotJudged(context, "No bid and ask are known to compare the stop with.");
        bool wouldTrigger = isBuy ? stop <= market : stop >= market;
        return wouldTrigger && !spec.MayTriggerNow
            ? Deny($"A stop to {(isBuy ? "buy" : "sell")} at {Say.Price(stop, context.Instrument)} would trigger now: the {(isBuy ? "ask" : "bid")} is {Say.Price(market, context.Instrument)}", $"Give a stop {(isBuy ? "above" : "below")} {Say.Price(market, context.Instrument)}, send a limit or market order, or confirm that it may trigger now (mayTriggerNow over REST).", stop, market)
            : Pass(stop, market);
    }
}
