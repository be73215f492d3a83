using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace TradingCore.Tws;

/// <summary>Keeps a loop of the session alive whatever it meets: the session never ends the process.</summary>
internal static class Guarded
{
    /// <summary>Runs <paramref name="run"/> until <paramref name="stop"/> or its own end; starts it anew a moment after a failure.</summary>
    /// <param name="run">The loop.</param>
    /// <param name="where">Its name, for the log.</param>
    /// <param name="pause">The moment.</param>
    /// <param name="clock">Time.</param>
    /// <param name="log">Log.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task RunAsync(Func<CancellationToken, Task> run, string where, TimeSpan pause, TimeProvider clock, ILogger log, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await run(stop).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (ChannelClosedException e)
            {
                log.EngineClosed(e.Message);
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                log.UnexpectedError(e, where);
                await Task.Delay(pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
