using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R37: a person who sends far more than usual confirms it by typing. The middle of the last 30 days counts, from five orders on.</summary>
public sealed class UnusualSizeCheck() : RiskCheck("R37", "Unusual size", RiskUnit.Quantity)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal multiple = context.Limits[RiskLimit.UsualSizeMultipleMax];
        if (multiple == 0m || context.Source != "user" || context.IsClosing || context.UsualSize is not { } usual) return Pass();
        decimal limit = usual * multiple;
        return context.Quantity > limit && !context.Spec.IsConfirmed
            ? Deny($"{Say.Quantity(context.Quantity, context.Instrument)} is more than {Say.Number(multiple)} times the {Say.Number(usual)} that you usually send", context.Replaces is null ? "Check the quantity; if it is meant, send it from the ticket and type it there again." : "Check the quantity; if it is meant, change it in the row of the order and type it there again.", context.Quantity, limit)
            : Pass(context.Quantity, limit);
    }
}
