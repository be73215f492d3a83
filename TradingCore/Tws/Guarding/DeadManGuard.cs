namespace TradingCore.Tws.Guarding;

/// <summary>
/// Cancels every working order of the login when the trading program stops answering, because the broker does not: a lost API connection leaves its orders
/// working. Runs in a process of its own, best beside the gateway. Cancels again until nothing works, and waits for the program to answer before it can fire again.
/// </summary>
/// <param name="options">Settings.</param>
/// <param name="host">Host of the gateway.</param>
/// <param name="port">Its port.</param>
/// <param name="isAlive">Whether the program answers now; must end within a few seconds.</param>
/// <param name="say">Told what happens, a sentence each.</param>
/// <param name="clock">Clock.</param>
public sealed class DeadManGuard(GuardOptions options, string host, int port, Func<CancellationToken, Task<bool>> isAlive, Action<string> say, TimeProvider clock)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private GuardConnection? _connection;
    private string _trouble = "";

    /// <summary>Guards until <paramref name="stop"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Beat, clock);
        long heard = clock.GetTimestamp();
        bool wasSeen = false, isDone = false;
        try
        {
            do
            {
                if (await isAlive(stop).ConfigureAwait(false))
                {
                    if (!wasSeen || isDone) say($"{options.Url} answers; guarding it, {options.After.TotalSeconds:0} s of silence cancel every order.");
                    heard = clock.GetTimestamp();
                    (wasSeen, isDone) = (true, false);
                }
                // A guard that was started first has nothing to guard yet.
                else if (wasSeen && !isDone && clock.GetElapsedTime(heard) >= options.After)
                {
                    isDone = await CancelAsync(stop).ConfigureAwait(false);
                    continue;
                }
                await KeepConnectedAsync(stop).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Normal end.
        }
        finally
        {
            if (_connection is not null) await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> CancelAsync(CancellationToken stop)
    {
        if (!await KeepConnectedAsync(stop).ConfigureAwait(false)) return false;
        try
        {
            int working = await _connection!.CancelAllAsync(stop).ConfigureAwait(false);
            say(working == 0
                ? $"{options.Url} has not answered for {options.After.TotalSeconds:0} s: every order is cancelled, none works any more. Positions stay as they are."
                : $"{options.Url} has not answered for {options.After.TotalSeconds:0} s: cancelled everything; {working} orders still work, asking again.");
            return working == 0;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Net.Sockets.SocketException && !stop.IsCancellationRequested)
        {
            await DropAsync(e.Message).ConfigureAwait(false);
            return false;
        }
    }

    private async Task<bool> KeepConnectedAsync(CancellationToken stop)
    {
        try
        {
            if (_connection is not null) await _connection.ProbeAsync(stop).ConfigureAwait(false);
            else
            {
                _connection = await GuardConnection.OpenAsync(host, port, options.ClientId, clock, stop).ConfigureAwait(false);
                _trouble = "";
                say($"Connected to the gateway at {host}:{port} as client {options.ClientId}.");
            }
            return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Net.Sockets.SocketException && !stop.IsCancellationRequested)
        {
            await DropAsync(e.Message).ConfigureAwait(false);
            return false;
        }
    }

    private async Task DropAsync(string why)
    {
        if (_connection is not null) await _connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
        // Once for each cause, not once a second.
        if (why != _trouble) say($"No connection to the gateway, so nothing could be cancelled now: {why}");
        _trouble = why;
    }
}
