using TradingCore.Domain;

namespace TradingCore.Hosting;

/// <summary>
/// The machine's time of day as the program uses it: it never goes back and never stands still. When the machine's clock is set back, this one goes on, at nine
/// tenths of its pace, until the other has come up to it; otherwise the two are the same. Everything in the program that compares times (ages of prices, limits of orders
/// in a minute, timers of orders) would else stop working for as long as the clock was set back by. Durations are the machine's own. It tells whole microseconds, which is
/// what both databases and the interfaces for programs keep: an order has the same times before a restart and after it. Thread-safe.
/// </summary>
/// <param name="machine">Clock of the machine.</param>
public sealed class SteadyClock(TimeProvider machine) : TimeProvider
{
    /// <summary>Pace while the machine's clock is behind.</summary>
    public const double PaceWhileAhead = 0.9;

    // Two threads that read the clock at the same moment, and small corrections of a running clock.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private long _last;
    private bool _isAhead;
    private (long Ticks, long At) _anchor;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        long now = machine.GetUtcNow().UtcTicks;
        if (Volatile.Read(ref _isAhead)) return Of(GoOn(now));
        long last = Volatile.Read(ref _last);
        while (now >= last)
        {
            long seen = Interlocked.CompareExchange(ref _last, now, last);
            if (seen == last) return Of(now);
            last = seen;
        }
        return Of(last - now <= Unnoticed.Ticks ? last : GoOn(now));
    }

    private static DateTimeOffset Of(long ticks) => WholeMicroseconds.Of(new DateTimeOffset(ticks, TimeSpan.Zero));

    private long GoOn(long now)
    {
        lock (_gate)
        {
            if (!_isAhead) _anchor = (Volatile.Read(ref _last), machine.GetTimestamp());
            long ownPace = _anchor.Ticks + (long)(machine.GetElapsedTime(_anchor.At).Ticks * PaceWhileAhead);
            Volatile.Write(ref _isAhead, now < ownPace);
            // Another thread may have told more in between.
            long told = Math.Max(now, ownPace), last = Volatile.Read(ref _last);
            while (told > last)
            {
                long seen = Interlocked.CompareExchange(ref _last, told, last);
                if (seen == last) return told;
                last = seen;
            }
            return last;
        }
    }
}
