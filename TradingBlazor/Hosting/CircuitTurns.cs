using Microsoft.AspNetCore.Components.Server.Circuits;

namespace TradingBlazor.Hosting;

/// <summary>Whatever a page sends is taken in the order in which it was sent: one thing after the other, on the turn of its circuit.</summary>
/// <remarks>
/// The framework takes presses and letters on that turn, but the page's word that it has drawn a picture at once, on the thread that read it. A picture that
/// replaces a handler lets go of the old one with that word. When it comes while the thread that sent the picture has not yet noted that it waits for it
/// (a busy machine takes the processor away from it there), the old handler is gone at once, also for letters and presses that were sent before the
/// word and still wait for their turn: nobody takes them, the field shows "123" and the order is for 1. One of these belongs to one circuit.
/// </remarks>
internal sealed class CircuitTurns : CircuitHandler
{
    // Known from the moment at which the circuit opens; nothing can be pressed before.
    private volatile SynchronizationContext? _turns;

    /// <inheritdoc/>
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _turns = SynchronizationContext.Current;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        activity => _turns is not { } turns || SynchronizationContext.Current == turns ? next(activity) : WaitForTurnAsync(turns, next, activity);

    private static async Task WaitForTurnAsync(SynchronizationContext turns, Func<CircuitInboundActivityContext, Task> next, CircuitInboundActivityContext activity)
    {
        var turn = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        turns.Post(_ => turn.SetResult(TakeAsync()), null);
        await (await turn.Task.ConfigureAwait(false)).ConfigureAwait(false);

        // What fails at once is the caller's to tell, and not the turn's.
        async Task TakeAsync() => await next(activity).ConfigureAwait(false);
    }
}
