using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Tests.Api;

/// <summary>Risk as the test sets it, with a book of limits that really changes.</summary>
internal sealed class FakeRisk : IRiskView, IRiskCommands
{
    public RiskSnapshot Current { get; set; } = new() { State = TradingGate.Open, Limits = new RiskLimitBook(new RiskOptions()) };

    public List<object?> Calls { get; } = [];

    public CommandResult Result { get; set; } = new(CommandOutcome.Accepted, "Re-armed.");

    /// <summary>What an answer of the kill switch waits for; one that fails is a switch that does not answer.</summary>
    public Task Answering { get; set; } = Task.CompletedTask;

    /// <summary>Limits, calls and answers as at the start.</summary>
    public void Forget()
    {
        Current = new RiskSnapshot { State = TradingGate.Open, Limits = new RiskLimitBook(new RiskOptions()) };
        Calls.Clear();
        Result = new CommandResult(CommandOutcome.Accepted, "Re-armed.");
        Answering = Task.CompletedTask;
    }

    public Task<RiskLimitResult> SetLimitsAsync(RiskLimitEdit edit, CommandContext context, CancellationToken stop = default)
    {
        Calls.Add(edit);
        // As the engine does.
        if (edit.Scope.Kind == RiskScopeKind.Symbol) edit = edit with { Scope = edit.Scope with { Name = edit.Scope.Name.ToUpperInvariant() } };
        RiskLimitBook book = Current.Limits;
        IReadOnlyDictionary<string, string> faults = RiskLimitBook.FaultsOf(edit);
        if (faults.Count > 0) return Task.FromResult(new RiskLimitResult(RiskLimitOutcome.Invalid, "", book, null, faults));
        if (edit.ExpectedVersion != book.Version) return Task.FromResult(new RiskLimitResult(RiskLimitOutcome.VersionConflict, "Changed since.", book, null, faults));
        RiskLimitChange change = book.Draft(edit, context.Who, ApiHost.Now);
        Current = Current with { Limits = book.With(change) };
        return Task.FromResult(new RiskLimitResult(RiskLimitOutcome.Changed, "Changed.", Current.Limits, change, faults));
    }

    public Task<CommandResult> RearmAsync(string id, string reason, CommandContext context, CancellationToken stop = default) => Answer(id, reason);

    public Task<CommandResult> RecordCashFlowAsync(string account, decimal amount, string reason, CommandContext context, CancellationToken stop = default) => Answer(account, amount, reason);

    public Task<CommandResult> BeatAsync(string strategy, string codeHash, bool isDrifting, CommandContext context, CancellationToken stop = default) => Answer(strategy, codeHash, isDrifting);

    public async Task<KillResult> EngageKillSwitchAsync(RiskScope scope, KillLevel level, string reason, CommandContext context, CancellationToken stop = default)
    {
        Calls.AddRange([scope, level, reason]);
        await Answering;
        return new KillResult(Result.Outcome, Result.Message);
    }

    public async Task<KillResult> RearmKillSwitchAsync(RiskScope scope, string reason, CommandContext context, KillStatus? seen = null, CancellationToken stop = default)
    {
        Calls.AddRange([scope, reason, seen]);
        await Answering;
        return new KillResult(Result.Outcome, Result.Message);
    }

    private Task<CommandResult> Answer(params object?[] call)
    {
        Calls.AddRange(call);
        return Task.FromResult(Result);
    }
}
