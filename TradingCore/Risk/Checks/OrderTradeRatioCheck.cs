using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R31: orders, changes and cancels of the account today stand in proportion to its fills. It warns before it denies; changes and what reduces pass.</summary>
public sealed class OrderTradeRatioCheck() : RiskCheck("R31", "Order to trade ratio", RiskUnit.Multiple)
{
    private const string Warning = "Many orders for few fills today; new ones will be denied when the ratio reaches its limit.";

    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal limit = context.Limits[RiskLimit.OrderTradeRatioMax];
        decimal ratio = context.MessagesToday / (decimal)Math.Max(1, context.FillsToday);
        if (context.MessagesToday < context.Limits[RiskLimit.OrderTradeRatioFrom] || context.Replaces is not null || context.IsReducing) return Pass(ratio, limit);
        if (ratio >= limit)
            return Deny($"{context.MessagesToday} orders, changes and cancels for {context.FillsToday} fills today are {Say.Number(decimal.Round(ratio, 1))} to 1, at or over the limit of {Say.Number(limit)} to 1", "Close positions, wait for fills, or ask an admin to raise the limit.", ratio, limit);
        return Pass(ratio, limit, ratio >= context.Limits[RiskLimit.OrderTradeRatioWarning] ? Warning : "");
    }
}
