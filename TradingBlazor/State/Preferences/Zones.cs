namespace TradingBlazor.State.Preferences;

/// <summary>Time zones by their IANA names.</summary>
public static class Zones
{
    /// <summary>Zones that a list offers: the ones of the exchanges and of the places where most traders sit. Others can be typed.</summary>
    public static IReadOnlyList<string> Offered { get; } =
    [
        "Pacific/Honolulu", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "America/Toronto", "America/Sao_Paulo", "Atlantic/Reykjavik", "UTC",
        "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Paris", "Europe/Berlin", "Europe/Zurich", "Europe/Stockholm", "Europe/Warsaw", "Europe/Athens", "Europe/Kyiv", "Europe/Istanbul",
        "Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata", "Asia/Bangkok", "Asia/Singapore", "Asia/Hong_Kong", "Asia/Shanghai", "Asia/Tokyo", "Asia/Seoul", "Australia/Sydney", "Pacific/Auckland",
    ];

    /// <summary>The zone of a name; null when there is none.</summary>
    public static TimeZoneInfo? Find(string name) => name.Length is > 0 and < 64 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone : null;

    /// <summary>The place in a name: <c>Berlin</c> for <c>Europe/Berlin</c>.</summary>
    public static string Place(string name) => name[(name.LastIndexOf('/') + 1)..].Replace('_', ' ');
}
