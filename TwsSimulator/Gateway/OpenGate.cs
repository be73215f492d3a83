namespace TwsSimulator.Gateway;

/// <summary>A gate that lets pass while open; used to make the gateway fall silent without closing anything.</summary>
internal sealed class OpenGate
{
    private volatile TaskCompletionSource? _closed;

    /// <summary>Completes when the gate is open.</summary>
    public Task WaitAsync(CancellationToken stop) => _closed is { } closed ? closed.Task.WaitAsync(stop) : Task.CompletedTask;

    /// <summary>Whether the gate is shut.</summary>
    public bool IsShut => _closed is not null;

    /// <summary>Shuts or opens the gate.</summary>
    public void Set(bool open)
    {
        if (!open)
        {
            _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return;
        }

        TaskCompletionSource? waiting = _closed;
        _closed = null;
        waiting?.TrySetResult();
    }
}
