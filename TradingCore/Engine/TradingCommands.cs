using System.Threading.Channels;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine;

/// <summary>Turns calls into events in the engine's order and waits for their answers.</summary>
internal sealed class TradingCommands(EngineInbox inbox, TimeProvider clock, TimeSpan marginTimeout) : ITradingCommands, IRiskCommands
{
    private const string Stopped = "The engine is stopping and takes no more commands.";

    /// <summary>Asked for margins; null until attached.</summary>
    public IBrokerGateway? Gateway { get; set; }

    /// <inheritdoc/>
    public Task<SubmitResult> SubmitAsync(OrderSpec spec, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new SubmitOrder(OrderRef.New(clock, context.IdempotencyKey), spec) { Time = clock.GetUtcNow(), Context = Named(context) }, NotSubmitted, stop);

    /// <inheritdoc/>
    public async Task<PreviewResult> JudgeAsync(OrderSpec spec, CommandContext context, CancellationToken stop = default) =>
        (await PostAsync(new PreviewOrder(spec, WithMargin: false, IsMeant: true) { Time = clock.GetUtcNow(), Context = Named(context) }, NotPreviewed, stop).ConfigureAwait(false)).Result;

    /// <inheritdoc/>
    public async Task<PreviewResult> PreviewAsync(OrderSpec spec, CommandContext context, bool withMargin, CancellationToken stop = default)
    {
        var command = new PreviewOrder(spec, withMargin) { Time = clock.GetUtcNow(), Context = Named(context) };
        (PreviewResult result, Order? whatIf) = await PostAsync(command, NotPreviewed, stop).ConfigureAwait(false);
        if (!withMargin || whatIf is null || Gateway is not { } gateway) return result;

        using var timeout = new CancellationTokenSource(marginTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        try
        {
            MarginPreview? margin = await gateway.PreviewMarginAsync(whatIf, either.Token).ConfigureAwait(false);
            // The next orders are judged by what the broker says, while it is fresh.
            if (margin is not null) inbox.TryPost(new MarginPreviewed(whatIf.Account, whatIf.Contract.ConId, whatIf.Side, whatIf.Quantity, margin) { Time = clock.GetUtcNow() });
            return result with { Margin = margin };
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return result;
        }
    }

    /// <inheritdoc/>
    public Task<CommandResult> ModifyAsync(OrderRef orderRef, OrderChange change, CommandContext context, long? ifVersion, CancellationToken stop = default) =>
        PostAsync(new ModifyOrder(orderRef, change, ifVersion) { Time = clock.GetUtcNow(), Context = Named(context) }, Refused, stop);

    /// <inheritdoc/>
    public Task<CommandResult> CancelAsync(OrderRef orderRef, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new CancelOrder(orderRef) { Time = clock.GetUtcNow(), Context = Named(context) }, Refused, stop);

    /// <inheritdoc/>
    public Task<CommandResult> CancelAllAsync(string? ticker, OrderSide? side, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new CancelAllOrders(ticker, side) { Time = clock.GetUtcNow(), Context = Named(context) }, Refused, stop);

    /// <inheritdoc/>
    public Task<SubmitResult> ClosePositionAsync(string ticker, string? account, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new ClosePosition(OrderRef.New(clock, context.IdempotencyKey), ticker, account) { Time = clock.GetUtcNow(), Context = Named(context) }, NotSubmitted, stop);

    /// <inheritdoc/>
    public Task<SubmitResult> ReversePositionAsync(string ticker, string? account, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new ReversePosition(OrderRef.New(clock, context.IdempotencyKey), ticker, account) { Time = clock.GetUtcNow(), Context = Named(context) }, NotSubmitted, stop);

    /// <inheritdoc/>
    public Task<CommandResult> AcceptDifferenceAsync(string account, string ticker, string currency, DifferenceCause cause, string note, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new AcceptDifference(account, ticker, currency, cause, note) { Time = clock.GetUtcNow(), Context = context }, Refused, stop);

    /// <inheritdoc/>
    public Task<StatementResult> BookStatementAsync(IReadOnlyList<Fill> fills, bool isPreview, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new BookStatement(fills, isPreview) { Time = clock.GetUtcNow(), Context = context }, why => new StatementResult(CommandOutcome.Refused, why, []), stop);

    /// <inheritdoc/>
    public Task<CommandResult> AddToWatchlistAsync(ContractQuery query, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new AddToWatchlist(query) { Time = clock.GetUtcNow(), Context = Named(context) }, Refused, stop);

    /// <inheritdoc/>
    public Task<CommandResult> RemoveFromWatchlistAsync(string ticker, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new RemoveFromWatchlist(ticker) { Time = clock.GetUtcNow(), Context = Named(context) }, Refused, stop);

    // Every command gets its id here, at the one door.
    private CommandContext Named(CommandContext context) => CorrelationId.IsValid(context.CorrelationId) ? context : context with { CorrelationId = CorrelationId.New(clock) };

    /// <inheritdoc/>
    public Task<RiskLimitResult> SetLimitsAsync(RiskLimitEdit edit, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new SetRiskLimits(edit) { Time = clock.GetUtcNow(), Context = context }, RiskLimitResult.Refused, stop);

    /// <inheritdoc/>
    public Task<CommandResult> RearmAsync(string id, string reason, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new RearmLatch(id, reason) { Time = clock.GetUtcNow(), Context = context }, Refused, stop);

    /// <inheritdoc/>
    public Task<CommandResult> RecordCashFlowAsync(string account, decimal amount, string reason, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new RecordCashFlow(account, amount, reason) { Time = clock.GetUtcNow(), Context = context }, Refused, stop);

    /// <inheritdoc/>
    public Task<CommandResult> BeatAsync(string strategy, string codeHash, bool isDrifting, CommandContext context, CancellationToken stop = default) =>
        PostAsync(new StrategyBeat(strategy, codeHash, isDrifting) { Time = clock.GetUtcNow(), Context = context }, Refused, stop);

    /// <inheritdoc/>
    public async Task<KillResult> EngageKillSwitchAsync(RiskScope scope, KillLevel level, string reason, CommandContext context, CancellationToken stop = default)
    {
        var command = new EngageKillSwitch(scope, level, reason) { Time = clock.GetUtcNow(), Context = Named(context) };
        if (!inbox.TryPostUrgent(command)) return KillRefused("The engine takes nothing any more. Use TWS, or call the broker.");
        inbox.Enter();
        try
        {
            return await command.Reply.Task.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (EngineFaultException fault)
        {
            return KillRefused(fault.Message);
        }
    }

    /// <inheritdoc/>
    public Task<KillResult> RearmKillSwitchAsync(RiskScope scope, string reason, CommandContext context, KillStatus? seen = null, CancellationToken stop = default) =>
        PostAsync(new RearmKillSwitch(scope, reason, seen) { Time = clock.GetUtcNow(), Context = Named(context) }, KillRefused, stop);

    private async Task<T> PostAsync<T>(EngineCommand<T> command, Func<string, T> refused, CancellationToken stop)
    {
        if (inbox.TryAdd(command))
        {
            inbox.Enter();
        }
        else
        {
            try
            {
                await inbox.PostAsync(command, stop).ConfigureAwait(false);
            }
            catch (ChannelClosedException)
            {
                return refused(Stopped);
            }
        }
        try
        {
            return await command.Reply.Task.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (EngineFaultException fault)
        {
            return refused(fault.Message);
        }
    }

    private static (PreviewResult Result, Order? WhatIf) NotPreviewed(string why) => (PreviewResult.Refused(why), null);

    private static SubmitResult NotSubmitted(string why) => new(SubmitOutcome.Denied, null, default, why);

    private static KillResult KillRefused(string why) => new(CommandOutcome.Refused, why);

    private static CommandResult Refused(string why) => new(CommandOutcome.Refused, why);
}
