using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.JSInterop;

namespace TradingBlazor.Hosting;

/// <summary>
/// Before an ordered stop, every page is asked to pause its circuit: the page then holds the state of its components itself and goes on with it at
/// the next process, without being loaded again.
/// </summary>
internal sealed class CircuitDrain(IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<CircuitDrain> logger) : IHostedService
{
    /// <summary>Longest wait for the pages.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    // The state is on its way to the page when its circuit is closed; without this the last page loses it.
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, IJSRuntime> _circuits = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _isEmpty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isDraining;

    /// <summary>True from the moment the process was told to stop: pages then wait for the next one.</summary>
    public bool IsDraining => Volatile.Read(ref _isDraining);

    /// <summary>Circuits that are there now, also those whose page is away for a moment.</summary>
    public int Circuits => _circuits.Count;

    /// <summary>Takes a circuit whose page is connected.</summary>
    public void Add(string circuit, IJSRuntime js) => _circuits[circuit] = js;

    /// <summary>The circuit is closed; the page has its state.</summary>
    public void Remove(string circuit)
    {
        _circuits.TryRemove(circuit, out _);
        if (IsDraining && _circuits.IsEmpty) _isEmpty.TrySetResult();
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Registered when everything has started, so that it runs before the hub of the circuits ends its connections.
        lifetime.ApplicationStarted.Register(() => lifetime.ApplicationStopping.Register(() => DrainAsync().GetAwaiter().GetResult()));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task DrainAsync()
    {
        Volatile.Write(ref _isDraining, true);
        int pages = _circuits.Count;
        if (pages == 0) return;
        logger.Draining(pages);
        foreach (IJSRuntime js in _circuits.Values) _ = AskAsync(js);
        await Task.WhenAny(_isEmpty.Task, Task.Delay(Patience, clock)).ConfigureAwait(false);
        await Task.Delay(LastWords, clock).ConfigureAwait(false);
        if (!_circuits.IsEmpty) logger.NotDrained(_circuits.Count, pages);
    }

    private async Task AskAsync(IJSRuntime js)
    {
        try
        {
            await js.InvokeVoidAsync("deskDrain").ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is JSDisconnectedException or OperationCanceledException or JSException or InvalidOperationException)
        {
            // The page is gone, or was drawn without the script: it loads itself again.
            logger.PageNotAsked(failure.Message);
        }
    }
}

/// <summary>Tells the drain about one circuit, and takes back orders that wait when the line to their page is lost.</summary>
internal sealed class DeskCircuit(CircuitDrain drain, IJSRuntime js, State.Keys.UndoWindow undo, State.HotkeyArming arming, State.Keys.PageLine line) : CircuitHandler
{
    /// <inheritdoc/>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        drain.Add(circuit.Id, js);
        line.Find();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        line.Lose();
        // Nobody could see the countdown or undo it.
        undo.Undo("The line to the page was lost: nothing was sent.");
        arming.LeaveAlone("The line to the page was lost.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        drain.Remove(circuit.Id);
        return Task.CompletedTask;
    }
}
