using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R20: the sum of all positions, long and short, when every working order fills, as a multiple of equity, and of all accounts together in money. What only reduces passes.</summary>
public sealed class GrossExposureCheck() : ExposureCheck("R20", "Gross exposure")
{
    /// <inheritdoc/>
    protected override RiskCheckResult Judge(RiskContext context, decimal equity, decimal unit, ExposureSum others)
    {
        decimal gross = others.Gross + context.WorstAfter * unit, limit = equity * context.Limits[RiskLimit.GrossExposureMax];
        if (gross > limit) return Over(context, gross, limit, RiskLimit.GrossExposureMax, "gross exposure", $"{Say.Number(context.Limits[RiskLimit.GrossExposureMax])} times equity");
        decimal most = context.Limits[RiskLimit.GrossExposureTotalMax];
        if (most == 0m) return Pass(gross, limit);
        if (context.OtherAccountsGross is not { } elsewhere) return Deny("The exposure of the other accounts cannot be valued", "Wait for prices, and add the currencies of their positions and of the accounts to the watchlist.");
        decimal total = others.Gross + context.WorstInTotal * unit + elsewhere;
        return total <= most ? Pass(gross, limit) : Over(context, total, most, RiskLimit.GrossExposureTotalMax, "gross exposure of all accounts", "all accounts together");
    }
}
