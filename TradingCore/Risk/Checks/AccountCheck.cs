namespace TradingCore.Risk.Checks;

/// <summary>R03: the account belongs to the login.</summary>
public sealed class AccountCheck() : RiskCheck("R03", "Account")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        if (context.Accounts.Contains(context.Account)) return Pass();
        return context.Accounts.Count == 0
            ? Deny("The accounts of the login are not known yet", "Wait until the connection shows ready.")
            : Deny($"Account {context.Account} does not belong to this login", "Choose one of its accounts.");
    }
}
