namespace TradingBlazor.Hosting;

/// <summary>The very end of the process: everything is stopped and stored, and what is left is to tell the servers of logs and traces the last of it.</summary>
internal static class HostEnd
{
    /// <summary>How long these servers are waited for. One that is slow or away must not hold the process until its manager kills it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Closes the host, and goes on without it when that takes longer than <see cref="Limit"/>: the process ends then, and everything is in the log of the data folder.</summary>
    /// <returns>False when it was not closed in time.</returns>
    public static async Task<bool> CloseAsync(IAsyncDisposable host, TimeProvider clock)
    {
        // On a thread of its own: some sinks wait for their server where they are.
        Task closing = Task.Run(async () => await host.DisposeAsync());
        try
        {
            await closing.WaitAsync(Limit, clock);
            return true;
        }
        catch (TimeoutException) when (!closing.IsCompleted)
        {
            return false;
        }
    }
}
