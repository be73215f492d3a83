namespace TradingCore.Domain;

/// <summary>Length of a bar.</summary>
/// <param name="Seconds">Length in seconds: one of the values below.</param>
public readonly record struct BarSize(int Seconds)
{
    /// <summary>5 seconds: what the gateway sends.</summary>
    public static readonly BarSize FiveSeconds = new(5);
    /// <summary>1 minute.</summary>
    public static readonly BarSize OneMinute = new(60);
    /// <summary>5 minutes.</summary>
    public static readonly BarSize FiveMinutes = new(300);
    /// <summary>15 minutes.</summary>
    public static readonly BarSize FifteenMinutes = new(900);
    /// <summary>1 hour.</summary>
    public static readonly BarSize OneHour = new(3600);

    /// <summary>1 day: loaded from history for charts and not kept by the engine, because a trading day is no multiple of an hour.</summary>
    public static readonly BarSize OneDay = new(86_400);

    /// <summary>All sizes that are kept, shortest first.</summary>
    public static IReadOnlyList<BarSize> All { get; } = [FiveSeconds, OneMinute, FiveMinutes, FifteenMinutes, OneHour];

    /// <summary>All sizes that a chart shows, shortest first: those that are kept, and days.</summary>
    public static IReadOnlyList<BarSize> OfCharts { get; } = [.. All, OneDay];

    /// <summary>Five-second parts of a whole bar.</summary>
    public int PartsExpected => Seconds / 5;

    /// <summary>Length as a time span.</summary>
    public TimeSpan Span => TimeSpan.FromSeconds(Seconds);

    /// <summary>Start of the bar that holds <paramref name="time"/>, in UTC. Bars start at multiples of their length since the epoch.</summary>
    public DateTimeOffset StartOf(DateTimeOffset time)
    {
        long ticks = time.UtcTicks;
        return new DateTimeOffset(ticks - ticks % (Seconds * TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }

    /// <summary>Short form: <c>5s 1m 5m 15m 1h 1d</c>.</summary>
    public override string ToString() => Seconds < 60 ? $"{Seconds}s" : Seconds < 3600 ? $"{Seconds / 60}m" : Seconds < 86_400 ? $"{Seconds / 3600}h" : $"{Seconds / 86_400}d";

    /// <summary>Reads the short form.</summary>
    public static bool TryParse(string? text, out BarSize size)
    {
        foreach (BarSize s in All)
        {
            if (!s.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) continue;
            size = s;
            return true;
        }
        size = default;
        return false;
    }
}
