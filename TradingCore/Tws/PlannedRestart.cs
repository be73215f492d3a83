using System.Globalization;
using TradingCore.Tws.Mapping;

namespace TradingCore.Tws;

/// <summary>When the gateway restarts by itself, from the settings.</summary>
internal sealed class PlannedRestart
{
    /// <summary>How long after its time a restart may take to begin: until then the socket still stands, and what is sent on it can vanish.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

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
        DateOnly today = ZoneTimes.DayOf(now, _zone);
        DateTimeOffset next = ZoneTimes.At(today, time, _zone);
        return next >= now ? next : ZoneTimes.At(today.AddDays(1), time, _zone);
    }

    /// <summary>The last restart before a moment; null when none is planned.</summary>
    public DateTimeOffset? Last(DateTimeOffset now)
    {
        if (_time is not { } time) return null;
        DateOnly today = ZoneTimes.DayOf(now, _zone);
        DateTimeOffset last = ZoneTimes.At(today, time, _zone);
        return last < now ? last : ZoneTimes.At(today.AddDays(-1), time, _zone);
    }
}
