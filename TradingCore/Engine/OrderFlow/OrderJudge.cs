using TradingCore.Domain;
using TradingCore.Orders;
using TradingCore.Risk;

namespace TradingCore.Engine.OrderFlow;

/// <summary>Has Risk judge an order. One to an advisor's group is judged in every account of it, because each of them might get all of it.</summary>
internal sealed class OrderJudge(EngineState state, RiskContexts contexts)
{
    /// <summary>The verdict on an order: every check in the account that is worst off, and what failed in the others.</summary>
    /// <param name="context">The order in the account that is worst off.</param>
    /// <param name="replaced">The order that would be changed, or that leaves the queue; null for a new one.</param>
    /// <param name="isClosing">True when the engine made it to close what is held.</param>
    /// <param name="queue">What the queue wants of it.</param>
    /// <param name="source">Who commands.</param>
    /// <param name="beside">The other legs of a combination; null for none.</param>
    /// <param name="mayWait">True when it can wait until own orders that it would trade with are cancelled.</param>
    public RiskVerdict Evaluate(RiskContext context, OrderEntry? replaced = null, bool isClosing = false, QueueStep queue = QueueStep.None, string source = "", IReadOnlyList<OrderSpec>? beside = null, bool mayWait = false)
    {
        RiskVerdict verdict = state.Risk.Evaluate(context);
        if (state.FindGroup(context.Spec.Attributes.FaGroup) is not { } group) return verdict;
        var checks = new List<RiskCheckResult>(verdict.Checks);
        foreach (AccountId account in EngineState.AccountsOf(group, replaced))
        {
            if (account == context.Account) continue;
            RiskContext other = contexts.Of(context.Spec, replaced, isClosing, queue, source, account, beside, mayWait);
            foreach (RiskCheckResult failure in state.Risk.Evaluate(other).Failures)
                if (!verdict.Failures.Any(f => f.Code == failure.Code && f.Message == failure.Message)) checks.Add(failure with { Message = $"{account.Masked}: {failure.Message}" });
        }
        return new RiskVerdict(checks, verdict.LimitsVersion);
    }
}
