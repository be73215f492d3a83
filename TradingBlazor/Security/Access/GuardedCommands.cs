using TradingBlazor.Hosting;
using TradingBlazor.State;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using TradingCore.Risk;

namespace TradingBlazor.Security.Access;

/// <summary>
/// The door of pages and REST to the engine: looks up what the caller may do now, in which account, and writes the caller's name into every
/// command. A page that shows a button by mistake can therefore do no harm.
/// </summary>
internal sealed class GuardedCommands(
    ITradingCommands engine, CommandGuard guard, StepUpGuard stepUp, Approvals approvals, SecurityOptions options, ITradingView view, StopGate gate, RiskDenials denials) : ITradingCommands
{
    public async Task<SubmitResult> SubmitAsync(OrderSpec spec, CommandContext context, CancellationToken stop = default)
    {
        if (gate.IsClosed) return Stopping;
        CommandJudgement judgement = await JudgeAsync(Permission.Trade, AccountsOf(spec, view), stop);
        if (judgement.Fault.Length > 0) return Denied(judgement.Fault);
        string account = AccountOf(spec.Account) ?? "";
        decimal? estimate = Notionals.Of(spec, account, view);
        // A repeated request was accepted before: it is answered with its order, whatever would be asked of a new one.
        if (await LargeAsync(estimate, judgement, stop) is { } fault && !view.Orders.Any(o => context.IdempotencyKey.Length > 0 && o.IdempotencyKey == context.IdempotencyKey)) return Denied(fault);
        CommandContext signed = await guard.SignAsync(context, stop);
        // The price of a combination says little about its worth, so that is always asked for, and so is what cannot be estimated here.
        if (options.SecondPersonNotional == 0m || (spec.Legs is null && estimate <= options.SecondPersonNotional)) return await AnswerAsync(engine.SubmitAsync(spec, signed, stop));

        // Whatever risk denies now needs nobody's time; what passes is judged anew when it is released.
        PreviewResult preview = await engine.JudgeAsync(spec, signed, stop);
        if (preview.IsRepeated) return await AnswerAsync(engine.SubmitAsync(spec, signed, stop));
        if (!preview.Verdict.IsAllowed) return new SubmitResult(SubmitOutcome.Denied, null, preview.Verdict, preview.Verdict.Summary);
        decimal? notional = Notionals.Of(preview, spec, account, view);
        if (notional <= options.SecondPersonNotional) return await AnswerAsync(engine.SubmitAsync(spec, signed, stop));
        string currency = Notionals.CurrencyOf(account, view);
        (PendingApproval? pending, string refused) = await approvals.AddAsync(spec, signed, judgement.Access!, spec.Attributes.FaGroup.Length > 0 ? CommandGuard.EveryAccount : account, PendingApproval.WordsOf(spec, Format.Decimals(view.FindInstrument(spec.Ticker)), view.NameOf, notional, currency), stop);
        if (pending is null) return Denied(refused, "R38");
        return new SubmitResult(SubmitOutcome.AwaitsSecondPerson, null, preview.Verdict,
            $"Waiting for a second person until {Format.MomentUtc(pending.ExpiresTime)}: orders over {Money(options.SecondPersonNotional, currency)} need one (R38). Confirmation {pending.Id}.")
        { ApprovalId = pending.Id };
    }

    public Task<PreviewResult> PreviewAsync(OrderSpec spec, CommandContext context, bool withMargin, CancellationToken stop = default) =>
        WhenMayTradeAsync(spec, context, signed => engine.PreviewAsync(spec, signed, withMargin, stop), stop);

    public Task<PreviewResult> JudgeAsync(OrderSpec spec, CommandContext context, CancellationToken stop = default) =>
        WhenMayTradeAsync(spec, context, signed => engine.JudgeAsync(spec, signed, stop), stop);

    public async Task<CommandResult> ModifyAsync(OrderRef orderRef, OrderChange change, CommandContext context, long? ifVersion, CancellationToken stop = default)
    {
        if (gate.IsClosed) return new CommandResult(CommandOutcome.Refused, StopGate.Sentence);
        Order? order = Find(orderRef);
        CommandJudgement judgement = await JudgeAsync(Permission.Trade, AccountsOf(order), stop);
        if (judgement.Fault.Length > 0) return Refused(judgement.Fault);
        // What is not known here cannot be judged: whose account it is in, and whether it becomes larger than one person may send.
        if (order is null) return new CommandResult(CommandOutcome.NotFound, $"There is no order {orderRef} here. When it was sent a moment ago, ask again.");
        if (await RaisedAsync(order, change, judgement, stop) is { } raised) return Refused(raised);
        return await engine.ModifyAsync(orderRef, change, await guard.SignAsync(context, stop), ifVersion, stop);
    }

    public async Task<CommandResult> CancelAsync(OrderRef orderRef, CommandContext context, CancellationToken stop = default) =>
        await JudgeAsync(Permission.Cancel, AccountsOf(Find(orderRef)), stop) is { Fault: { Length: > 0 } fault } ? Refused(fault) : await engine.CancelAsync(orderRef, await guard.SignAsync(context, stop), stop);

    public async Task<CommandResult> CancelAllAsync(string? ticker, OrderSide? side, CommandContext context, CancellationToken stop = default) =>
        await CancelAllAsync(await guard.JudgeAsync(Permission.Cancel, CommandGuard.EveryAccount, stop), ticker, side, context, stop);

    public async Task<SubmitResult> ClosePositionAsync(string ticker, string? account, CommandContext context, CancellationToken stop = default)
    {
        if (gate.IsClosed) return Stopping;
        account = HolderOf(ticker, account);
        return await guard.JudgeAsync(Permission.Trade, account ?? CommandGuard.EveryAccount, stop) is { Fault: { Length: > 0 } fault }
            ? Denied(fault)
            : await AnswerAsync(engine.ClosePositionAsync(ticker, account, await guard.SignAsync(context, stop), stop));
    }

    public async Task<SubmitResult> ReversePositionAsync(string ticker, string? account, CommandContext context, CancellationToken stop = default)
    {
        if (gate.IsClosed) return Stopping;
        account = HolderOf(ticker, account);
        CommandJudgement judgement = await guard.JudgeAsync(Permission.Trade, account ?? CommandGuard.EveryAccount, stop);
        if (judgement.Fault.Length > 0) return Denied(judgement.Fault);
        // It opens as much as it closes, so it counts as the order that it is.
        decimal held = view.Positions.Where(p => IsOf(p, ticker, account)).Sum(p => Math.Abs(p.Quantity));
        var spec = new OrderSpec { Ticker = ticker, Quantity = 2m * held, Type = OrderType.Market };
        decimal? notional = Notionals.Of(spec, AccountOf(account) ?? "", view);
        if (await LargeAsync(notional, judgement, stop) is { } fault) return Denied(fault);
        // What has no price is denied by the engine.
        if (options.SecondPersonNotional > 0m && notional > options.SecondPersonNotional)
            return Denied($"Orders over {Limit(account)} need a second person (R38). Close the position, then send an order, which waits for that confirmation.", "R38");
        return await AnswerAsync(engine.ReversePositionAsync(ticker, account, await guard.SignAsync(context, stop), stop));
    }

    public async Task<CommandResult> AcceptDifferenceAsync(string account, string ticker, string currency, DifferenceCause cause, string note, CommandContext context, CancellationToken stop = default)
    {
        if (await guard.JudgeAsync(Permission.ManageRisk, account, stop) is { Fault: { Length: > 0 } fault }) return Refused(fault);
        return await engine.AcceptDifferenceAsync(account, ticker, currency, cause, note, await guard.SignAsync(context, stop), stop);
    }

    public async Task<StatementResult> BookStatementAsync(IReadOnlyList<Fill> fills, bool isPreview, CommandContext context, CancellationToken stop = default)
    {
        foreach (AccountId account in fills.Select(f => f.Account).Distinct())
            if (await guard.JudgeAsync(Permission.ManageRisk, account.Value, stop) is { Fault: { Length: > 0 } fault }) return new StatementResult(CommandOutcome.Refused, fault, []);
        return await engine.BookStatementAsync(fills, isPreview, await guard.SignAsync(context, stop), stop);
    }

    public async Task<CommandResult> AddToWatchlistAsync(ContractQuery query, CommandContext context, CancellationToken stop = default) =>
        await guard.JudgeAsync(Permission.Watchlist, null, stop) is { Fault: { Length: > 0 } fault } ? Refused(fault) : await engine.AddToWatchlistAsync(query, await guard.SignAsync(context, stop), stop);

    public async Task<CommandResult> RemoveFromWatchlistAsync(string ticker, CommandContext context, CancellationToken stop = default) =>
        await guard.JudgeAsync(Permission.Watchlist, null, stop) is { Fault: { Length: > 0 } fault } ? Refused(fault) : await engine.RemoveFromWatchlistAsync(ticker, await guard.SignAsync(context, stop), stop);

    private async Task<PreviewResult> WhenMayTradeAsync(OrderSpec spec, CommandContext context, Func<CommandContext, Task<PreviewResult>> ask, CancellationToken stop) =>
        await JudgeAsync(AccountsOf(spec, view), account => guard.LookAsync(Permission.Trade, account, stop)) is { Fault: { Length: > 0 } fault }
            ? new PreviewResult(Verdict(fault), null, null)
            : await ask(await guard.SignAsync(context, stop));

    private async Task<CommandResult> CancelAllAsync(CommandJudgement judgement, string? ticker, OrderSide? side, CommandContext context, CancellationToken stop)
    {
        if (judgement.Fault.Length > 0) return Refused(judgement.Fault);
        // First: an order that is released in between would be new to the broker after the cancels.
        int dropped = await approvals.DropAsync(a => a.Kind == ApprovalKind.Order && (ticker is null || string.Equals(a.Symbol, ticker, StringComparison.OrdinalIgnoreCase)) && (side is null || a.Side == side), "All orders were cancelled. Nothing was sent.", judgement.Access!.Who);
        CommandResult result = await engine.CancelAllAsync(ticker, side, await guard.SignAsync(context, stop), stop);
        return dropped == 0 ? result : result with { Message = $"{result.Message} {(dropped == 1 ? "One order that waited for a second person is dropped." : $"{dropped} orders that waited for a second person are dropped.")}".Trim() };
    }

    /// <summary>A sentence when a change makes an order larger than one person may send alone, or than may leave without a fresh second factor; null when it is fine.</summary>
    /// <remarks>Quantity and price count alike: both raise what the order is worth.</remarks>
    private async Task<string?> RaisedAsync(Order order, OrderChange change, CommandJudgement judgement, CancellationToken stop)
    {
        OrderSpec before = SpecOf(order, order.Quantity, order.LimitPrice, order.StopPrice);
        OrderSpec after = SpecOf(order, change.Quantity ?? order.Quantity, change.LimitPrice ?? order.LimitPrice, change.StopPrice ?? order.StopPrice);
        decimal? was = Notionals.Of(before, order.Contract, order.Account.Value, view), becomes = Notionals.Of(after, order.Contract, order.Account.Value, view);
        bool isLarger = after.Quantity > order.Quantity || Further(change.LimitPrice, order.LimitPrice) || Further(change.StopPrice, order.StopPrice) || becomes > was;
        if (!isLarger) return null;
        if (await LargeAsync(becomes, judgement, stop) is { } fault) return fault;
        if (options.SecondPersonNotional == 0m || becomes <= options.SecondPersonNotional) return null;
        return becomes is null
            ? "The value of the changed order is not known, so it might need a second person (R38). Cancel it and send a new one."
            : $"Orders over {Limit(order.Account.Value)} need a second person (R38). Cancel this one and send a new one, which then waits for that confirmation.";

        static bool Further(decimal? now, decimal? then) => now is { } n && then is { } t && Math.Abs(n) > Math.Abs(t);
    }

    private static OrderSpec SpecOf(Order order, decimal quantity, decimal? limit, decimal? stop) =>
        new() { Ticker = order.Contract.Ticker, Side = order.Side, Quantity = quantity, Type = order.Type, LimitPrice = limit, StopPrice = stop, Attributes = order.Attributes };

    /// <summary>A sentence when a live order over the limit lacks a fresh second factor; null when it is fine.</summary>
    private async Task<string?> LargeAsync(decimal? notional, CommandJudgement judgement, CancellationToken stop)
    {
        if (view.Session.Mode != TradingMode.Live || notional <= options.StepUpNotional) return null;
        return await stepUp.FaultAsync(judgement.Access!, Permission.Trade, $"send a live order over {options.StepUpNotional:#,##0}", stop) is { Length: > 0 } fault ? fault : null;
    }

    private string Limit(string? account) => Money(options.SecondPersonNotional, Notionals.CurrencyOf(AccountOf(account) ?? "", view));

    private static string Money(decimal amount, string currency) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{amount:#,##0} {currency}").TrimEnd();

    // A stop does not wait for ever until the broker has answered. The order is in the journal by then, or was never taken.
    private async Task<SubmitResult> AnswerAsync(Task<SubmitResult> sent)
    {
        try
        {
            return await sent.WaitAsync(gate.LastCall);
        }
        catch (OperationCanceledException) when (gate.LastCall.IsCancellationRequested)
        {
            return new SubmitResult(SubmitOutcome.Unconfirmed, null, default, "The program is stopping before the broker has answered. Look at the orders after the start, or repeat the command with the same idempotency key.");
        }
    }

    private static SubmitResult Stopping => new(SubmitOutcome.NotDurable, null, default, StopGate.Sentence);

    private SubmitResult Denied(string fault, string code = "R03")
    {
        RiskVerdict verdict = Verdict(fault, code);
        denials.Count(verdict);
        return new SubmitResult(SubmitOutcome.Denied, null, verdict, fault);
    }

    private static CommandResult Refused(string fault) => new(CommandOutcome.Refused, fault, null, Verdict(fault));

    private static RiskVerdict Verdict(string fault, string code = "R03") => new([new RiskCheckResult(code, code == "R03" ? "Permission" : "Second person", false, null, null, fault)]);

    /// <summary>The account an order without one goes to: the first of the login.</summary>
    private string? AccountOf(string? account) => view.Session.AccountFor(account);


    private Order? Find(OrderRef orderRef) => view.Orders.FirstOrDefault(o => o.OrderRef == orderRef);

    // The right is needed in each account that the command can move.
    private ValueTask<CommandJudgement> JudgeAsync(Permission permission, IReadOnlyList<string?> accounts, CancellationToken stop) => JudgeAsync(accounts, account => guard.JudgeAsync(permission, account, stop));

    private static async ValueTask<CommandJudgement> JudgeAsync(IReadOnlyList<string?> accounts, Func<string?, ValueTask<CommandJudgement>> judge)
    {
        CommandJudgement judgement = await judge(accounts[0]);
        for (int i = 1; i < accounts.Count && judgement.Fault.Length == 0; i++) judgement = await judge(accounts[i]);
        return judgement;
    }

    // How the broker divides an order among a group is not known before; of a group that is not known here, nobody knows whom it concerns.
    internal static IReadOnlyList<string?> AccountsOf(OrderSpec spec, ITradingView view) =>
        spec.Attributes.FaGroup.Length == 0 ? [view.Session.AccountFor(spec.Account)]
        : view.Money.Groups.FirstOrDefault(g => g.Name == spec.Attributes.FaGroup) is { Shares.Count: > 0 } group ? [.. group.Shares.Select(s => s.Account.Value)]
        : [CommandGuard.EveryAccount];

    private static IReadOnlyList<string?> AccountsOf(Order? order) => order switch
    {
        null => [null],
        { Attributes.FaGroup.Length: > 0 } => order.Handling.GroupAccounts is { Count: > 0 } accounts ? [.. accounts.Select(a => a.Value)] : [CommandGuard.EveryAccount],
        _ => [order.Account.Value],
    };

    // The account whose position is meant, named for the engine too, so that it can be no other one; null when several hold it, which the engine refuses.
    private string? HolderOf(string ticker, string? account)
    {
        if (account is { Length: > 0 }) return account;
        string[] holders = [.. view.Positions.Where(p => p.Quantity != 0m && IsOf(p, ticker, null)).Select(p => p.Account.Value).Distinct(StringComparer.Ordinal)];
        return holders.Length switch { 0 => AccountOf(null), 1 => holders[0], _ => null };
    }

    private static bool IsOf(Position position, string ticker, string? account) =>
        string.Equals(position.Contract.Ticker, ticker, StringComparison.OrdinalIgnoreCase) && (account is not { Length: > 0 } || position.Account.Value == account);
}
