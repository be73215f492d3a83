namespace TradingCore.Tws;

/// <summary>What time brings while the gateway runs: time-outs, heartbeats, events that wait to leave, a gateway that is restarted. Takes the gateway's lock itself.</summary>
/// <param name="context">What the parts share.</param>
/// <param name="parts">The parts.</param>
/// <param name="stop">Ends a restart that is waited for.</param>
internal sealed class Housekeeper(SessionContext context, GatewayParts parts, CancellationToken stop) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>The session that is looked after; set once both exist.</summary>
    public SessionListener Listener { get; set; } = null!;

    /// <summary>The restart of the gateway that runs, or the last one.</summary>
    public Task Restarting { get; private set; } = Task.CompletedTask;

    /// <summary>Lets events that were made outside the reader leave soon.</summary>
    public void Wake()
    {
        if (context.Outbox.Count == 0 || context.Outbox.IsFlushedByCaller) return;
        try
        {
            _wake.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or gone.
        }
    }

    /// <summary>Runs until stopped.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        using var timer = new PeriodicTimer(Interval, context.Clock);
        Task<bool> tick = timer.WaitForNextTickAsync(ending).AsTask();
        Task woken = _wake.WaitAsync(ending);
        while (true)
        {
            await Task.WhenAny(tick, woken).ConfigureAwait(false);
            ending.ThrowIfCancellationRequested();
            if (woken.IsCompleted) woken = _wake.WaitAsync(ending);
            if (tick.IsCompleted)
            {
                tick = timer.WaitForNextTickAsync(ending).AsTask();
                KeepHouse();
            }
            await context.Outbox.FlushAsync(context.Inbox!, ending).ConfigureAwait(false);
        }
    }

    private void KeepHouse()
    {
        lock (context.Gate)
        {
            DateTimeOffset now = context.Now;
            try
            {
                if (parts.Care.Tick(now)) Restarting = Task.Run(RestartGatewayAsync);
                Listener.GiveUpHandshake(now);
                if (!context.IsReady) return;
                if (parts.Life.Tick(now, context.Outbox.IsBlocked) is { } end) Listener.Session.Abort(end);
                parts.Tick(now);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Heartbeats and time-outs must go on whatever one of them met.
                context.Log.UnexpectedError(e, "housekeeping");
            }
        }
    }

    private async Task RestartGatewayAsync()
    {
        try
        {
            RestartResult result = await RestartCommand.RunAsync(context.Options.RestartCommand, context.Options.RestartCommandTimeout, context.Clock, stop).ConfigureAwait(false);
            lock (context.Gate) parts.Care.OnRestarted(result);
            Wake();
        }
        catch (OperationCanceledException)
        {
            // This program stops; the command goes on with what it has begun.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();
}
