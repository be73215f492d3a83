namespace TradingBlazor.Hubs;

/// <summary>Wakes everybody who waits for the next change. To miss nothing, take <see cref="Next"/> before looking at what there is.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = Make();

    /// <summary>Ends with the next <see cref="Raise"/>.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Wakes the waiting ones, on threads of their own.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, Make()).SetResult();

    private static TaskCompletionSource Make() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
