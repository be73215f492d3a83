using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R39: the strategy that decided is alive, its model fits the market, and its code is approved for real money. Orders of people, and what only reduces, pass.</summary>
public sealed class StrategyHealthCheck() : RiskCheck("R39", "Strategy health", RiskUnit.Duration)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal limit = context.Limits[RiskLimit.StrategyHeartbeatMax];
        string strategy = context.Spec.Strategy;
        if (strategy.Length == 0 || context.IsReduction) return Pass(null, limit);
        if (context.Heartbeat is not { } beat) return Deny($"{strategy} has given no sign of life", "Start it, or send the order without the name of a strategy.", null, limit);
        decimal age = (context.Now - beat.Time).Ticks * 0.0000001m;
        if (age > limit) return Deny($"The last sign of life of {strategy} is {Say.Seconds(context.Now - beat.Time)} old, over the limit of {Say.Seconds(context.Limits.Duration(RiskLimit.StrategyHeartbeatMax))}", "Find out whether it hangs.", age, limit);
        if (beat.IsDrifting) return Deny($"The model of {strategy} does not fit the market any more", "Train it anew, or stop it.");
        return context.Mode == TradingMode.Live && !context.Limits.Has(RiskList.ApprovedCode, beat.CodeHash)
            ? Deny($"The code of {strategy} is not approved for real money", "Ask an admin to approve it.")
            : Pass(age, limit);
    }
}
