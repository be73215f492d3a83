using System.Globalization;
using TradingCore.Domain;

namespace TradingCore.MarketData;

/// <summary>When a contract trades, read from its contract details.</summary>
/// <remarks>Source: contract details, fields <c>tradingHours</c>, <c>liquidHours</c> and <c>timeZoneId</c>. They list about a week from the day they were asked for.</remarks>
public sealed class TradingHours
{
    private readonly (DateTimeOffset From, DateTimeOffset To)[] _sessions;
    private readonly DateTimeOffset _knownFrom;
    private readonly DateTimeOffset _knownTo;

    private TradingHours((DateTimeOffset, DateTimeOffset)[] sessions, DateTimeOffset knownFrom, DateTimeOffset knownTo, TimeZoneInfo zone, TimeOnly dayStart)
    {
        _sessions = sessions;
        _knownFrom = knownFrom;
        _knownTo = knownTo;
        Zone = zone;
        DayStart = dayStart;
    }

    /// <summary>Zone of the exchange; UTC when the contract does not say.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Wall-clock time in <see cref="Zone"/> at which a trading day begins: the evening opening of products that trade overnight, otherwise midnight.</summary>
    public TimeOnly DayStart { get; }

    /// <summary>Reads the hours of a contract. Parts that cannot be read are left out: then the answer is "not known", never a guess.</summary>
    public static TradingHours Of(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(instrument.TimeZoneId, out TimeZoneInfo? zone)) zone = TimeZoneInfo.Utc;
        bool isZoneKnown = instrument.TimeZoneId.Length > 0 && (zone != TimeZoneInfo.Utc || instrument.TimeZoneId.Contains("UTC", StringComparison.OrdinalIgnoreCase));

        List<(DateTimeOffset From, DateTimeOffset To)> sessions = [];
        DateTimeOffset knownFrom = DateTimeOffset.MaxValue, knownTo = DateTimeOffset.MinValue;
        TimeOnly? evening = null;
        foreach (string day in isZoneKnown ? instrument.TradingHours.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [])
        {
            if (day.Length < 8 || !DateOnly.TryParseExact(day.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)) continue;
            DateTimeOffset dayFrom = InZone(date.ToDateTime(TimeOnly.MinValue), zone), dayTo = InZone(date.AddDays(1).ToDateTime(TimeOnly.MinValue), zone);
            foreach (string session in day[8..].TrimStart(':').Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] ends = session.Split('-');
                if (ends.Length != 2 || !TryRead(date, ends[0], out DateTime from) || !TryRead(date, ends[1], out DateTime to)) continue;
                sessions.Add((InZone(from, zone), InZone(to, zone)));
                if (sessions[^1].From < dayFrom) dayFrom = sessions[^1].From;
                if (sessions[^1].To > dayTo) dayTo = sessions[^1].To;
                if (to.Date > from.Date && from.TimeOfDay >= TimeSpan.FromHours(12)) evening ??= TimeOnly.FromDateTime(from);
            }
            if (dayFrom < knownFrom) knownFrom = dayFrom;
            if (dayTo > knownTo) knownTo = dayTo;
        }
        return new TradingHours([.. sessions], knownFrom, knownTo, zone, evening ?? TimeOnly.MinValue);
    }

    /// <summary>Up to when the hours are known, UTC; the least possible time when the contract tells none.</summary>
    public DateTimeOffset KnownUntil => _knownTo;

    /// <summary>True in trading hours, false outside them, null when the contract's hours do not reach to <paramref name="time"/>.</summary>
    public bool? IsOpen(DateTimeOffset time)
    {
        if (time < _knownFrom || time >= _knownTo) return null;
        foreach ((DateTimeOffset from, DateTimeOffset to) in _sessions)
            if (time >= from && time < to) return true;
        return false;
    }

    /// <summary>The regular hours of a contract; all its trading hours when it tells no regular ones.</summary>
    public static TradingHours RegularOf(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return Of(instrument.LiquidHours.Length > 0 ? instrument with { TradingHours = instrument.LiquidHours } : instrument);
    }

    /// <summary>The next time at or after <paramref name="time"/> that a closed market opens; null when the contract's hours name none. A session that follows another without a pause opens nothing.</summary>
    public DateTimeOffset? NextOpen(DateTimeOffset time)
    {
        DateTimeOffset? next = null;
        foreach ((DateTimeOffset from, _) in _sessions)
            if (from >= time && !(next <= from) && IsOpen(from.AddTicks(-1)) != true) next = from;
        return next;
    }

    /// <summary>The session that <paramref name="time"/> is in; null when it is in none, or the hours do not reach there.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? SessionAt(DateTimeOffset time)
    {
        foreach ((DateTimeOffset from, DateTimeOffset to) in _sessions)
            if (time >= from && time < to) return (from, to);
        return null;
    }

    /// <summary>When the trading day that <paramref name="time"/> is in ends, or else the next one that begins after it: the end of its last session, whatever pauses lie between. Null when the hours name none.</summary>
    public DateTimeOffset? EndOfDay(DateTimeOffset time)
    {
        if ((SessionAt(time) ?? NextSession(time)) is not { } session) return null;
        DateOnly day = DayOf(session.From);
        DateTimeOffset end = session.To;
        foreach ((DateTimeOffset from, DateTimeOffset to) in _sessions)
            if (to > end && DayOf(from) == day) end = to;
        return end;
    }

    /// <summary>The first session that starts after <paramref name="time"/>; null when the hours list none.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? NextSession(DateTimeOffset time)
    {
        (DateTimeOffset From, DateTimeOffset To)? next = null;
        foreach ((DateTimeOffset from, DateTimeOffset to) in _sessions)
            if (from > time && !(next?.From <= from)) next = (from, to);
        return next;
    }

    /// <summary>The trading day that <paramref name="time"/> belongs to: the local date, or the next one after an evening opening.</summary>
    public DateOnly DayOf(DateTimeOffset time)
    {
        DateTime local = TimeZoneInfo.ConvertTime(time, Zone).DateTime;
        var date = DateOnly.FromDateTime(local);
        return DayStart != TimeOnly.MinValue && TimeOnly.FromDateTime(local) >= DayStart ? date.AddDays(1) : date;
    }

    // Both forms are on the wire: 0930, with the date of the entry, and 20261008:0930.
    private static bool TryRead(DateOnly date, string text, out DateTime time)
    {
        string[] parts = text.Split(':');
        time = default;
        if (parts.Length == 2 && !DateOnly.TryParseExact(parts[0], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)) return false;
        if (!TimeOnly.TryParseExact(parts[^1], "HHmm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly clock)) return false;
        time = date.ToDateTime(clock);
        return true;
    }

    // A wall-clock time that a change to summer time leaves out is taken an hour later, where the exchange's clock stands then.
    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone)
    {
        DateTime valid = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(valid, zone.GetUtcOffset(valid)).ToUniversalTime();
    }
}
