using System.Globalization;

namespace TwsSimulator.Market;

/// <summary>Times of requests and answers as text.</summary>
internal static class WireTime
{
    /// <summary>
    /// Reads <c>yyyyMMdd-HH:mm:ss</c> (UTC), <c>yyyyMMdd HH:mm:ss ZONE</c>, or without a zone in the exchange's zone.
    /// </summary>
    public static bool TryParse(string text, Instrument instrument, out long unixSeconds)
    {
        unixSeconds = 0;
        if (DateTime.TryParseExact(text, "yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime utc))
        {
            unixSeconds = new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeSeconds();
            return true;
        }

        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (2 or 3)
            || !DateTime.TryParseExact(parts[0] + " " + parts[1], ["yyyyMMdd HH:mm:ss", "yyyyMMdd HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            return false;
        TimeZoneInfo? zone = TradingCalendar.ZoneOf(instrument);
        if (parts.Length == 3 && !TimeZoneInfo.TryFindSystemTimeZoneById(parts[2], out zone))
            return false;
        unixSeconds = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeSeconds();
        return true;
    }

    /// <summary>A moment in the exchange's zone, <c>yyyyMMdd HH:mm:ss ZONE</c>.</summary>
    public static string Format(Instrument instrument, long unixSeconds)
        => TradingCalendar.Local(TradingCalendar.ZoneOf(instrument), unixSeconds).ToString("yyyyMMdd HH:mm:ss ", CultureInfo.InvariantCulture) + TradingCalendar.ZoneNameOf(instrument);
}
