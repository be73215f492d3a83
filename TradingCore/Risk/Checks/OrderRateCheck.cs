using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R28: orders and changes in a second and in a minute, for each strategy and for people; in a second for each account. A bracket needs room for all its orders.</summary>
public sealed class OrderRateCheck(OrderRates rates) : RiskCheck("R28", "Order rate", RiskUnit.Count)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        // A token is left for each order that may leave now; an order needs a whole one, beside those that leave before it.
        decimal needed = context.LeavesAfter + 1m;
        decimal second = rates.Left(RiskLimit.OrdersPerSecond, context, out ScopedLimit of);
        if (second < needed) return Over("a second", of, second, needed);
        decimal limit = of.Value;
        decimal minute = rates.Left(RiskLimit.OrdersPerMinute, context, out of);
        if (minute < needed) return Over("a minute", of, minute, needed);
        decimal account = rates.Left(RiskLimit.AccountOrdersPerSecond, context, out of);
        if (account < needed) return Over("a second from this account", of, account, needed);
        return Pass(limit - Math.Floor(second) + needed, limit);
    }

    private RiskCheckResult Over(string span, ScopedLimit of, decimal left, decimal needed) =>
        Deny($"More than {Say.Number(of.Value)} orders in {span}{of.Scope.Suffix}", "Wait a moment and send it again.", of.Value - Math.Floor(left) + needed, of.Value);
}
