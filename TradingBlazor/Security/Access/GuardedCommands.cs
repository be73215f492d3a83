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
internal sealed class GuardedCommands(ITradingCommands engine, CommandGuard guard, StepUpGuard stepUp, Approvals approvals, SecurityOptions options, ITradingView view) : ITradingCommands
{
    public async Task<SubmitResult> SubmitAsync(OrderSpec spec, CommandContext context, CancellationToken stop = default)
    {
        CommandJudgement judgement = await guard.JudgeAsync(Permission.Trade, AccountOf(spec.Account), stop);
        if (judgement.Fault.Length > 0) return Denied(judgement.Fault);
        if (await LargeAsync(spec, judgement, stop) is { } fault) return Denied(fault);
        CommandContext signed = await guard.SignAsync(context, stop);
        // The price of a combination says little about its worth, so that is always asked for. An order without any known price is denied by the engine.
        bool isSmall = spec.Legs is null && (Notionals.Of(spec, view) is not { } notional || notional <= options.SecondPersonNotional);
        if (options.SecondPersonNotional == 0m || isSmall) return await engine.SubmitAsync(spec, signed, stop);

        // Whatever risk denies now needs nobody's time; what passes is judged anew when it is released.
        PreviewResult preview = await engine.PreviewAsync(spec, signed, withMargin: false, stop);
        if (!preview.Verdict.IsAllowed) return new SubmitResult(SubmitOutcome.Denied, null, preview.Verdict, preview.Verdict.Summary);
        if ((preview.Notional ?? Notionals.Of(spec, view)) is { } exact && exact <= options.SecondPersonNotional) return await engine.SubmitAsync(spec, signed, stop);
        if (approvals.Add(spec, signed, judgement.Access!, preview.Notional ?? 0m) is not { } pending) return Denied("Too many orders wait for a second person, or another order has this idempotency key. Decide on those first.", "R38");
        return new SubmitResult(SubmitOutcome.AwaitsSecondPerson, null, preview.Verdict,
            $"Waiting for a second person until {pending.ExpiresTime.UtcDateTime:HH:mm:ss} UTC: orders over {options.SecondPersonNotional:#,##0} need one (R38). Confirmation {pending.Id}.");
    }

    public async Task<PreviewResult> PreviewAsync(OrderSpec spec, CommandContext context, bool withMargin, CancellationToken stop = default) =>
        await guard.JudgeAsync(Permission.Trade, AccountOf(spec.Account), stop) is { Fault: { Length: > 0 } fault }
            ? new PreviewResult(Verdict(fault), null, null)
            : await engine.PreviewAsync(spec, await guard.SignAsync(context, stop), withMargin, stop);

    public async Task<CommandResult> ModifyAsync(OrderRef orderRef, OrderChange change, CommandContext context, CancellationToken stop = default)
    {
        Order? order = view.Orders.FirstOrDefault(o => o.OrderRef == orderRef);
        CommandJudgement judgement = await guard.JudgeAsync(Permission.Trade, order?.Account.Value, stop);
        if (judgement.Fault.Length > 0) return Refused(judgement.Fault);
        if (order is not null)
        {
            var after = new OrderSpec { Ticker = order.Contract.Ticker, Side = order.Side, Quantity = change.Quantity ?? order.Quantity, Type = order.Type, LimitPrice = change.LimitPrice ?? order.LimitPrice, StopPrice = change.StopPrice ?? order.StopPrice };
            bool isLarger = after.Quantity > order.Quantity;
            if (isLarger && await LargeAsync(after, judgement, stop) is { } fault) return Refused(fault);
            if (isLarger && options.SecondPersonNotional > 0m && Notionals.Of(after, view) is null) return Refused("The value of the changed order is not known, so it might need a second person (R38). Cancel it and send a new one.");
            if (isLarger && options.SecondPersonNotional > 0m && Notionals.Of(after, view) > options.SecondPersonNotional) return Refused($"Orders over {options.SecondPersonNotional:#,##0} need a second person (R38). Cancel this one and send a new one, which then waits for that confirmation.");
        }
        return await engine.ModifyAsync(orderRef, change, await guard.SignAsync(context, stop), stop);
    }

    public async Task<CommandResult> CancelAsync(OrderRef orderRef, CommandContext context, CancellationToken stop = default) =>
        await guard.JudgeAsync(Permission.Cancel, AccountOf(orderRef), stop) is { Fault: { Length: > 0 } fault } ? Refused(fault) : await engine.CancelAsync(orderRef, await guard.SignAsync(context, stop), stop);

