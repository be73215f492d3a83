using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R29: after the order, and all that leaves with it, there is still room for cancels in the messages of this second. Cancels are never denied.</summary>
public sealed class MessageBudgetCheck() : RiskCheck("R29", "Message budget", RiskUnit.Count)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal limit = Math.Max(0m, context.Limits[RiskLimit.MessagesPerSecond] - context.Limits[RiskLimit.MessagesKeptForCancels]);
        decimal after = context.MessagesLastSecond + context.LeavesAfter + 1;
        return after > limit
            ? Deny($"{context.MessagesLastSecond} messages went to the gateway in the last second, and {Say.Number(context.Limits[RiskLimit.MessagesKeptForCancels])} of {Say.Number(context.Limits[RiskLimit.MessagesPerSecond])} are kept for cancels", "Wait a moment and send it again.", after, limit)
            : Pass(after, limit);
    }
}
