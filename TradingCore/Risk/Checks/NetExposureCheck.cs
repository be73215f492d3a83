using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R21: long less short positions, when every purchase or every sale that works fills, as a multiple of equity. What only reduces passes.</summary>
public sealed class NetExposureCheck() : ExposureCheck("R21", "Net exposure")
{
    /// <inheritdoc/>
    protected override RiskCheckResult Judge(RiskContext context, decimal equity, decimal unit, ExposureSum others)
    {
        decimal net = Math.Max(Math.Abs(others.Long + context.LongAfter * unit), Math.Abs(others.Short + context.ShortAfter * unit));
        decimal limit = equity * context.Limits[RiskLimit.NetExposureMax];
        return net <= limit ? Pass(net, limit) : Over(context, net, limit, RiskLimit.NetExposureMax, "net exposure", $"{Say.Number(context.Limits[RiskLimit.NetExposureMax])} times equity");
    }
}
