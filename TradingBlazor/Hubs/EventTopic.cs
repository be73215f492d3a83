namespace TradingBlazor.Hubs;

/// <summary>
/// Events in their order, each with a number, the newest of them kept. A reader gets every one of them; one that falls further behind than is kept is told so.
/// Thread-safe.
/// </summary>
/// <param name="kept">How many are kept.</param>
internal sealed class EventTopic(int kept)
{
    private readonly Lock _gate = new();
    private readonly Encoded[] _ring = new Encoded[kept];
    private long _sequence;
    private long _first;

    /// <summary>Raised with every event.</summary>
    public Signal Changed { get; } = new();

    /// <summary>Number of the newest event; 0 before the first.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>The number before which events are lost: a reader that is not past it begins with a snapshot.</summary>
    public long First => Volatile.Read(ref _first);

    /// <summary>Says that events were lost between the last one and the next. It takes a number, so that a reader of the last one is told, too.</summary>
    public void Break()
    {
        lock (_gate) Volatile.Write(ref _first, ++_sequence);
        Changed.Raise();
    }

    /// <summary>Adds events and wakes the readers.</summary>
    public void Add(IReadOnlyCollection<Encoded> events)
    {
        if (events.Count == 0) return;
        lock (_gate)
        {
            foreach (Encoded e in events) _ring[_sequence++ % kept] = e;
        }
        Changed.Raise();
    }

    /// <summary>True when <paramref name="sequence"/> is a number of this run and every event after it is still there.</summary>
    public bool Has(long sequence)
    {
        lock (_gate) return Has_NeedsLock(sequence);
    }

    /// <summary>The events after <paramref name="sequence"/>, at most <paramref name="max"/>.</summary>
    /// <returns>Null when some of them are not kept any more.</returns>
    public Encoded[]? After(long sequence, int max)
    {
        lock (_gate)
        {
            if (!Has_NeedsLock(sequence)) return null;
            var events = new Encoded[Math.Min(max, _sequence - sequence)];
            for (int i = 0; i < events.Length; i++) events[i] = _ring[(sequence + i) % kept];
            return events;
        }
    }

    private bool Has_NeedsLock(long sequence) => sequence >= _first && sequence <= _sequence && sequence >= _sequence - kept;
}
