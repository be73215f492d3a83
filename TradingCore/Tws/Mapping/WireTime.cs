using System.Collections.Concurrent;
using System.Globalization;

namespace TradingCore.Tws.Mapping;

/// <summary>Reads the wire's times in each documented form, to UTC, and writes the one form that is sent.</summary>
/// <remarks>Forms: responses.md section 3.4. What is sent is UTC with a dash, because a time without a zone means the zone of the login (warning 2174).</remarks>
internal static class WireTime
{
    private const int ZonesMax = 256;
    private static readonly ConcurrentDictionary<string, TimeZoneInfo?> Zones = new(StringComparer.OrdinalIgnoreCase);
    private static readonly string[] LocalForms = ["yyyyMMdd HH:mm:ss", "yyyyMMdd HH:mm"];

    /// <summary>The form of request times: <c>yyyyMMdd-HH:mm:ss</c> in UTC.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Reads <c>yyyyMMdd HH:mm:ss ZONE</c>, <c>yyyyMMdd-HH:mm:ss</c> (UTC), <c>yyyyMMdd  HH:mm:ss</c>, <c>yyyyMMdd</c> or Unix seconds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="loginZone">Zone of texts without one.</param>
    /// <param name="near">A time near it, to decide in the hour that clocks repeat.</param>
    /// <returns>The time in UTC; null when the text has none of the forms or names an unknown zone.</returns>
    public static DateTimeOffset? Parse(string? text, TimeZoneInfo loginZone, DateTimeOffset near)
    {
        string trimmed = (text ?? "").Trim();
        if (trimmed.Length == 0) return null;
        if (trimmed.All(char.IsAsciiDigit)) return ParseDigits(trimmed, loginZone, near);
        if (trimmed.Length >= 17 && trimmed[8] == '-')
        {
            return DateTime.TryParseExact(trimmed[..17], "yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime utc)
                ? new DateTimeOffset(utc, TimeSpan.Zero)
                : null;
        }
        string[] parts = trimmed.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length < 2
            || !DateTime.TryParseExact($"{parts[0]} {parts[1]}", LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            return null;
        TimeZoneInfo? zone = parts.Length == 3 ? FindZone(parts[2]) : loginZone;
        return zone is null ? null : ToUtc(local, zone, near);
    }

    /// <summary>Zone of the handshake's time text, such as <c>20260115 09:30:00 EST</c>; UTC when it names none that is known.</summary>
    public static TimeZoneInfo LoginZone(string? connectionTime)
    {
        string[] parts = (connectionTime ?? "").Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (parts.Length == 3 ? FindZone(parts[2]) : null) ?? TimeZoneInfo.Utc;
    }

    /// <summary>Finds a zone by IANA, legacy or Windows name or by one of the abbreviations that TWS writes; null when unknown.</summary>
    public static TimeZoneInfo? FindZone(string name)
    {
        if (Zones.TryGetValue(name, out TimeZoneInfo? known)) return known;
        // TWS writes EST for New York all year round; the zone EST of the time zone database has no summer time.
        string id = name.ToUpperInvariant() switch
        {
            "EST" or "EDT" or "ET" => "America/New_York",
            "CST" or "CDT" => "America/Chicago",
            "MST" or "MDT" => "America/Denver",
            "PST" or "PDT" => "America/Los_Angeles",
            "GMT" or "BST" or "GREENWICH MEAN TIME" => "Europe/London",
            "CET" or "CEST" or "MET" or "CENTRAL EUROPEAN TIME" => "Europe/Paris",
            "JST" => "Asia/Tokyo",
            "HKT" => "Asia/Hong_Kong",
            _ => name,
        };
        TimeZoneInfo? zone = TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? found) ? found : null;
        if (Zones.Count < ZonesMax) Zones.TryAdd(name, zone);
        return zone;
    }

    private static DateTimeOffset? ParseDigits(string digits, TimeZoneInfo zone, DateTimeOffset near)
    {
        if (digits.Length == 8)
        {
            return DateTime.TryParseExact(digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day) ? ToUtc(day, zone, near) : null;
        }
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    private static DateTimeOffset ToUtc(DateTime local, TimeZoneInfo zone, DateTimeOffset near)
    {
        if (zone.IsInvalidTime(local)) return new DateTimeOffset(local, zone.BaseUtcOffset).ToUniversalTime();
        if (!zone.IsAmbiguousTime(local)) return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        DateTimeOffset best = default;
        TimeSpan bestDistance = TimeSpan.MaxValue;
        foreach (TimeSpan offset in zone.GetAmbiguousTimeOffsets(local))
        {
            var candidate = new DateTimeOffset(local, offset);
            TimeSpan distance = (candidate - near).Duration();
            if (distance >= bestDistance) continue;
            best = candidate;
            bestDistance = distance;
        }
        return best.ToUniversalTime();
    }
}