    public async Task<CommandResult> CancelAllAsync(string? ticker, OrderSide? side, CommandContext context, CancellationToken stop = default) =>
        await guard.JudgeAsync(Permission.Cancel, CommandGuard.EveryAccount, stop) is { Fault: { Length: > 0 } fault } ? Refused(fault) : await engine.CancelAllAsync(ticker, side, await guard.SignAsync(context, stop), stop);

    public async Task<SubmitResult> ClosePositionAsync(string ticker, string? account, CommandContext context, CancellationToken stop = default) =>
        await guard.JudgeAsync(Permission.Trade, AccountOf(account), stop) is { Fault: { Length: > 0 } fault } ? Denied(fault) : await engine.ClosePositionAsync(ticker, account, await guard.SignAsync(context, stop), stop);

    public async Task<SubmitResult> ReversePositionAsync(string ticker, string? account, CommandContext context, CancellationToken stop = default)
    {
        CommandJudgement judgement = await guard.JudgeAsync(Permission.Trade, AccountOf(account), stop);
        if (judgement.Fault.Length > 0) return Denied(judgement.Fault);
        // It opens as much as it closes, so it counts as the order that it is.
        decimal held = view.Positions.Where(p => p.Contract.Ticker == ticker && (account is not { Length: > 0 } || p.Account.Value == account)).Sum(p => Math.Abs(p.Quantity));
        var spec = new OrderSpec { Ticker = ticker, Quantity = 2m * held, Type = OrderType.Market };
        if (await LargeAsync(spec, judgement, stop) is { } fault) return Denied(fault);
        if (options.SecondPersonNotional > 0m && Notionals.Of(spec, view) > options.SecondPersonNotional)
            return Denied($"Orders over {options.SecondPersonNotional:#,##0} need a second person (R38). Close the position, then send an order, which waits for that confirmation.", "R38");
        return await engine.ReversePositionAsync(ticker, account, await guard.SignAsync(context, stop), stop);
    }

    public async Task<CommandResult> AcceptDifferenceAsync(string account, string ticker, string currency, DifferenceCause cause, string note, CommandContext context, CancellationToken stop = default)
    {
        if (await guard.JudgeAsync(Permission.ManageRisk, account, stop) is { Fault: { Length: > 0 } fault }) return Refused(fault);
        return await engine.AcceptDifferenceAsync(account, ticker, currency, cause, note, await guard.SignAsync(context, stop), stop);
    }

    public async Task<CommandResult> AddToWatchlistAsync(ContractQuery query, CommandContext context, CancellationToken stop = default) =>
        await guard.JudgeAsync(Permission.Watchlist, null, stop) is { Fault: { Length: > 0 } fault } ? Refused(fault) : await engine.AddToWatchlistAsync(query, await guard.SignAsync(context, stop), stop);

    public async Task<CommandResult> RemoveFromWatchlistAsync(string ticker, CommandContext context, CancellationToken stop = default) =>
        await guard.JudgeAsync(Permission.Watchlist, null, stop) is { Fault: { Length: > 0 } fault } ? Refused(fault) : await engine.RemoveFromWatchlistAsync(ticker, await guard.SignAsync(context, stop), stop);

    /// <summary>A sentence when a live order over the limit lacks a fresh second factor; null when it is fine.</summary>
    private async Task<string?> LargeAsync(OrderSpec spec, CommandJudgement judgement, CancellationToken stop)
    {
        if (view.Session.Mode != TradingMode.Live || Notionals.Of(spec, view) is { } notional && notional <= options.StepUpNotional) return null;
        return await stepUp.FaultAsync(judgement.Access!, Permission.Trade, $"send a live order over {options.StepUpNotional:#,##0}", stop) is { Length: > 0 } fault ? fault : null;
    }

    private static SubmitResult Denied(string fault, string code = "R03") => new(SubmitOutcome.Denied, null, Verdict(fault, code), fault);

    private static CommandResult Refused(string fault) => new(CommandOutcome.Refused, fault, null, Verdict(fault));

    private static RiskVerdict Verdict(string fault, string code = "R03") => new([new RiskCheckResult(code, code == "R03" ? "Permission" : "Second person", false, null, null, fault)]);

    /// <summary>The account an order without one goes to: the first of the login.</summary>
    private string? AccountOf(string? account) => account is { Length: > 0 } ? account : view.Session.Accounts.Count > 0 ? view.Session.Accounts[0].Value : null;

    private string? AccountOf(OrderRef orderRef)
    {
        foreach (Order order in view.Orders)
            if (order.OrderRef == orderRef) return order.Account.Value;
        return null;
    }
}
