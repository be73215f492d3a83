using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>
/// R30: a strategy does not send orders in one symbol and side again and again. When it does, the engine stops it until a person re-enables
/// it. Orders of people are bounded by their rate (R28).
/// </summary>
/// <remarks>Source: RTS 6, article 15(3), repeated automated execution.</remarks>
public sealed class RepeatCheck() : RiskCheck("R30", "Repeated execution", RiskUnit.Count)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal perMinute = context.Limits[RiskLimit.RepeatsPerMinute], perDay = context.Limits[RiskLimit.RepeatsPerDay];
        // What leaves the queue was counted when it was given, and exits are counted with their entry.
        if (context.Spec.Strategy.Length == 0 || context.Replaces is not null || context.IsFromQueue || context.LeavesAfter > 0) return Pass(null, perMinute);
        decimal minute = context.RepeatsMinute + 1, day = context.RepeatsDay + 1;
        if (minute > perMinute) return Over(context, minute, perMinute, "a minute");
        return day > perDay ? Over(context, day, perDay, "a day") : Pass(minute, perMinute);
    }

    private RiskCheckResult Over(RiskContext context, decimal count, decimal limit, string span) =>
        Deny($"{context.Spec.Strategy} would send its order number {Say.Number(count)} to {(context.Spec.Side == OrderSide.Buy ? "buy" : "sell")} {context.Spec.Ticker} in {span}, over the limit of {Say.Number(limit)}", "It is stopped until somebody re-arms it with a reason.", count, limit);
}
