using System.Globalization;

namespace TradingCore.Risk.Form;

/// <summary>What kind of value a parameter of an algorithm has.</summary>
public enum AlgoFieldKind
{
    /// <summary>One of a few words.</summary>
    Choice = 0,
    /// <summary><c>1</c> or <c>0</c>.</summary>
    Flag,
    /// <summary>A share from 0.1 to 0.5.</summary>
    Share,
    /// <summary>A time, <c>HH:mm:ss ZONE</c> of today or <c>yyyyMMdd-HH:mm:ss</c> in UTC.</summary>
    Time,
}

/// <summary>One parameter that an algorithm takes.</summary>
/// <param name="Name">Name on the wire.</param>
/// <param name="Kind">Kind of its value.</param>
/// <param name="Choices">The words of a choice; null otherwise.</param>
/// <param name="IsRequired">Whether it must be given.</param>
public sealed record AlgoField(string Name, AlgoFieldKind Kind, IReadOnlyList<string>? Choices = null, bool IsRequired = false)
{
    private const decimal ShareMin = 0.1m, ShareMax = 0.5m;

    /// <summary>What is expected, for messages.</summary>
    public string Expected => Kind switch
    {
        AlgoFieldKind.Choice => $"{Name} as one of {string.Join(", ", Choices!)}",
        AlgoFieldKind.Flag => $"{Name} as 1 or 0",
        AlgoFieldKind.Share => $"{Name} as a share of the volume from 0.1 to 0.5",
        _ => $"{Name} as 'HH:mm:ss ZONE', such as '15:30:00 US/Eastern', or 'yyyyMMdd-HH:mm:ss' in UTC",
    };

    /// <summary>Whether a value is one that the broker reads.</summary>
    public bool Takes(string value) => Kind switch
    {
        AlgoFieldKind.Choice => Choices!.Contains(value),
        AlgoFieldKind.Flag => value is "0" or "1",
        AlgoFieldKind.Share => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal share) && share is >= ShareMin and <= ShareMax,
        _ => IsTime(value),
    };

    /// <summary>The moment that a time with its date means; null for a time of the day, and for what is no time.</summary>
    public static DateTimeOffset? MomentOf(string value) =>
        DateTime.TryParseExact(value, "yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? new DateTimeOffset(time, TimeSpan.Zero) : null;

    /// <summary>The moment that a time of the day means on one day; null for a time with its date, and for what is no time.</summary>
    /// <param name="value">The value, such as <c>15:30:00 US/Eastern</c>.</param>
    /// <param name="day">The day, in the time's own zone.</param>
    public static DateTime? MomentOf(string value, DateOnly day)
    {
        string[] parts = value.Split(' ', 2);
        if (parts.Length != 2 || !TimeOnly.TryParseExact(parts[0], "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)) return null;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(parts[1], out TimeZoneInfo? zone)) return null;
        DateTime local = day.ToDateTime(time);
        return local - zone.GetUtcOffset(local);
    }

    private static bool IsTime(string value) => MomentOf(value) is not null || MomentOf(value, default(DateOnly).AddYears(2000)) is not null;
}
