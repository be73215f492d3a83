using System.Globalization;
using TradingCore.Domain;

namespace TradingCore.Tws;

/// <summary>One request to the gateway out of a longer history request.</summary>
/// <param name="From">First bar wanted, UTC, inclusive.</param>
/// <param name="To">End, UTC, exclusive.</param>
/// <param name="EndsNow">True when the end is the present: the end field stays empty, so that the newest bar is in it.</param>
/// <param name="Duration">Wire field durationStr.</param>
internal readonly record struct HistoryPart(DateTimeOffset From, DateTimeOffset To, bool EndsNow, string Duration);

/// <summary>Cuts a history request into parts that the gateway accepts.</summary>
/// <remarks>Source: responses.md section 8, which durations go with which bar sizes.</remarks>
internal static class HistoryPlan
{
    /// <summary>Most parts of one request; a longer one is refused.</summary>
    public const int PartsMax = 500;

    private const int DaySeconds = 86_400;

    /// <summary>Shortest and longest duration for bars of <paramref name="size"/>, in seconds.</summary>
    public static (int Shortest, int Longest) Durations(BarSize size) => size.Seconds switch
    {
        < 10 => (60, 3_600),
        < 30 => (60, 14_400),
        < 60 => (60, 28_800),
        60 => (60, DaySeconds),
        < 180 => (120, 2 * DaySeconds),
        < 1_800 => (1_800, 7 * DaySeconds),
        < DaySeconds => (Math.Max(3_600, size.Seconds), 30 * DaySeconds),
        _ => (DaySeconds, 365 * DaySeconds),
    };

    /// <summary>Wire text of the bar size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The gateway has no such bar size.</exception>
    public static string SizeText(BarSize size) => size.Seconds switch
    {
        1 => "1 secs",
        5 or 10 or 15 or 30 => string.Create(CultureInfo.InvariantCulture, $"{size.Seconds} secs"),
        60 => "1 min",
        120 or 180 or 300 or 600 or 900 or 1_200 or 1_800 => string.Create(CultureInfo.InvariantCulture, $"{size.Seconds / 60} mins"),
        3_600 => "1 hour",
        7_200 or 10_800 or 14_400 or 28_800 => string.Create(CultureInfo.InvariantCulture, $"{size.Seconds / 3_600} hours"),
        DaySeconds => "1 day",
        _ => throw new ArgumentOutOfRangeException(nameof(size), size.Seconds, "The gateway has no bars of this length. Expected 1, 5, 10, 15 or 30 seconds, 1 to 30 minutes, 1 to 8 hours or 1 day."),
    };

    /// <summary>The parts, oldest first; empty when nothing lies between start and end.</summary>
    /// <param name="request">What is wanted. Without an end, its start says how far to go back from the present.</param>
    /// <param name="now">Now on our clock.</param>
    /// <param name="serverNow">Now on the gateway's clock; another year when it replays one.</param>
    public static IReadOnlyList<HistoryPart> Parts(HistoryRequest request, DateTimeOffset now, DateTimeOffset serverNow)
    {
        (int shortest, int longest) = Durations(request.Size);
        bool toNow = request.To is null || request.To >= serverNow;
        DateTimeOffset end = toNow ? serverNow : request.To!.Value;
        DateTimeOffset from = request.Size.StartOf(request.To is null ? serverNow - (now - request.From) : request.From);
        var parts = new List<HistoryPart>();
        while (from < end && parts.Count <= PartsMax)
        {
            DateTimeOffset partEnd = from.AddSeconds(longest) is var full && full < end ? full : end;
            bool endsNow = partEnd == end && toNow;
            double seconds = (partEnd - from).TotalSeconds;
            // The time until the request is read there must not cut off the first bar that is wanted.
            if (endsNow) seconds += request.Size.Seconds;
            parts.Add(new HistoryPart(from, endsNow ? DateTimeOffset.MaxValue : partEnd, endsNow, DurationText(seconds, request.Size, shortest, longest)));
            from = partEnd;
        }
        return parts;
    }

    private static string DurationText(double seconds, BarSize size, int shortest, int longest)
    {
        long whole = (long)Math.Ceiling(seconds / size.Seconds) * size.Seconds;
        long asked = Math.Clamp(whole, shortest, longest);
        if (asked < DaySeconds) return string.Create(CultureInfo.InvariantCulture, $"{asked} S");
        return string.Create(CultureInfo.InvariantCulture, $"{(asked + DaySeconds - 1) / DaySeconds} D");
    }
}
