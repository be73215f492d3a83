using TradingBlazor.Security.Audit;
using TradingBlazor.State;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Security.Access;

/// <summary>The same door for what changes risk; what was changed is audited, with the name of who did it.</summary>
internal sealed class GuardedRiskCommands(
    IRiskCommands engine, IRiskView risk, ITradingView view, CommandGuard guard, StepUpGuard stepUp, Approvals approvals, ApprovalStore store, SecurityOptions options, IAuditLog audit) : IRiskCommands
{
    public async Task<RiskLimitResult> SetLimitsAsync(RiskLimitEdit edit, CommandContext context, CancellationToken stop = default)
    {
        CommandJudgement judgement = await guard.JudgeAsync(Permission.ManageRisk, CommandGuard.AccountOf(edit.Scope), stop);
        if (judgement.Fault.Length > 0) return Unchanged(judgement.Fault);
        CommandContext signed = await guard.SignAsync(context, stop);
        edit = edit with { Scope = edit.Scope.Canonical() };
        // What is wrong, or was looked at too long ago, is told by the engine and needs nobody's time.
        RiskLimitBook book = risk.Current.Limits;
        // The engine may have a newer version than is known here. Whether that one would be raised cannot be judged.
        if (edit.ExpectedVersion > book.Version)
            return new RiskLimitResult(RiskLimitOutcome.VersionConflict, $"The limits are at version {book.Version} here, and version {edit.ExpectedVersion} is not known yet. Look at them again.", book, null, new Dictionary<string, string>());
        bool isLooser = RiskLimitBook.FaultsOf(edit).Count == 0 && edit.ExpectedVersion == book.Version && LimitChange.IsLooser(edit, book);
        if (isLooser && await LoosenAsync(edit, book, judgement, signed, stop) is { } waiting) return waiting;
        RiskLimitResult result = await engine.SetLimitsAsync(edit, signed, stop);
        if (result.Change is { } change) audit.Record(LimitChange.Entry(change, judgement.Access!.Who, judgement.Address));
        return result;
    }

    /// <summary>Asks for the second factor, and for a second person where there must be one; null when the change may be made at once.</summary>
    private async Task<RiskLimitResult?> LoosenAsync(RiskLimitEdit edit, RiskLimitBook book, CommandJudgement judgement, CommandContext signed, CancellationToken stop)
    {
        CallerAccess access = judgement.Access!;
        bool isSimulated = view.Session.Mode == TradingMode.Simulator;
        if (await stepUp.FaultAsync(access, Permission.ManageRisk, "raise limits", stop, isWaivedWithoutAuthenticator: isSimulated) is { Length: > 0 } stale)
        {
            audit.Record(judgement.Entry("limits.refused", edit.Scope.ToString()) with { Reason = stale });
            return Unchanged(stale);
        }
        (bool isNeeded, string nobody) = await SecondPersonAsync(access, "Raising a limit", isSimulated, stop);
        if (nobody.Length > 0) return Unchanged(nobody);
        if (!isNeeded) return null;
        (PendingApproval? pending, string refused) = await approvals.AddAsync(edit, signed, access, PendingApproval.WordsOf(edit, book.Draft(edit, "", default).Differences), stop);
        return pending is null
            ? Unchanged(refused)
            : new RiskLimitResult(RiskLimitOutcome.AwaitsSecondPerson, $"Raising a limit needs a second person, so this waits until {Format.MomentUtc(pending.ExpiresTime)}. Confirmation {pending.Id}. Nothing is changed yet.", book, null, new Dictionary<string, string>()) { ApprovalId = pending.Id };
    }

    /// <summary>Whether somebody else must confirm it, and why nobody can.</summary>
    private async Task<(bool IsNeeded, string Nobody)> SecondPersonAsync(CallerAccess access, string what, bool isSimulated, CancellationToken stop)
    {
        if (!options.SecondPersonLimits || (isSimulated && access.Kind == CallerKind.KeyFile)) return (false, "");
        if (await store.OthersAsync(access.PersonId, stop) > 0) return (true, "");
        // Alone with the simulator nobody must be locked out of it; with a broker behind it there must be somebody else.
        return (false, isSimulated ? "" : $"{what} needs a second person, and there is nobody else who could be it. Invite somebody with the role riskManager on the page /settings/users, or set Security:SecondPersonLimits=false.");
    }

    private RiskLimitResult Unchanged(string why) => new(RiskLimitOutcome.Refused, why, risk.Current.Limits, null, new Dictionary<string, string>());

    public async Task<CommandResult> RearmAsync(string id, string reason, CommandContext context, CancellationToken stop = default)
    {
        RiskScope scope = risk.Current.Latches.FirstOrDefault(l => l.Id == id)?.Scope ?? RiskScope.Firm;
        CommandJudgement judgement = await guard.JudgeAsync(Permission.ManageRisk, CommandGuard.AccountOf(scope), stop);
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
        // To keep new orders from leaving harms nobody, so whoever may stop an account may do it for all; to cancel or close in other accounts does.
        CommandJudgement judgement = await guard.JudgeAsync(Permission.Kill, level == KillLevel.Block && scope.Kind != RiskScopeKind.Account ? null : CommandGuard.AccountOf(scope), stop);
        if (judgement.Fault.Length > 0) return new KillResult(CommandOutcome.Refused, judgement.Fault);
        KillResult result = await engine.EngageKillSwitchAsync(scope, level, reason, await guard.SignAsync(context, stop), stop);
        await approvals.DropAsync(IsStopped, $"The kill switch of the {scope} was engaged. Nothing was sent.", judgement.Access!.Who);
        audit.Record(judgement.Entry("killSwitch.engaged", scope.ToString()) with { New = level.ToString(), Reason = reason });
        return result;

        // Who engages it again while its arming waits says that it is not safe yet.
        bool IsStopped(PendingApproval waiting) => waiting.Kind switch
        {
            ApprovalKind.Order => scope.Covers(waiting.Account, waiting.Spec?.Strategy ?? "", waiting.Symbol),
            ApprovalKind.KillSwitch => waiting.Symbol == KillWords.Of(scope),
            _ => false,
        };
    }

    public async Task<KillResult> RearmKillSwitchAsync(RiskScope scope, string reason, CommandContext context, KillStatus? seen = null, CancellationToken stop = default)
    {
        CommandJudgement judgement = await guard.JudgeAsync(Permission.ManageRisk, CommandGuard.AccountOf(scope), stop);
        if (judgement.Fault.Length > 0) return new KillResult(CommandOutcome.Refused, judgement.Fault);
        // What nobody here has seen, nobody can have judged.
        seen ??= view.KillSwitches.FirstOrDefault(k => k.Scope == scope);
        if (seen is null) return new KillResult(CommandOutcome.NotFound, $"No kill switch is engaged for the {scope}.");
        CallerAccess access = judgement.Access!;
        if (await stepUp.FaultAsync(access, Permission.ManageRisk, "arm the kill switch again", stop) is { Length: > 0 } stale) return RefuseRearm(judgement, scope, stale);
        (bool isNeeded, string nobody) = await SecondPersonAsync(access, "Arming the kill switch again", view.Session.Mode == TradingMode.Simulator, stop);
        if (nobody.Length > 0) return RefuseRearm(judgement, scope, nobody);
        CommandContext signed = await guard.SignAsync(context, stop);
        if (isNeeded)
        {
            (PendingApproval? pending, string refused) = await approvals.AddAsync(new KillRearm(seen, reason), signed, access, stop);
            return pending is null
                ? RefuseRearm(judgement, scope, refused)
                : new KillResult(CommandOutcome.AwaitsSecondPerson, $"Arming the kill switch again needs a second person, so this waits until {Format.MomentUtc(pending.ExpiresTime)}. Confirmation {pending.Id}. It is engaged until then.", seen) { ApprovalId = pending.Id };
        }
        KillResult result = await engine.RearmKillSwitchAsync(scope, reason, signed, seen, stop);
        if (result.Outcome == CommandOutcome.Accepted) audit.Record(judgement.Entry("killSwitch.rearmed", scope.ToString()) with { Reason = reason });
        return result;
    }

    private KillResult RefuseRearm(CommandJudgement judgement, RiskScope scope, string why)
    {
        audit.Record(judgement.Entry("killSwitch.rearmRefused", scope.ToString()) with { Reason = why });
        return new KillResult(CommandOutcome.Refused, why);
    }
}
