using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R03: the account belongs to the login and may be traded, the strategy may trade, and a live account is meant to be one.</summary>
public sealed class AccountCheck() : RiskCheck("R03", "Account")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        if (context.Accounts.Count == 0) return Deny("The accounts of the login are not known yet", "Wait until the connection shows ready.");
        if (context.Account == new AccountId("") && context.Spec.Attributes.FaGroup is { Length: > 0 } group) return Deny($"The group {group} is not known, or has no account", "Choose one of the groups that TWS knows, or wait until the connection shows ready.");
        if (!IsOfLogin(context)) return Deny($"Account {context.Account} does not belong to this login", "Choose one of its accounts.");
        if (!context.Limits.Allows(RiskList.AllowedAccounts, context.Account.Value)) return Deny($"Account {context.Account} may not be traded here", "Choose another account, or ask an admin to allow it.");
        if (!context.Account.IsPaper && context.Mode != TradingMode.Live) return Deny($"Account {context.Account} is live, but trading is set to {context.Mode.ToString().ToLowerInvariant()}", "Choose a paper account, or set Trading:Mode to Live.");
        return context.Spec.Strategy.Length == 0 || context.Limits.Allows(RiskList.AllowedStrategies, context.Spec.Strategy)
            ? Pass()
            : Deny($"Strategy {context.Spec.Strategy} may not trade", "Ask an admin to allow it.");
    }

    private static bool IsOfLogin(RiskContext context)
    {
        for (int i = 0; i < context.Accounts.Count; i++)
            if (context.Accounts[i] == context.Account) return true;
        return false;
    }
}
