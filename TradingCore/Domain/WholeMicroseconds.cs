namespace TradingCore.Domain;

/// <summary>Times as every database and the interfaces for programs keep them: whole microseconds, what is less is cut off.</summary>
public static class WholeMicroseconds
{
    /// <summary>The time without what is less than a microsecond.</summary>
    public static DateTimeOffset Of(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerMicrosecond));
}
