namespace TradingCore.Tws;

/// <summary>Urgency of a message on its way out; lower goes first.</summary>
internal enum SendPriority
{
    /// <summary>Cancels: they have pacing budget of their own.</summary>
    Cancel = 0,
    /// <summary>Orders.</summary>
    Order = 1,
    /// <summary>Everything else.</summary>
    Request = 2,
}

/// <summary>
/// Keeps the messages of every second-long window below the limit. A part of it is kept for cancels, so that a burst of requests
/// never makes a cancel wait. Not safe for several threads: the writer owns it.
/// </summary>
/// <remarks>
/// A window over the last sends instead of a bucket that fills: a full bucket lets twice the rate pass in its first second,
/// and the gateway counts seconds, not averages. Source: 50 messages a second, requests.md section 4.1.
/// </remarks>
internal sealed class MessagePacer
{
    private const int CancelReserveMax = 10;
    private readonly TimeProvider _clock;
    private readonly long _window;
    private readonly long[] _sent;
    private readonly int _sharedLimit;
    private int _next;
    private long _count;

    /// <param name="messagesPerSecond">Most messages in any second, at least 1.</param>
    /// <param name="clock">Time.</param>
    public MessagePacer(int messagesPerSecond, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(messagesPerSecond, 1);
        _clock = clock;
        _window = clock.TimestampFrequency;
        _sent = new long[messagesPerSecond];
        _sharedLimit = Math.Max(1, messagesPerSecond - Math.Min(CancelReserveMax, messagesPerSecond / 4));
    }

    /// <summary>Messages per second that are not cancels.</summary>
    public int SharedLimit => _sharedLimit;

    /// <summary>Zero when a message of <paramref name="priority"/> may go now, else how long to wait.</summary>
    public TimeSpan WaitFor(SendPriority priority)
    {
        int limit = priority == SendPriority.Cancel ? _sent.Length : _sharedLimit;
        if (_count < limit) return TimeSpan.Zero;
        // The limit-th newest send must have left the window.
        long blocking = _sent[((_next - limit) % _sent.Length + _sent.Length) % _sent.Length];
        long due = blocking + _window - _clock.GetTimestamp();
        return due <= 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Max(1, (long)Math.Ceiling(due * (double)TimeSpan.TicksPerSecond / _window)));
    }

    /// <summary>Notes that a message goes now.</summary>
    public void Sent()
    {
        _sent[_next] = _clock.GetTimestamp();
        _next = (_next + 1) % _sent.Length;
        _count++;
    }
}
