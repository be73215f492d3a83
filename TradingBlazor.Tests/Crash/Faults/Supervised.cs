using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Crash.Faults;

/// <summary>A program that is started again whenever it has ended, as a service manager does it with <c>Restart=always</c>, however often the start fails.</summary>
internal sealed class Supervised : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _leaving = new();
    private readonly Func<Task<AppProcess>> _start;
    private readonly Task _watching;
    private volatile AppProcess _current;
    private volatile bool _isHeld;
    private int _starts;

    /// <summary>Watches a program that runs.</summary>
    /// <param name="running">The program. Whoever started it ends it, or what runs in its place.</param>
    /// <param name="start">Starts it again.</param>
    public Supervised(AppProcess running, Func<Task<AppProcess>> start)
    {
        (_current, _start) = (running, start);
        _watching = WatchAsync();
    }

    /// <summary>The process that runs, or ran last.</summary>
    public AppProcess Current => _current;

    /// <summary>How often it was started again.</summary>
    public int Starts => Volatile.Read(ref _starts);

    /// <summary>True while it runs and nobody keeps it down.</summary>
    public bool IsUp => !_isHeld && !_current.Process.HasExited;

    /// <summary>Kills it, as by <c>kill -9</c>, and keeps it down.</summary>
    public Task HoldAsync()
    {
        _isHeld = true;
        return _current.KillAsync();
    }

    /// <summary>Lets it be started again.</summary>
    public void Release() => _isHeld = false;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _watching;
        _leaving.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_leaving.IsCancellationRequested)
        {
            try
            {
                if (_current.Process.HasExited && !_isHeld) await StartAsync();
                await Task.Delay(Look, TimeProvider.System, _leaving.Token);
            }
            catch (OperationCanceledException)
            {
                // Over.
            }
        }
    }

    private async Task StartAsync()
    {
        try
        {
            AppProcess old = _current;
            _current = await _start();
            Interlocked.Increment(ref _starts);
            await old.DisposeAsync();
            if (_isHeld) await _current.KillAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException or IOException)
        {
            // It could not start while something else is away, too: once more.
            await Task.Delay(PauseAfterFailure, TimeProvider.System, _leaving.Token);
        }
    }
}
