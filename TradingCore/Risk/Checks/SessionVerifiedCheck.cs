namespace TradingCore.Risk.Checks;

/// <summary>R02: orders, executions and positions were compared with the broker since the last gap.</summary>
public sealed class SessionVerifiedCheck() : RiskCheck("R02", "Session verified")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context) => context.IsVerified
        ? Pass()
        : Deny("Orders and positions have not been compared with the broker since the connection was last away", "Wait until the connection shows ready; cancels work meanwhile.");
}
