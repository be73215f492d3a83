using System.Globalization;
using TradingCore.Tws.Mapping;

namespace TradingCore.Tws;

/// <summary>When the gateway restarts by itself next, from the settings.</summary>
internal sealed class PlannedRestart
{
    private readonly TimeOnly? _time;
    private readonly TimeZoneInfo _zone;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ArgumentException">The zone is not known.</exception>
    public PlannedRestart(TwsOptions options)
    {
        _time = options.RestartTime.Length == 0 ? null : TimeOnly.ParseExact(options.RestartTime, "HH:mm", CultureInfo.InvariantCulture);
        _zone = WireTime.FindZone(options.RestartZone)
            ?? throw new ArgumentException($"Tws:RestartZone is \"{options.RestartZone}\", which is no time zone; give a name such as America/New_York.", nameof(options));
    }

    /// <summary>The next restart at or after a moment; null when none is planned.</summary>
    public DateTimeOffset? Next(DateTimeOffset now)
    {
        if (_time is not { } time) return null;
        DateOnly today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, _zone).DateTime);
        DateTimeOffset next = At(today, time);
        return next >= now ? next : At(today.AddDays(1), time);
    }

    // A time that the clocks leave out is the one an hour later; of one they repeat, the first.
    private DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        DateTime local = day.ToDateTime(time);
        if (_zone.IsInvalidTime(local)) local = local.AddHours(1);
        TimeSpan offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
