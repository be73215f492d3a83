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
public sealed class TradingKeys(DeskState state, ITradingView view, ITradingCommands commands, HotkeyArming arming, UndoWindow undo, OrderSender sender, TicketMemory memory)
{
    private const string NotArmed = "The trading keys are not armed: nothing was sent. Alt+Shift+A arms them.";

    /// <summary>Sends the ticket's order as a buy or a sell.</summary>
    public Task<KeyResult> SendAsync(OrderSide side)
    {
        if (Refusal() is { } refusal) return Told(refusal);
        Instrument? instrument = view.FindInstrument(state.Ticker);
        // What is sent is what the ticket then shows.
        state.EditDraft(d => d.Turn(side, state.Ticker, view.FindQuote(state.Ticker), instrument));
        return SendDraftAsync();
    }

    /// <summary>Puts what was sent last into the ticket again; armed, it is sent again, too.</summary>
    public async Task<KeyResult> RepeatLastAsync()
    {
        if (await memory.LastAsync() is not { } last) return new KeyResult(false, "Nothing was sent yet that could be repeated.");
        state.Select(last.Ticker);
        state.UseDraft(last.Draft);
        return Refusal() is { } refusal ? new KeyResult(false, $"The ticket holds the last order again. {refusal}") : await SendDraftAsync();
    }

    private Task<KeyResult> SendDraftAsync()
    {
        TicketReading reading = TicketReader.Read(state.Draft, TicketFacts.Of(state, view));
        if (reading.Spec is not { } spec) return Told($"Nothing was sent: {reading.Problem}.");
        string ticker = state.Ticker, text = OrderSentence.Of(spec, Format.Decimals(view.FindInstrument(ticker)), view.NameOf, view.NameOf);
        TicketDraft sent = state.Draft.Copy();
        arming.Used();
        return undo.RunAsync(text, async () =>
        {
            SubmitResult result = await sender.SubmitAsync(spec, UserCommands.NewKey());
            if (result.Outcome is SubmitOutcome.Accepted or SubmitOutcome.Queued) memory.Sent(ticker, sent);
            return Of(result, text);
        });
    }

    /// <summary>Closes what is held of the selected contract, at market.</summary>
    public Task<KeyResult> FlattenAsync()
    {
        if (Refusal() is { } refusal) return Told(refusal);
        string ticker = state.Ticker;
        string? account = state.Account.Length > 0 ? state.Account : null;
        decimal held = view.Positions.Where(p => p.Contract.Ticker == ticker && (account is null || p.Account.Value == account)).Sum(p => p.Quantity);
        if (held == 0m) return Told($"Nothing is held of {TickerName.Short(ticker)}.");
        string text = $"Flatten {TickerName.Short(ticker)}: {(held > 0m ? "sell" : "buy")} {Format.Quantity(Math.Abs(held))} at market";
        arming.Used();
        return undo.RunAsync(text, async () => Of(await commands.ClosePositionAsync(ticker, account, UserCommands.Once(UserCommands.NewKey())), text));
    }

    /// <summary>Cancels the newest working order of the selected contract.</summary>
    public async Task<KeyResult> CancelLastAsync() =>
        Working(null).FirstOrDefault() is { } last ? Of(await commands.CancelAsync(last.OrderRef, UserCommands.Plain())) : new KeyResult(false, $"No order in {TickerName.Short(state.Ticker)} works.");

    /// <summary>Cancels the working orders of one side of the selected contract.</summary>
    public async Task<KeyResult> CancelSideAsync(OrderSide side)
    {
        string what = side == OrderSide.Buy ? "buys" : "sells";
        // The engine cancels what works when the command comes, also what this page does not know yet.
        return Working(side).Any() ? Of(await commands.CancelAllAsync(state.Ticker, side, UserCommands.Once(UserCommands.NewKey()))) : new KeyResult(false, $"No {what} in {TickerName.Short(state.Ticker)} work.");
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
