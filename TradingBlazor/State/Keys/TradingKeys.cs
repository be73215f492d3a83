using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;

namespace TradingBlazor.State.Keys;

/// <summary>
/// What the trading keys do, always with the selected contract and the account in use. Nothing that opens or closes a position leaves unless the
/// keys are armed, and it waits as <see cref="UndoWindow"/> says; a cancel leaves at once.
/// </summary>
/// <remarks>One per circuit, used on its dispatcher.</remarks>
public sealed class TradingKeys(DeskState state, ITradingView view, ITradingCommands commands, HotkeyArming arming, UndoWindow undo)
{
    private const string NotArmed = "The trading keys are not armed: nothing was sent. Alt+Shift+A arms them.";

    /// <summary>Sends the ticket's order as a buy or a sell.</summary>
    public Task<KeyResult> SendAsync(OrderSide side)
    {
        if (Refusal() is { } refusal) return Told(refusal);
        Instrument? instrument = view.FindInstrument(state.Ticker);
        TicketDraft draft = state.Draft;
        if (draft.Side != side)
        {
            // Prices of one side are not meant for the other: what is sent is what the ticket then shows.
            draft.Side = side;
            draft.Limit = draft.Stop = "";
            if (draft.ExitUnit == ExitUnit.Price) draft.TakeProfit = draft.StopLoss = "";
        }
        draft.Prefill(state.Ticker, view.FindQuote(state.Ticker), instrument);
        if (!draft.TryRead(state.Ticker, state.Account.Length > 0 ? state.Account : null, out OrderSpec? spec, out string problem) || spec is null)
            return Told($"Nothing was sent: {problem}.");
        int decimals = Format.Decimals(instrument);
        string text = OrderWords.Describe(spec.Side, spec.Quantity, spec.Ticker, spec.Type, spec.LimitPrice, spec.StopPrice, spec.Tif, decimals) + OrderWords.Exits(spec.Bracket, decimals);
        arming.Used();
        return undo.RunAsync(text, async () => Of(await commands.SubmitAsync(spec, UserCommands.Once(UserCommands.NewKey())), text));
    }

    /// <summary>Closes what is held of the selected contract, at market.</summary>
    public Task<KeyResult> FlattenAsync()
    {
        if (Refusal() is { } refusal) return Told(refusal);
        string ticker = state.Ticker;
        string? account = state.Account.Length > 0 ? state.Account : null;
        decimal held = view.Positions.Where(p => p.Contract.Ticker == ticker && (account is null || p.Account.Value == account)).Sum(p => p.Quantity);
        if (held == 0m) return Told($"Nothing is held of {ticker}.");
        string text = $"Flatten {ticker}: {(held > 0m ? "sell" : "buy")} {Format.Quantity(Math.Abs(held))} at market";
        arming.Used();
        return undo.RunAsync(text, async () => Of(await commands.ClosePositionAsync(ticker, account, UserCommands.Once(UserCommands.NewKey())), text));
    }

    /// <summary>Cancels the newest working order of the selected contract.</summary>
    public async Task<KeyResult> CancelLastAsync() =>
        Working(null).FirstOrDefault() is { } last ? Of(await commands.CancelAsync(last.OrderRef, UserCommands.Plain())) : new KeyResult(false, $"No order in {state.Ticker} works.");

    /// <summary>Cancels the working orders of one side of the selected contract.</summary>
    public async Task<KeyResult> CancelSideAsync(OrderSide side)
    {
        Order[] orders = [.. Working(side)];
        string what = side == OrderSide.Buy ? "buys" : "sells";
        if (orders.Length == 0) return new KeyResult(false, $"No {what} in {state.Ticker} work.");
        CommandResult[] results = await Task.WhenAll(orders.Select(o => commands.CancelAsync(o.OrderRef, UserCommands.Plain())));
        CommandResult? failed = results.FirstOrDefault(r => r.Outcome != CommandOutcome.Accepted);
        return failed is null ? new KeyResult(true, $"Cancel sent for {orders.Length} {what} in {state.Ticker}.") : Of(failed);
    }

    private IEnumerable<Order> Working(OrderSide? side) =>
        view.Orders.Where(o => o.State.IsWorking() && o.State != OrderState.PendingCancel && o.Contract.Ticker == state.Ticker && (side is null || o.Side == side)).OrderByDescending(o => o.CreatedTime);

    private string? Refusal()
    {
        arming.Check(state.Account, view.Session);
        if (!arming.IsArmed) return arming.Why.Length > 0 ? $"{arming.Why} {NotArmed}" : NotArmed;
        return state.Ticker.Length == 0 ? "Nothing was sent: no symbol is selected." : null;
    }

    private static Task<KeyResult> Told(string why) => Task.FromResult(new KeyResult(false, why));

    private static KeyResult Of(CommandResult result) => new(result.Outcome == CommandOutcome.Accepted, result.Message);

    private static KeyResult Of(SubmitResult result, string text) => result.Outcome switch
    {
        SubmitOutcome.Accepted => new KeyResult(true, $"Sent: {text}."),
        SubmitOutcome.Queued => new KeyResult(true, $"Queued: {text}."),
        SubmitOutcome.AlreadyAccepted => new KeyResult(true, "It was accepted before and not sent again."),
        _ => new KeyResult(false, result.Message.Length > 0 ? result.Message : result.Verdict.Summary),
    };
}
