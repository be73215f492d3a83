namespace TwsSimulator.Market;

/// <summary>Time of the market: the real time, or that of a replay. Owned by the gateway's loop.</summary>
internal sealed class MarketClock
{
    private readonly TimeProvider _clock;
    private readonly double _speed;
    private readonly bool _isReplay;
    private bool _isRunning;
    private long _baseMs;
    private long _baseTimestamp;

    private MarketClock(TimeProvider clock, bool isReplay, double speed, long startMs)
    {
        _clock = clock;
        _isReplay = isReplay;
        _speed = speed;
        _baseMs = startMs;
        _baseTimestamp = clock.GetTimestamp();
    }

    /// <summary>Whether a replay is running now.</summary>
    public bool IsRunning => _isRunning;

    /// <summary>The clock of the computed market.</summary>
    public static MarketClock Real(TimeProvider clock) => new(clock, isReplay: false, 1, clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The clock of a replay that stands at its start.</summary>
    public static MarketClock Replay(TimeProvider clock, double speed, long startMs) => new(clock, isReplay: true, speed, startMs);

    /// <summary>Moment the market should have reached by now, Unix milliseconds. A replay without a clock has no such moment: always the largest.</summary>
    public long TargetMs
    {
        get
        {
            if (!_isReplay)
                return _clock.GetUtcNow().ToUnixTimeMilliseconds();
            if (!_isRunning)
                return _baseMs;
            return _speed == 0 ? long.MaxValue : _baseMs + (long)(_clock.GetElapsedTime(_baseTimestamp).TotalMilliseconds * _speed);
        }
    }

    /// <summary>Starts or restarts the replay's time at a moment.</summary>
    public void Run(long fromMs)
    {
        _isRunning = true;
        _baseMs = fromMs;
        _baseTimestamp = _clock.GetTimestamp();
    }

    /// <summary>Stops the replay's time.</summary>
    public void Halt(long atMs)
    {
        _isRunning = false;
        _baseMs = atMs;
    }
}
