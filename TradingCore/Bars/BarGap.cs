using TradingCore.Domain;

namespace TradingCore.Bars;

/// <summary>How far a stretch without five-second bars is whole again.</summary>
public enum BarGapState
{
    /// <summary>Not reconciled: being asked for, or history did not give it.</summary>
    Unverified = 0,
    /// <summary>Every bar of it is known: filled from history, or history confirms that nothing traded.</summary>
    Healed,
}

/// <summary>Marker of a stretch of trading hours in which five-second bars did not come. Immutable; a newer one of the same number replaces it.</summary>
public sealed record BarGap
{
    /// <summary>Number within the contract, from 1.</summary>
    public int Number { get; init; }
    /// <summary>Contract.</summary>
    public string Ticker { get; init; } = "";
    /// <summary>Contract id.</summary>
    public ConId ConId { get; init; }
    /// <summary>Start of the first missing bar, market time, UTC.</summary>
    public DateTimeOffset From { get; init; }
    /// <summary>Start of the first bar after it, market time, UTC; null while nothing comes.</summary>
    public DateTimeOffset? To { get; init; }
    /// <summary>Why, a sentence.</summary>
    public string Cause { get; init; } = "";
    /// <summary>When it was noticed, local time, UTC.</summary>
    public DateTimeOffset FoundTime { get; init; }
    /// <summary>When it was whole again, local time, UTC; null while it is not.</summary>
    public DateTimeOffset? HealedTime { get; init; }
    /// <summary>Unverified until every bar of it is accounted for.</summary>
    public BarGapState State { get; init; }
    /// <summary>Bars filled from history.</summary>
    public int Filled { get; init; }
    /// <summary>Why it is not whole yet or any more, a sentence; empty when there is nothing to say.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Five-second bars in it; 0 while its end is not known.</summary>
    public int Missing => To is { } to ? (int)((to - From).Ticks / BarSize.FiveSeconds.Span.Ticks) : 0;
}
