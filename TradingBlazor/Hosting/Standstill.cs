namespace TradingBlazor.Hosting;

/// <summary>
/// Knows when this process stood still: it was stopped, swapped out, or its machine was paused. What programs sent meanwhile lies in the operating system and is read in the moment in which
/// it goes on, long after it was meant and perhaps after its sender has given up; a request says nothing of when it was sent. Thread-safe.
/// </summary>
internal sealed class Standstill : IDisposable
{
    /// <summary>As long as a command of a web process may wait for the engine (<c>Redis:CommandExpiry</c>).</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>So long after it goes on a request may still be one from before: a machine that is busy reads the last of them after two to three seconds.</summary>
    internal static readonly TimeSpan Doubtful = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private long _beat;
    private long _woke;
    private TimeSpan _stood;

    public Standstill(TimeProvider clock)
    {
        _clock = clock;
        _beat = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => Look(), null, Beat, Beat);
    }

    /// <summary>For how long it stood still, when that is over for so short a time that what is read now may have been sent before; zero otherwise.</summary>
    public TimeSpan Look()
    {
        lock (_gate)
        {
            long now = _clock.GetTimestamp();
            // Whoever asks may be quicker than the timer.
            TimeSpan gap = _clock.GetElapsedTime(_beat, now);
            _beat = now;
            if (gap >= Longest) (_stood, _woke) = (gap, now);
            else if (_stood > TimeSpan.Zero && _clock.GetElapsedTime(_woke, now) >= Doubtful) _stood = TimeSpan.Zero;
            return _stood;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
