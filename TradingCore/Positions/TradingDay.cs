namespace TradingCore.Positions;

/// <summary>Which day of P&amp;L a moment belongs to.</summary>
/// <param name="zone">Zone in which days begin.</param>
/// <param name="start">Time of day at which they begin. From noon on, the evening belongs to the day of the next date, as at an exchange that opens the evening before.</param>
public sealed class TradingDay(TimeZoneInfo zone, TimeSpan start)
{
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);

    /// <summary>The day of a moment.</summary>
    public DateOnly Of(DateTimeOffset time)
    {
        // Wall clock of the zone: on the nights of a time change the day still begins at the same time of day.
        DateTime local = TimeZoneInfo.ConvertTime(time, zone).DateTime;
        return DateOnly.FromDateTime(start >= Noon ? local.AddDays(1) - start : local - start);
    }
}
