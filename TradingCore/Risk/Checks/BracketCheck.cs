using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R36: exits are not larger than the order that they wait for, and what opens a position brings a protective stop when the limits demand one.</summary>
public sealed class BracketCheck() : RiskCheck("R36", "Bracket", RiskUnit.Quantity)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        if (context.ParentQuantity is { } parent)
        {
            decimal total = context.SiblingQuantity + context.Quantity;
            return total > parent
                ? Deny($"The exits would be {Say.Number(total)} {context.Spec.Ticker}, more than the {Say.Number(parent)} of the order that they wait for", "Reduce the quantity.", total, parent)
                : Pass(total, parent);
        }
        return !context.Limits.IsOn(RiskLimit.ProtectiveStop) || context.HasProtectiveStop || context.IsReduction || context.IsClosing
            ? Pass()
            : Deny("The order opens or adds to a position without a protective stop", "Send it as a bracket with a stop loss, or ask an admin to let orders leave without.");
    }
}
