using TradingCore.Domain;

namespace TradingCore.Tws;

/// <summary>What the heartbeat asks for.</summary>
internal enum HeartbeatStep
{
    /// <summary>Nothing is due.</summary>
    None = 0,
    /// <summary>The gateway is to be asked for its time.</summary>
    Ask,
    /// <summary>Nothing at all was heard: the connection is half open.</summary>
    Dead,
    /// <summary>Data comes, and questions stay unanswered: the gateway does not read them.</summary>
    Deaf,
}

/// <summary>
/// Signs of life of one connection: the gateway is asked for its time, and the answer is timed. A port that is open proves nothing.
/// <see cref="OnHeard"/> may be called from any thread; the rest is used under the gateway's lock.
/// </summary>
internal sealed class Heartbeat(TwsOptions options, TimeProvider clock)
{
    private const int SilentIntervalsMax = 3;
    // Of the newest round trip; the rest is what was known before.
    private const double NewestWeight = 0.125;

    private long _heard;
    private long _askedLast;
    private long? _asked;
    private int _askedWithoutAnswer;

    /// <summary>Round trips so far.</summary>
    public GatewayProbe Probe { get; private set; } = GatewayProbe.None;

    /// <summary>Timestamp of the last read of the socket. Any thread.</summary>
    public long Heard => Volatile.Read(ref _heard);

    /// <summary>Time since anything was heard.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Volatile.Read(ref _heard));

    /// <summary>Time since the oldest question that waits was asked; zero when none does.</summary>
    public TimeSpan Waiting => _asked is { } asked ? clock.GetElapsedTime(asked) : TimeSpan.Zero;

    /// <summary>A new connection starts.</summary>
    public void Reset()
    {
        OnHeard();
        _askedLast = clock.GetTimestamp();
        _asked = null;
        _askedWithoutAnswer = 0;
        Probe = GatewayProbe.None;
    }

    /// <summary>Bytes came, whatever they are.</summary>
    public void OnHeard() => Volatile.Write(ref _heard, clock.GetTimestamp());

    /// <summary>The gateway was asked for its time.</summary>
    public void OnAsked()
    {
        _askedLast = clock.GetTimestamp();
        _asked ??= _askedLast;
    }

    /// <summary>The gateway told its time.</summary>
    public void OnAnswer(DateTimeOffset now)
    {
        if (_asked is not { } asked) return;
        TimeSpan trip = clock.GetElapsedTime(asked);
        _asked = null;
        _askedWithoutAnswer = 0;
        Probe = new GatewayProbe(now, trip, Probe.Smoothed is { } before ? before + (trip - before) * NewestWeight : trip, 0);
    }

    /// <summary>What is due now.</summary>
    /// <param name="isBlocked">True while the reader waits for the engine: silence then is our own doing.</param>
    public HeartbeatStep Tick(bool isBlocked)
    {
        if (isBlocked)
        {
            OnHeard();
            if (_asked is not null) _asked = clock.GetTimestamp();
        }
        if (Silence >= options.HeartbeatInterval * SilentIntervalsMax) return HeartbeatStep.Dead;
        if (_asked is not null)
        {
            int missed = (int)(Waiting / options.HeartbeatInterval);
            if (missed > _askedWithoutAnswer)
            {
                _askedWithoutAnswer = missed;
                Probe = Probe with { Unanswered = missed };
            }
            // A gateway that is busy answers late; one that does not read never does.
            if (Waiting >= Longest(options.HeartbeatInterval * SilentIntervalsMax, options.RequestTimeout)) return HeartbeatStep.Deaf;
        }
        return clock.GetElapsedTime(_askedLast) >= options.HeartbeatInterval ? HeartbeatStep.Ask : HeartbeatStep.None;
    }

    private static TimeSpan Longest(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
