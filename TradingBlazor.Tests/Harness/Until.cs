namespace TradingBlazor.Tests.Harness;

/// <summary>Waits for something that can only be asked for, such as an answer of a process over HTTP. What can signal is awaited instead.</summary>
internal static class Until
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until <paramref name="ask"/> answers something other than null.</summary>
    /// <param name="what">Completes the sentence "Waited in vain for ...".</param>
    /// <param name="ask">The question; an <see cref="HttpRequestException"/> counts as "not yet".</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="TimeoutException">No answer within <see cref="ChildProcess.Patience"/>.</exception>
    public static async Task<T> NotNullAsync<T>(string what, Func<Task<T?>> ask, CancellationToken stop)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(ChildProcess.Patience);
        using var timer = new PeriodicTimer(Step);
        string last = "";
        try
        {
            do
            {
                try
                {
                    if (await ask() is { } answer) return answer;
                }
                catch (HttpRequestException e)
                {
                    last = e.Message;
                }
            }
            while (await timer.WaitForNextTickAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Told below, with what was waited for.
        }
        throw new TimeoutException($"Waited in vain for {what}. {last}");
    }

    /// <summary>Asks until <paramref name="ask"/> answers true.</summary>
    public static Task TrueAsync(string what, Func<Task<bool>> ask, CancellationToken stop) =>
        NotNullAsync<object>(what, async () => await ask() ? true : null, stop);
}
