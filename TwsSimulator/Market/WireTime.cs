using System.Globalization;

namespace TwsSimulator.Market;

/// <summary>Times of requests and answers as text.</summary>
internal static class WireTime
{
    /// <summary>Notice that the gateway attaches to every request whose time names no zone.</summary>
    public const int ZoneMissingCode = 2174;

    /// <summary>Text of that notice.</summary>
    public const string ZoneMissingText =
        "Warning: You submitted request with date-time attributes without explicit time zone. Please switch to use yyyymmdd-hh:mm:ss in UTC or use instrument timezone, like US/Eastern. Implied time zone functionality will be removed in the next API release";

    /// <summary>Name of the zone the simulated login lives in; times without a zone are read in it.</summary>
    public const string LoginZoneName = "US/Eastern";

    /// <summary>The zone the simulated login lives in.</summary>
    public static TimeZoneInfo LoginZone { get; } = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>
    /// Reads <c>yyyyMMdd-HH:mm:ss</c> (UTC), <c>yyyyMMdd HH:mm:ss ZONE</c>, or without a zone in the zone of the login.
    /// </summary>
    public static bool TryParse(string text, out long unixSeconds)
    {
        unixSeconds = 0;
        if (TryParseUtc(text, out DateTime utc))
        {
            unixSeconds = new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeSeconds();
            return true;
        }

        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (2 or 3)
            || !DateTime.TryParseExact(parts[0] + " " + parts[1], ["yyyyMMdd HH:mm:ss", "yyyyMMdd HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            return false;
        TimeZoneInfo? zone = LoginZone;
        if (parts.Length == 3 && !TimeZoneInfo.TryFindSystemTimeZoneById(parts[2], out zone))
            return false;
        unixSeconds = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeSeconds();
        return true;
    }

    /// <summary>Whether a time that is given leaves its zone to be guessed.</summary>
    public static bool LacksZone(string text) => text.Length > 0 && !TryParseUtc(text, out _) && text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 2;

    /// <summary>A moment in the exchange's zone, <c>yyyyMMdd HH:mm:ss ZONE</c>.</summary>
    public static string Format(Instrument instrument, long unixSeconds)
        => TradingCalendar.Local(TradingCalendar.ZoneOf(instrument), unixSeconds).ToString("yyyyMMdd HH:mm:ss ", CultureInfo.InvariantCulture) + TradingCalendar.ZoneNameOf(instrument);

    private static bool TryParseUtc(string text, out DateTime utc)
        => DateTime.TryParseExact(text, "yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out utc);
}
