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
/// never makes a cancel wait; requests that are no orders leave evenly. Not safe for several threads: the writer owns it.
/// </summary>
/// <remarks>
/// A window over the last sends as well as a bucket that fills: a full bucket alone lets twice the rate pass in its first second, and the gateway
/// counts seconds, not averages. The bucket in turn spreads requests over the second: two bursts a second apart would become one when the gateway
/// pauses to collect garbage, and an order would wait for the window to empty. Source: 50 messages a second, requests.md section 4.1.
/// </remarks>
internal sealed class MessagePacer
{
    private const int CancelReserveMax = 10;
    private const int BurstShare = 5;
    private readonly TimeProvider _clock;
    private readonly long _window;
    private readonly long[] _sent;
    private readonly int _sharedLimit;
    private readonly long _requestSpacing;
    private readonly long _requestCredit;
    private long _requestsDue = long.MinValue;
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
        int burst = Math.Max(1, _sharedLimit / BurstShare);
        // What a full bucket lets pass at once and what it lets pass in the second after it is the limit together.
        _requestSpacing = _window / Math.Max(1, _sharedLimit - burst);
        _requestCredit = _requestSpacing * (burst - 1);
    }

    /// <summary>Messages per second, cancels included.</summary>
    public int Limit => _sent.Length;

    /// <summary>Messages of the last second. Any thread; a message that goes at this moment may be missing.</summary>
    public int CountUsed()
    {
        long from = _clock.GetTimestamp() - _window;
        int used = 0;
        for (int i = 0; i < _sent.Length; i++)
            if (Volatile.Read(ref _sent[i]) is not 0 and var sent && sent > from) used++;
        return used;
    }

    /// <summary>Messages per second that are not cancels.</summary>
    public int SharedLimit => _sharedLimit;

    /// <summary>Zero when a message of <paramref name="priority"/> may go now, else how long to wait.</summary>
    public TimeSpan WaitFor(SendPriority priority)
    {
        long now = _clock.GetTimestamp();
        long due = DueInWindow(priority) - now;
        if (priority == SendPriority.Request && _requestsDue != long.MinValue) due = Math.Max(due, _requestsDue - _requestCredit - now);
        return due <= 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Max(1, (long)Math.Ceiling(due * (double)TimeSpan.TicksPerSecond / _window)));
    }

    /// <summary>Notes that a message of <paramref name="priority"/> goes now.</summary>
    public void Sent(SendPriority priority)
    {
        long now = _clock.GetTimestamp();
        _sent[_next] = now;
        _next = (_next + 1) % _sent.Length;
        _count++;
        if (priority == SendPriority.Request) _requestsDue = Math.Max(_requestsDue, now) + _requestSpacing;
    }

    private long DueInWindow(SendPriority priority)
    {
        int limit = priority == SendPriority.Cancel ? _sent.Length : _sharedLimit;
        if (_count < limit) return long.MinValue / 2;
        // The limit-th newest send must have left the window.
        return _sent[((_next - limit) % _sent.Length + _sent.Length) % _sent.Length] + _window;
    }
}
