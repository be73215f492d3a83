using System.Globalization;

namespace TradingBlazor.Security;

/// <summary>Times on the pages of users, keys and audit: these are read beside logs, so in UTC.</summary>
internal static class Stamp
{
    /// <summary>As in <c>2026-10-05 14:30 UTC</c>.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The same with seconds.</summary>
    public static string Exact(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The same, or a word when there is none.</summary>
    public static string Of(DateTimeOffset? time, string none) => time is { } t ? Of(t) : none;
}
