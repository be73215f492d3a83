namespace TradingBlazor.State.Charts;

/// <summary>How a candle is to be drawn.</summary>
[Flags]
public enum CandleFlags
{
    /// <summary>A live, whole candle.</summary>
    None = 0,
    /// <summary>From history: drawn a little faded.</summary>
    Backfill = 1,
    /// <summary>The first one after a session break.</summary>
    SessionStart = 2,
    /// <summary>Candles are missing before it.</summary>
    AfterGap = 4,
    /// <summary>Made from trades since the last bar; the bar itself has not come yet.</summary>
    Provisional = 8,
    /// <summary>Closed with parts missing: marked below the candle.</summary>
    Incomplete = 16,
    /// <summary>Flat, made here because nothing came.</summary>
    Synthetic = 32,
}

/// <summary>One candle as the browser gets it. Immutable; equal rows are drawn alike and not sent again.</summary>
/// <param name="Slot">Place on the time axis: rises by one with each candle, by more over a gap; negative for what was loaded before the first ones.</param>
/// <param name="EtSeconds">Start on a New York wall clock, in seconds since 1970-01-01 of that clock: only for labels.</param>
/// <param name="Open">Open.</param>
/// <param name="High">High.</param>
/// <param name="Low">Low.</param>
/// <param name="Close">Close.</param>
/// <param name="Volume">Volume.</param>
/// <param name="Flags">How to draw it.</param>
/// <param name="Values">Indicator values in the order of the chart's lines, rounded to what can be seen; null during the warm-up.</param>
public sealed record ChartRow(int Slot, long EtSeconds, double Open, double High, double Low, double Close, double Volume, CandleFlags Flags, IReadOnlyList<double?> Values)
{
    /// <inheritdoc/>
    public bool Equals(ChartRow? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Slot == other.Slot && EtSeconds == other.EtSeconds && Open == other.Open && High == other.High && Low == other.Low && Close == other.Close
            && Volume == other.Volume && Flags == other.Flags && Values.SequenceEqual(other.Values));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Slot, EtSeconds, Close, Flags);
}
