namespace TradingCore.Alerts;

/// <summary>Holds a value against a level. Pure.</summary>
public static class LevelCheck
{
    /// <summary>Judges.</summary>
    /// <param name="comparison">How.</param>
    /// <param name="before">The value before; null when it is not known, and then nothing has crossed.</param>
    /// <param name="now">The value.</param>
    /// <param name="level">The level.</param>
    /// <param name="levelBefore">The level before; null when it was the same.</param>
    /// <param name="hysteresis">How far the value must go back before the rule is armed again; 0 or more.</param>
    public static AlertSignal Judge(AlertComparison comparison, decimal? before, decimal now, decimal level, decimal hysteresis, decimal? levelBefore = null)
    {
        decimal was = levelBefore ?? level;
        bool isMet = comparison switch
        {
            AlertComparison.Above => now >= level,
            AlertComparison.Below => now <= level,
            AlertComparison.CrossesAbove => before < was && now >= level,
            AlertComparison.CrossesBelow => before > was && now <= level,
            AlertComparison.Crosses => (before < was && now >= level) || (before > was && now <= level),
            _ => Math.Abs(now) >= level,
        };
        if (isMet) return AlertSignal.Met;
        bool isClear = comparison switch
        {
            AlertComparison.Above or AlertComparison.CrossesAbove => now < level - hysteresis,
            AlertComparison.Below or AlertComparison.CrossesBelow => now > level + hysteresis,
            AlertComparison.Crosses => Math.Abs(now - level) > hysteresis,
            _ => Math.Abs(now) < level - hysteresis,
        };
        return isClear ? AlertSignal.Clear : AlertSignal.Between;
    }

    /// <summary>In words, before the level: <c>at or above</c>, <c>crosses above</c>.</summary>
    public static string Words(AlertComparison comparison) => comparison switch
    {
        AlertComparison.Above => "at or above",
        AlertComparison.Below => "at or below",
        AlertComparison.CrossesAbove => "crosses above",
        AlertComparison.CrossesBelow => "crosses below",
        AlertComparison.Crosses => "crosses",
        _ => "moves by",
    };
}
