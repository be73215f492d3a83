namespace TradingCore.Positions;

/// <summary>Which day of P&amp;L a moment belongs to. Days follow one another: a later moment never belongs to an earlier day.</summary>
/// <param name="zone">Zone in which days begin.</param>
/// <param name="start">Time of day at which they begin. From noon on, the evening belongs to the day of the next date, as at an exchange that opens the evening before.</param>
public sealed class TradingDay(TimeZoneInfo zone, TimeSpan start)
{
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);

    // No zone turns its clocks back by more.
    private static readonly TimeSpan TurnMax = TimeSpan.FromHours(3);

    /// <summary>The day of a moment; the first of all days for a time that is not set.</summary>
    public DateOnly Of(DateTimeOffset time)
    {
        if (time.UtcTicks < 2 * TimeSpan.TicksPerDay) return default;
        // Wall clock of the zone: on the nights of a time change the day still begins at the same time of day.
        TimeSpan offset = zone.GetUtcOffset(time), before = zone.GetUtcOffset(time - TurnMax);
        DateOnly day = DayOf(time.UtcDateTime + offset);
        if (before <= offset) return day;
        // The clock was turned back a moment ago, perhaps behind the beginning of a day: that day goes on and does not begin a second time.
        DateOnly reached = DayOf(LastBefore(time, before).UtcDateTime + before);
        return reached > day ? reached : day;
    }

    private DateOnly DayOf(DateTime local) => DateOnly.FromDateTime(start >= Noon ? local.AddDays(1) - start : local - start);

    // The last moment at which the clock stood where it stood before it was turned back.
    private DateTimeOffset LastBefore(DateTimeOffset time, TimeSpan offset)
    {
        DateTimeOffset early = time - TurnMax, late = time;
        while (late - early > TimeSpan.FromTicks(1))
        {
            DateTimeOffset middle = early + (late - early) / 2;
            if (zone.GetUtcOffset(middle) == offset) early = middle;
            else late = middle;
        }
        return early;
    }
}
