using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R13: own fills of the last minutes were near the market of now. Each order may keep its collar while together they walk away from the market.</summary>
public sealed class FillDriftCheck() : RiskCheck("R13", "Fill drift", RiskUnit.Percent)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal limit = context.Limits[RiskLimit.FillDriftPercentMax];
        if (context.RecentFillPrice is not { } mean) return Pass(0m, limit);
        if (MarketReference.PriceFor(context.Spec.Side, context.Quote) is not { } market || market == 0m) return NotJudged(context, "No price is known to compare own fills with.", limit);
        decimal drift = Math.Abs(mean - market) / Math.Abs(market) * 100m;
        return drift > limit && !context.IsReducing
            ? Deny($"Own fills of the last {Say.Seconds(context.Limits.Duration(RiskLimit.FillDriftWindow))} average {Say.Number(decimal.Round(mean, 4))}, {Say.Number(decimal.Round(drift, 2))} % from the market of {Say.Number(market)}", "Find out why before you go on, or ask an admin to raise the limit.", drift, limit)
            : Pass(drift, limit);
    }
}
