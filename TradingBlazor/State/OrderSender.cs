using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;

namespace TradingBlazor.State;

/// <summary>
/// The one way by which the desk sends orders: ticket, hotkeys, chart and ladder. From the press of the button the order is shown as being
/// sent, never as more than is known; when the engine has it the order itself takes its place, and a denial stays until it was read.
/// </summary>
/// <remarks>One per circuit, used on its dispatcher.</remarks>
public sealed class OrderSender(ITradingCommands commands, TimeProvider clock)
{
    private const int Kept = 20;

    /// <summary>What was sent, newest first. A new list at every change.</summary>
    public IReadOnlyList<SentOrder> Sent { get; private set; } = [];

    /// <summary>An order of which the page before this one did not hear what became of it; null when there is none, or another was sent since.</summary>
    public PressedOrder? Pressed { get; private set; }

    /// <summary>Raised after a change of <see cref="Sent"/>.</summary>
    public event Action? Changed;

    /// <summary>Sends an order.</summary>
    /// <param name="spec">The order.</param>
    /// <param name="key">Key of the intent: the same key again is the same order.</param>
    /// <exception cref="Exception">No answer came; whether the order left is not known.</exception>
    public async Task<SubmitResult> SubmitAsync(OrderSpec spec, string key)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var sent = new SentOrder(key, spec, clock.GetUtcNow(), SentState.Sending, "", []);
        Put(sent);
        try
        {
            SubmitResult result = await commands.SubmitAsync(spec, UserCommands.Once(key));
            // An order that exists tells the rest itself, also when the broker has rejected it.
            bool isTaken = result.Order is not null || result.Outcome is SubmitOutcome.Accepted or SubmitOutcome.AlreadyAccepted or SubmitOutcome.Queued or SubmitOutcome.Unconfirmed;
            Put(sent with
            {
                State = isTaken ? SentState.Accepted : result.Outcome == SubmitOutcome.AwaitsSecondPerson ? SentState.Waiting : SentState.Denied,
                Message = result.Message.Length > 0 ? result.Message : isTaken ? "" : result.Verdict.Summary,
                Failures = [.. result.Verdict.Failures],
            });
            return result;
        }
        catch (Exception failure)
        {
            Put(sent with { State = SentState.NotAnswered, Message = $"No answer: {failure.Message} Look at the orders before sending again; the same order sent again counts once." });
            throw;
        }
    }

    /// <summary>The page before this one noted a press whose answer it did not hear.</summary>
    public void Resume(PressedOrder pressed)
    {
        if (Sent.Count > 0) return;
        Pressed = pressed;
        Changed?.Invoke();
    }

    /// <summary>Takes an entry that was read off the list.</summary>
    public void Dismiss(string key) => Set([.. Sent.Where(s => s.Key != key)]);

    /// <summary>What must be shown beside the orders: what is on its way and not among them yet, and what never became an order.</summary>
    public IReadOnlyList<SentOrder> Beside(IReadOnlyList<Order> orders)
    {
        if (Sent.Count == 0) return [];
        var known = orders.Select(o => o.IdempotencyKey).Where(k => k.Length > 0).ToHashSet(StringComparer.Ordinal);
        return [.. Sent.Where(s => s.State is not (SentState.Accepted or SentState.Waiting) && !known.Contains(s.Key))];
    }

    private void Put(SentOrder sent)
    {
        Pressed = null;
        Set([sent, .. Sent.Where(s => s.Key != sent.Key).Take(Kept - 1)]);
    }

    private void Set(IReadOnlyList<SentOrder> sent)
    {
        Sent = sent;
        Changed?.Invoke();
    }
}
