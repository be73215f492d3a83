namespace TwsSimulator.Market;

/// <summary>What the replay folder holds of one instrument.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Bars">Five-second bars, oldest first, no two of one time.</param>
/// <param name="Ticks">Recorded ticks by slot; null when ticks are to be made from the bars.</param>
/// <param name="File">File the data came from.</param>
internal sealed record ReplaySeries(Instrument Instrument, Bar[] Bars, IReadOnlyDictionary<long, MarketTick[]>? Ticks, string File)
{
    /// <summary>Index of the first bar that starts at or after <paramref name="time"/>.</summary>
    public int IndexFrom(long time)
    {
        int low = 0, high = Bars.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Bars[middle].Time < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
