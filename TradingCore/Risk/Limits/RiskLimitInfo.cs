namespace TradingCore.Risk.Limits;

/// <summary>How a limit is written.</summary>
public enum RiskUnit
{
    /// <summary>Shares or contracts.</summary>
    Quantity = 0,
    /// <summary>Money of the base currency.</summary>
    Money,
    /// <summary>Percent.</summary>
    Percent,
    /// <summary>A multiple.</summary>
    Multiple,
    /// <summary>A whole number.</summary>
    Count,
    /// <summary>A duration; the value is in seconds.</summary>
    Duration,
    /// <summary>On (1) or off (0).</summary>
    Switch,
}

/// <summary>Which of two values of a limit is the tighter one.</summary>
public enum Tighter
{
    /// <summary>The lower one.</summary>
    Lower = 0,
    /// <summary>The higher one: smallest sizes, cushions, estimates, windows, switches.</summary>
    Higher,
}

/// <summary>What is known of a limit.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Code">Check that uses it.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Unit">How it is written.</param>
/// <param name="Tighter">Which value wins.</param>
/// <param name="IsZeroOff">True when 0 switches it off, so that any other value is tighter.</param>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="FirmOnly">True when narrower scopes cannot have it.</param>
public sealed record RiskLimitInfo(RiskLimit Limit, string Code, string Name, RiskUnit Unit, Tighter Tighter, bool IsZeroOff, decimal Min, decimal Max, bool FirmOnly)
{
    /// <summary>True when <paramref name="value"/> allows less than <paramref name="other"/>.</summary>
    public bool IsTighter(decimal value, decimal other)
    {
        if (IsZeroOff && (value == 0m || other == 0m)) return value != 0m && other == 0m;
        return Tighter == Tighter.Lower ? value < other : value > other;
    }
}
