namespace TradingCore.Tws;

/// <summary>Keeps a session from connecting, on command. Any thread may hold and release; the session waits.</summary>
internal sealed class SessionHold
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _free;
    private string _reason = "";

    /// <summary>Why it is held; null when it is not.</summary>
    public string? Reason
    {
        get
        {
            lock (_gate) return _free is null ? null : _reason;
        }
    }

    /// <summary>Holds from now on; a second time only replaces the reason.</summary>
    public void Hold(string reason)
    {
        lock (_gate)
        {
            _reason = reason;
            _free ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Lets go.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _free?.TrySetResult();
            _free = null;
        }
    }

    /// <summary>Completes when it is not held.</summary>
    public Task WaitAsync(CancellationToken stop)
    {
        lock (_gate) return _free is null ? Task.CompletedTask : _free.Task.WaitAsync(stop);
    }
}
