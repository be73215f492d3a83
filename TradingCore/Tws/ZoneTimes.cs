namespace TradingCore.Tws;

/// <summary>Moments that people set by the clock on the wall.</summary>
internal static class ZoneTimes
{
    /// <summary>The moment at which clocks in <paramref name="zone"/> show <paramref name="time"/> on <paramref name="day"/>, UTC.</summary>
    /// <remarks>A time that the clocks leave out is the one an hour later; of one that they repeat, the first.</remarks>
    public static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        DateTime local = day.ToDateTime(time);
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        TimeSpan offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The date that calendars in <paramref name="zone"/> show.</summary>
    public static DateOnly DayOf(DateTimeOffset time, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);
}
