namespace TradingBlazor.Hubs;

/// <summary>
/// The newest value of each key, each with the number of its newest change. A reader keeps the number up to which it has read and takes what is newer:
/// one that is slow gets the newest values and none between, whatever it missed. Thread-safe.
/// </summary>
/// <param name="first">Number before the first change; a reader that knows less cannot go on from there.</param>
internal sealed class LatestTopic<TKey>(long first = 0) where TKey : notnull
{
    private readonly long _first = first;
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Entry> _entries = [];
    private readonly List<Entry> _inOrder = [];
    private long _sequence = first;

    /// <summary>Raised by <see cref="Announce"/>.</summary>
    public Signal Changed { get; } = new();

    /// <summary>Number of the newest change.</summary>
    public long Sequence { get { lock (_gate) return _sequence; } }

    /// <summary>Sets the value of a key. Readers are told by <see cref="Announce"/>, once for many.</summary>
    public void Set(TKey key, Encoded value)
    {
        lock (_gate)
        {
            Entry entry = EntryOf_NeedsLock(key);
            entry.Value = value;
            entry.Sequence = ++_sequence;
            entry.Changes++;
        }
    }

    /// <summary>Takes a key out: it is in no snapshot any more.</summary>
    public void Remove(TKey key)
    {
        lock (_gate)
        {
            if (!_entries.Remove(key, out Entry? entry)) return;
            _inOrder.Remove(entry);
        }
    }

    /// <summary>Wakes the readers.</summary>
    public void Announce() => Changed.Raise();

    /// <summary>A reader of some keys, or of all, from the beginning or from a number on.</summary>
    /// <param name="keys">The keys; null for all that are and will be.</param>
    /// <param name="after">The number up to which the reader has read; null for none.</param>
    /// <param name="fault">Why it must begin anew though it gave a number; empty otherwise.</param>
    public Reader Read(IReadOnlyList<TKey>? keys, long? after, out string fault)
    {
        lock (_gate)
        {
            fault = after is not { } number ? "" : number > _sequence || number < _first ? "The number is not one of this stream in this run." : "";
            Entry[]? entries = keys is null ? null : [.. keys.Distinct().Select(EntryOf_NeedsLock)];
            return new Reader(this, entries, after is { } from && fault.Length == 0 ? from : -1);
        }
    }

    private Entry EntryOf_NeedsLock(TKey key)
    {
        if (_entries.TryGetValue(key, out Entry? entry)) return entry;
        _entries[key] = entry = new Entry();
        _inOrder.Add(entry);
        return entry;
    }

    internal sealed class Entry
    {
        public Encoded? Value;
        public long Sequence;
        public long Changes;
    }

    /// <summary>Where one reader is. For one thread at a time.</summary>
    internal sealed class Reader
    {
        private readonly LatestTopic<TKey> _topic;
        private readonly Entry[]? _entries;
        private readonly Dictionary<Entry, long> _seen = new(ReferenceEqualityComparer.Instance);
        private long _after;

        internal Reader(LatestTopic<TKey> topic, Entry[]? entries, long after) => (_topic, _entries, _after) = (topic, entries, after);

        /// <summary>Takes what is newer than what was taken last, and says how many changes between were left out.</summary>
        public List<Encoded> Take(out long sequence, out long conflated)
        {
            conflated = 0;
            var taken = new List<Encoded>();
            lock (_topic._gate)
            {
                foreach (Entry entry in _entries ?? (IReadOnlyList<Entry>)_topic._inOrder)
                {
                    if (entry.Value is not { } value || entry.Sequence <= _after) continue;
                    taken.Add(value);
                    if (_seen.TryGetValue(entry, out long seen)) conflated += entry.Changes - seen - 1;
                    _seen[entry] = entry.Changes;
                }
                sequence = _after = _topic._sequence;
            }
            return taken;
        }
    }
}
