using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R28: orders and changes in a second and in a minute, for each strategy and for people; in a second for each account.</summary>
public sealed class OrderRateCheck(OrderRates rates) : RiskCheck("R28", "Order rate")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        EffectiveLimits limits = context.Limits;
        decimal perSecond = limits[RiskLimit.OrdersPerSecond], perMinute = limits[RiskLimit.OrdersPerMinute], ofAccount = limits[RiskLimit.AccountOrdersPerSecond];
        decimal second = rates.Second(context.Spec.Strategy, perSecond, context.Now), minute = rates.Minute(context.Spec.Strategy, perMinute, context.Now);
        decimal account = rates.Account(context.Account.Value ?? "", ofAccount, context.Now);
        // A token is left for each order that may leave now; an order needs a whole one.
        if (second < 1m) return Over("a second", perSecond, second);
        if (minute < 1m) return Over("a minute", perMinute, minute);
        if (account < 1m) return Over("a second from this account", ofAccount, account);
        return Pass(perSecond - Math.Floor(second) + 1m, perSecond);
    }

    private RiskCheckResult Over(string span, decimal limit, decimal left) =>
        Deny($"More than {Say.Number(limit)} orders in {span}", "Wait a moment and send it again.", limit - Math.Floor(left) + 1m, limit);
}
