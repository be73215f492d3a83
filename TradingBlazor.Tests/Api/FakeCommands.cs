using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.Api;

/// <summary>The engine's door: remembers what came in and answers what the test set.</summary>
internal sealed class FakeCommands : ITradingCommands
{
    public List<object?> Calls { get; } = [];

    /// <summary>Orders that were judged before somebody else was asked.</summary>
    public List<OrderSpec> Judged { get; } = [];

    public SubmitResult Submitted { get; set; } = new(SubmitOutcome.Denied, null, default, "");
    public PreviewResult Preview { get; set; } = new(default, null, null);
    public CommandResult Result { get; set; } = new(CommandOutcome.Refused, "");
    public StatementResult Statement { get; set; } = new(CommandOutcome.Refused, "", []);

    public Task<SubmitResult> SubmitAsync(OrderSpec spec, CommandContext context, CancellationToken stop = default) => Answer(Submitted, spec, context);

    public Task<PreviewResult> JudgeAsync(OrderSpec spec, CommandContext context, CancellationToken stop = default)
    {
        Judged.Add(spec);
        return PreviewAsync(spec, context, withMargin: false, stop);
    }

    public Task<PreviewResult> PreviewAsync(OrderSpec spec, CommandContext context, bool withMargin, CancellationToken stop = default) => Answer(Preview, spec, context, withMargin);
    public Task<CommandResult> ModifyAsync(OrderRef orderRef, OrderChange change, CommandContext context, long? ifVersion, CancellationToken stop = default) => Answer(Result, orderRef, change, context, ifVersion);
    public Task<CommandResult> CancelAsync(OrderRef orderRef, CommandContext context, CancellationToken stop = default) => Answer(Result, orderRef, context);
    public Task<CommandResult> CancelAllAsync(string? ticker, OrderSide? side, CommandContext context, CancellationToken stop = default) => Answer(Result, ticker, side, context);
    public Task<SubmitResult> ClosePositionAsync(string ticker, string? account, CommandContext context, CancellationToken stop = default) => Answer(Submitted, ticker, account, context);
    public Task<SubmitResult> ReversePositionAsync(string ticker, string? account, CommandContext context, CancellationToken stop = default) => Answer(Submitted, "reverse", ticker, account, context);
    public Task<CommandResult> AcceptDifferenceAsync(string account, string ticker, string currency, DifferenceCause cause, string note, CommandContext context, CancellationToken stop = default) =>
        Answer(Result, account, ticker, currency, cause, note, context);
    public Task<StatementResult> BookStatementAsync(IReadOnlyList<Fill> fills, bool isPreview, CommandContext context, CancellationToken stop = default) =>
        Answer(Statement, fills, isPreview, context);
    public Task<CommandResult> AddToWatchlistAsync(ContractQuery query, CommandContext context, CancellationToken stop = default) => Answer(Result, query, context);
    public Task<CommandResult> RemoveFromWatchlistAsync(string ticker, CommandContext context, CancellationToken stop = default) => Answer(Result, ticker, context);

    private Task<T> Answer<T>(T answer, params object?[] call)
    {
        Calls.AddRange(call);
        return Task.FromResult(answer);
    }
}
