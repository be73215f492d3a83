using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R20: the sum of all positions, long and short, when every working order fills, as a multiple of equity. What only reduces passes.</summary>
public sealed class GrossExposureCheck() : ExposureCheck("R20", "Gross exposure")
{
    /// <inheritdoc/>
    protected override RiskCheckResult Judge(RiskContext context, decimal equity, decimal unit, ExposureSum others)
    {
        decimal gross = others.Gross + context.WorstAfter * unit, limit = equity * context.Limits[RiskLimit.GrossExposureMax];
        return gross <= limit ? Pass(gross, limit) : Over(context, gross, limit, RiskLimit.GrossExposureMax, "gross exposure", $"{Say.Number(context.Limits[RiskLimit.GrossExposureMax])} times equity");
    }
}
