using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R22: the exposure to one contract, and to its sector, when every working order fills, in percent of equity. What only reduces passes.</summary>
public sealed class ConcentrationCheck() : ExposureCheck("R22", "Concentration")
{
    /// <inheritdoc/>
    protected override RiskCheckResult Judge(RiskContext context, decimal equity, decimal unit, ExposureSum others)
    {
        decimal own = context.WorstAfter * unit, sector = own + context.SectorOthers, limit = equity * context.Limits[RiskLimit.ConcentrationPercentMax] * 0.01m;
        if (sector <= limit) return Pass(sector, limit);
        bool isSector = own <= limit;
        return Over(context, isSector ? sector : own, limit, RiskLimit.ConcentrationPercentMax, isSector ? $"exposure to the sector {context.Instrument?.Sector}" : $"exposure to {context.Spec.Ticker}",
            $"{Say.Number(context.Limits[RiskLimit.ConcentrationPercentMax])} % of equity");
    }
}
