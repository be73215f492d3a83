namespace TradingCore.Domain;

/// <summary>Times as every database and the interfaces for programs keep them: whole microseconds, what is less is cut off.</summary>
public static class WholeMicroseconds
{
    /// <summary>The time without what is less than a microsecond.</summary>
    public static DateTimeOffset Of(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerMicrosecond));

    /// <summary>How many of them there are from the beginning of the year 1 to a time; 0 for a time that was never set. Stands for a change that was made then.</summary>
    public static long CountTo(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMicrosecond;
}
