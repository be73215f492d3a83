namespace TradingBlazor.State;

/// <summary>How the exits of a bracket are typed.</summary>
public enum ExitUnit
{
    /// <summary>As prices.</summary>
    Price = 0,
    /// <summary>As distances from the entry, in price units.</summary>
    Offset,
    /// <summary>As distances in percent of the entry.</summary>
    Percent,
}
