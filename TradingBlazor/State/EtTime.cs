using System.Globalization;

namespace TradingBlazor.State;

/// <summary>Times that are typed into fields of a page: of New York, to the minute.</summary>
public static class EtTime
{
    private const string Form = "yyyy-MM-dd'T'HH:mm";
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>Reads what a field for date and time holds.</summary>
    /// <param name="text">The text, <c>yyyy-MM-ddTHH:mm</c>, seconds allowed.</param>
    /// <param name="time">The time in UTC.</param>
    /// <returns>False for text that is no time, or one that is skipped when the clocks go forward.</returns>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        if (!DateTime.TryParseExact(text, [Form, "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local) || NewYork.IsInvalidTime(local)) return false;
        time = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, NewYork), TimeSpan.Zero);
        return true;
    }

    /// <summary>A time for such a field.</summary>
    public static string Input(DateTimeOffset time) => Format.ToEt(time).ToString(Form, CultureInfo.InvariantCulture);
}
