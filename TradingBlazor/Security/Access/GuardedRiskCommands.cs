using TradingBlazor.Security.Audit;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Security.Access;

/// <summary>The same door for what changes risk; what was changed is audited, with the name of who did it.</summary>
internal sealed class GuardedRiskCommands(IRiskCommands engine, CommandGuard guard, StepUpGuard stepUp, IAuditLog audit) : IRiskCommands
{
    public async Task<RiskLimitResult> SetLimitsAsync(RiskLimitEdit edit, CommandContext context, CancellationToken stop = default)
    {
        CommandJudgement judgement = await guard.JudgeAsync(Permission.ManageRisk, AccountOf(edit.Scope), stop);
        if (judgement.Fault.Length > 0) return new RiskLimitResult(RiskLimitOutcome.Refused, judgement.Fault, null, null, new Dictionary<string, string>());
        RiskLimitResult result = await engine.SetLimitsAsync(edit, await guard.SignAsync(context, stop), stop);
        if (result.Change is { } change)
        {
            audit.Record(judgement.Entry("limits.changed", edit.Scope.ToString()) with
            {
                Old = string.Join(", ", change.Differences.Select(d => $"{d.Name}={d.Old}")),
                New = string.Join(", ", change.Differences.Select(d => $"{d.Name}={d.New}")),
                Reason = edit.Reason,
            });
        }
        return result;
    }

    public async Task<CommandResult> RearmAsync(string id, string reason, CommandContext context, CancellationToken stop = default)
    {
        CommandJudgement judgement = await guard.JudgeAsync(Permission.ManageRisk, null, stop);
        if (judgement.Fault.Length > 0) return new CommandResult(CommandOutcome.Refused, judgement.Fault);
        CommandResult result = await engine.RearmAsync(id, reason, await guard.SignAsync(context, stop), stop);
        if (result.Outcome == CommandOutcome.Accepted) audit.Record(judgement.Entry("latch.rearmed", id) with { Reason = reason });
        return result;
    }

    public async Task<CommandResult> RecordCashFlowAsync(string account, decimal amount, string reason, CommandContext context, CancellationToken stop = default)
    {
        CommandJudgement judgement = await guard.JudgeAsync(Permission.ManageRisk, account, stop);
        if (judgement.Fault.Length > 0) return new CommandResult(CommandOutcome.Refused, judgement.Fault);
        CommandResult result = await engine.RecordCashFlowAsync(account, amount, reason, await guard.SignAsync(context, stop), stop);
        if (result.Outcome == CommandOutcome.Accepted)
            audit.Record(judgement.Entry("cashFlow.recorded", account) with { New = amount.ToString(System.Globalization.CultureInfo.InvariantCulture), Reason = reason });
        return result;
    }

    public async Task<CommandResult> BeatAsync(string strategy, string codeHash, bool isDrifting, CommandContext context, CancellationToken stop = default) =>
        await guard.JudgeAsync(Permission.Trade, null, stop) is { Fault: { Length: > 0 } fault }
            ? new CommandResult(CommandOutcome.Refused, fault)
            : await engine.BeatAsync(strategy, codeHash, isDrifting, await guard.SignAsync(context, stop), stop);

    public async Task<KillResult> EngageKillSwitchAsync(RiskScope scope, KillLevel level, string reason, CommandContext context, CancellationToken stop = default)
    {
        CommandJudgement judgement = await guard.JudgeAsync(Permission.Kill, AccountOf(scope), stop);
        if (judgement.Fault.Length > 0) return new KillResult(CommandOutcome.Refused, judgement.Fault);
        KillResult result = await engine.EngageKillSwitchAsync(scope, level, reason, await guard.SignAsync(context, stop), stop);
        audit.Record(judgement.Entry("killSwitch.engaged", scope.ToString()) with { New = level.ToString(), Reason = reason });
        return result;
    }

    public async Task<KillResult> RearmKillSwitchAsync(RiskScope scope, string reason, CommandContext context, CancellationToken stop = default)
    {
        CommandJudgement judgement = await guard.JudgeAsync(Permission.ManageRisk, AccountOf(scope), stop);
        if (judgement.Fault.Length > 0) return new KillResult(CommandOutcome.Refused, judgement.Fault);
        if (await stepUp.FaultAsync(judgement.Access!, Permission.ManageRisk, "arm the kill switch again", stop) is { Length: > 0 } stale)
        {
            audit.Record(judgement.Entry("killSwitch.rearmRefused", scope.ToString()) with { Reason = stale });
            return new KillResult(CommandOutcome.Refused, stale);
        }
        KillResult result = await engine.RearmKillSwitchAsync(scope, reason, await guard.SignAsync(context, stop), stop);
        if (result.Outcome == CommandOutcome.Accepted) audit.Record(judgement.Entry("killSwitch.rearmed", scope.ToString()) with { Reason = reason });
        return result;
    }

    private static string? AccountOf(RiskScope scope) => scope.Kind == RiskScopeKind.Account ? scope.Name : null;
}
