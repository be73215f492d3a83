namespace TradingCore.MarketData;

/// <summary>
/// How many changes of quotes there were, and how many were looked at: the rest were conflated, because a newer one came before anybody looked. Readers count what they make, so a tick costs one addition.
/// </summary>
internal sealed class QuoteFlow
{
    private long _changes;
    private long _made;
    private long _conflated;

    /// <summary>Changes, and those that nobody has seen. Neither ever falls.</summary>
    public (long Changes, long Conflated) Read()
    {
        long changes = Volatile.Read(ref _changes);
        long unseen = changes - Volatile.Read(ref _made);
        // What was just written and is looked at now is taken back from the difference, and a number that has been told must not fall.
        long told = Volatile.Read(ref _conflated);
        while (unseen > told)
        {
            long before = Interlocked.CompareExchange(ref _conflated, unseen, told);
            if (before == told) return (changes, unseen);
            told = before;
        }
        return (changes, told);
    }

    // One writer.
    internal void Changed() => Volatile.Write(ref _changes, _changes + 1);

    internal void Made() => Interlocked.Increment(ref _made);
}
