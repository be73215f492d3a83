using System.Globalization;
using TradingCore.Tws.Mapping;

namespace TradingCore.Tws;

/// <summary>
/// When a person logs the gateway in for the week, from the settings. IB ends the session of every gateway at the weekend; the login after it needs
/// the second factor, so it cannot be left to a program, only to a chosen hour.
/// </summary>
internal sealed class WeeklyLoginPlan
{
    private const int DaysPerWeek = 7;
    private readonly DayOfWeek? _day;
    private readonly TimeOnly _time;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ArgumentException">The zone is not known.</exception>
    public WeeklyLoginPlan(TwsOptions options)
    {
        Zone = WireTime.FindZone(options.WeeklyLoginZone)
            ?? throw new ArgumentException($"Tws:WeeklyLoginZone is \"{options.WeeklyLoginZone}\", which is no time zone; give a name such as America/New_York.", nameof(options));
        Leads = [.. options.WeeklyLoginReminders.Select(ParseLead).OfType<TimeSpan>().Distinct().OrderDescending()];
        if (options.WeeklyLoginTime.Length == 0) return;
        _day = options.WeeklyLoginDay;
        _time = TimeOnly.ParseExact(options.WeeklyLoginTime, "HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>Zone in which the hour was chosen.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>How long before the login it is reminded of, longest first.</summary>
    public IReadOnlyList<TimeSpan> Leads { get; }

    /// <summary>The next login at or after a moment; null when none is planned.</summary>
    public DateTimeOffset? Next(DateTimeOffset now)
    {
        if (_day is not { } day) return null;
        DateOnly today = ZoneTimes.DayOf(now, Zone);
        DateOnly date = today.AddDays(((int)day - (int)today.DayOfWeek + DaysPerWeek) % DaysPerWeek);
        DateTimeOffset next = ZoneTimes.At(date, _time, Zone);
        return next >= now ? next : ZoneTimes.At(date.AddDays(DaysPerWeek), _time, Zone);
    }

    /// <summary>The last login before a moment; null when none is planned.</summary>
    public DateTimeOffset? Last(DateTimeOffset now)
    {
        if (_day is not { } day) return null;
        DateOnly today = ZoneTimes.DayOf(now, Zone);
        DateOnly date = today.AddDays(-(((int)today.DayOfWeek - (int)day + DaysPerWeek) % DaysPerWeek));
        DateTimeOffset last = ZoneTimes.At(date, _time, Zone);
        return last < now ? last : ZoneTimes.At(date.AddDays(-DaysPerWeek), _time, Zone);
    }

    /// <summary>Reads a lead time of 1 minute to 6 days; null when it is none.</summary>
    public static TimeSpan? ParseLead(string text) =>
        text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan lead) && lead >= TimeSpan.FromMinutes(1) && lead <= TimeSpan.FromDays(6)
            ? lead
            : null;
}
