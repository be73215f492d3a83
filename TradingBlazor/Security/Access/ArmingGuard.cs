using TradingBlazor.Security.Audit;
using TradingBlazor.State;
using TradingCore.Domain;
using TradingCore.Engine.Views;

namespace TradingBlazor.Security.Access;

/// <summary>Arming asks for the right to trade in the account, and with real money for a fresh second factor: a session that was left open must not send orders by one key.</summary>
internal sealed class ArmingGuard(CommandGuard guard, StepUpGuard stepUp, ITradingView view, IAuditLog audit) : IArmingGuard
{
    /// <inheritdoc/>
    public async Task<string> WhyNotAsync(string account)
    {
        // An order that names no account goes to the first of the login: the right to trade there is what counts.
        CommandJudgement judgement = await guard.JudgeAsync(Permission.Trade, view.Session.AccountFor(account), CancellationToken.None);
        if (judgement.Fault.Length > 0) return judgement.Fault;
        if (view.Session.Mode != TradingMode.Live) return "";
        string fault = await stepUp.FaultAsync(judgement.Access!, Permission.Trade, "arm keys that send live orders", CancellationToken.None);
        audit.Record(judgement.Entry(fault.Length == 0 ? "keys.armed" : "keys.armRefused", account) with { Reason = fault });
        return fault;
    }
}
