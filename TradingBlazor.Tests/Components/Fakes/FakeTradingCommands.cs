using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.Components.Fakes;

/// <summary>Records what was commanded; the answers are what a test sets. An unfinished answer keeps the command in flight.</summary>
public sealed class FakeTradingCommands : ITradingCommands
{
    public List<(OrderSpec Spec, CommandContext Context)> Submits { get; } = [];
    public List<(OrderSpec Spec, bool WithMargin)> Previews { get; } = [];
    public List<(OrderRef OrderRef, OrderChange Change)> Modifies { get; } = [];
    public List<long?> Versions { get; } = [];
    public List<OrderRef> Cancels { get; } = [];
    public List<(string? Ticker, OrderSide? Side)> CancelAlls { get; } = [];
    public List<(string Ticker, string? Account, CommandContext Context)> Closes { get; } = [];
    public List<ContractQuery> Adds { get; } = [];
    public List<string> Removes { get; } = [];
    public List<(IReadOnlyList<Fill> Fills, bool IsPreview)> Statements { get; } = [];
    public StatementResult Statement { get; set; } = new(CommandOutcome.Accepted, "Nothing is booked.", []);

    public Func<OrderSpec, Task<SubmitResult>> OnSubmit { get; set; } = _ => Task.FromResult(new SubmitResult(SubmitOutcome.Accepted, null, Given.Allowed, "Accepted."));
    public Func<OrderSpec, bool, Task<PreviewResult>> OnPreview { get; set; } = (_, _) => Task.FromResult(new PreviewResult(Given.Allowed, 43_013m, null));
    public Func<OrderChange, Task<CommandResult>> OnModify { get; set; } = _ => Task.FromResult(new CommandResult(CommandOutcome.Accepted, "Change sent."));
    public Func<OrderRef, Task<CommandResult>> OnCancel { get; set; } = _ => Task.FromResult(new CommandResult(CommandOutcome.Accepted, "Cancel sent."));
    public Func<string?, Task<CommandResult>> OnCancelAll { get; set; } = _ => Task.FromResult(new CommandResult(CommandOutcome.Accepted, "Cancels sent."));
    public Func<string, Task<SubmitResult>> OnClose { get; set; } = _ => Task.FromResult(new SubmitResult(SubmitOutcome.Accepted, null, Given.Allowed, "Accepted."));
    public Func<string, Task<SubmitResult>> OnReverse { get; set; } = _ => Task.FromResult(new SubmitResult(SubmitOutcome.Accepted, null, Given.Allowed, "Accepted."));
    public Func<ContractQuery, Task<CommandResult>> OnAdd { get; set; } = _ => Task.FromResult(new CommandResult(CommandOutcome.Accepted, "Added."));
    public Func<string, Task<CommandResult>> OnRemove { get; set; } = _ => Task.FromResult(new CommandResult(CommandOutcome.Accepted, "Removed."));

    public Task<SubmitResult> SubmitAsync(OrderSpec spec, CommandContext context, CancellationToken stop = default)
    {
        Submits.Add((spec, context));
        return OnSubmit(spec);
    }

    public Task<PreviewResult> JudgeAsync(OrderSpec spec, CommandContext context, CancellationToken stop = default) => PreviewAsync(spec, context, withMargin: false, stop);

    public Task<PreviewResult> PreviewAsync(OrderSpec spec, CommandContext context, bool withMargin, CancellationToken stop = default)
    {
        Previews.Add((spec, withMargin));
        return OnPreview(spec, withMargin);
    }

    public Task<CommandResult> ModifyAsync(OrderRef orderRef, OrderChange change, CommandContext context, long? ifVersion, CancellationToken stop = default)
    {
        Modifies.Add((orderRef, change));
        Versions.Add(ifVersion);
        return OnModify(change);
    }

    public Task<CommandResult> CancelAsync(OrderRef orderRef, CommandContext context, CancellationToken stop = default)
    {
        Cancels.Add(orderRef);
        return OnCancel(orderRef);
    }

    public Task<CommandResult> CancelAllAsync(string? ticker, OrderSide? side, CommandContext context, CancellationToken stop = default)
    {
        CancelAlls.Add((ticker, side));
        return OnCancelAll(ticker);
    }

    public Task<SubmitResult> ClosePositionAsync(string ticker, string? account, CommandContext context, CancellationToken stop = default)
    {
        Closes.Add((ticker, account, context));
        return OnClose(ticker);
    }

    public List<(string Ticker, string? Account, CommandContext Context)> Reverses { get; } = [];

    public Task<SubmitResult> ReversePositionAsync(string ticker, string? account, CommandContext context, CancellationToken stop = default)
    {
        Reverses.Add((ticker, account, context));
        return OnReverse(ticker);
    }

    public List<(string Account, string Ticker, string Currency, DifferenceCause Cause)> Accepted { get; } = [];

    public Task<CommandResult> AcceptDifferenceAsync(string account, string ticker, string currency, DifferenceCause cause, string note, CommandContext context, CancellationToken stop = default)
    {
        Accepted.Add((account, ticker, currency, cause));
        return Task.FromResult(new CommandResult(CommandOutcome.Accepted, "The difference is booked."));
    }

    public Task<StatementResult> BookStatementAsync(IReadOnlyList<Fill> fills, bool isPreview, CommandContext context, CancellationToken stop = default)
    {
        Statements.Add((fills, isPreview));
        return Task.FromResult(Statement);
    }

    public Task<CommandResult> AddToWatchlistAsync(ContractQuery query, CommandContext context, CancellationToken stop = default)
    {
        Adds.Add(query);
        return OnAdd(query);
    }

    public Task<CommandResult> RemoveFromWatchlistAsync(string ticker, CommandContext context, CancellationToken stop = default)
    {
        Removes.Add(ticker);
        return OnRemove(ticker);
    }
}
