namespace TradingCore.Tests.Guarantees;

/// <summary>A clock that runs as the system's and shows another time: what happens at an hour of the day can be tried at any hour.</summary>
internal sealed class ShiftedClock(DateTimeOffset start) : TimeProvider
{
    private long _shiftTicks = (start - System.GetUtcNow()).Ticks;

    /// <summary>Three in the afternoon of a Tuesday in New York: markets are open, and no nightly reset is near.</summary>
    public static ShiftedClock Afternoon() => new(new DateTimeOffset(2026, 3, 3, 20, 0, 0, TimeSpan.Zero));

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _shiftTicks));

    /// <summary>Shows a later time from now on; timers run on as they were.</summary>
    public void Jump(TimeSpan time) => Interlocked.Add(ref _shiftTicks, time.Ticks);

    public override long GetTimestamp() => System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, dueTime, period);
}
