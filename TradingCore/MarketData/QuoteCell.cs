using TradingCore.Domain;

namespace TradingCore.MarketData;

/// <summary>
/// The newest market of one contract, changed in place by one writer and read by any thread. Hot path: a tick allocates nothing; a <see cref="Quote"/> is made
/// when somebody looks, once for each change that is looked at, which is far less often than ticks come.
/// </summary>
/// <remarks>
/// A sequence lock: the number is odd while the fields change, and a reader that saw it odd, or changed after its copy, copies again. The writer
/// never waits for a reader. The fields hold no references, so a copy that is thrown away did no harm.
/// </remarks>
internal sealed class QuoteCell(QuoteFlow? flow = null)
{
    private Fields _fields;
    private long _sequence;
    private Quote? _newest;

    /// <summary>The newest market under a name; null before the first tick. The same object until something changes.</summary>
    public Quote? Read(string ticker, ConId conId)
    {
        var wait = new SpinWait();
        while (true)
        {
            long before = Interlocked.Read(ref _sequence);
            if (before == 0) return null;
            if ((before & 1) == 0)
            {
                long version = before >> 1;
                if (Volatile.Read(ref _newest) is { } newest && newest.Version == version) return newest;
                Fields copy = _fields;
                Interlocked.MemoryBarrier();
                if (Volatile.Read(ref _sequence) == before)
                {
                    Quote made = copy.ToQuote(ticker, conId, version);
                    Volatile.Write(ref _newest, made);
                    flow?.Made();
                    return made;
                }
            }
            wait.SpinOnce();
        }
    }

    /// <summary>The values are old until a new tick comes. By the writer.</summary>
    public void Interrupt()
    {
        if (_sequence == 0 || _fields.IsInterrupted) return;
        Interlocked.Increment(ref _sequence);
        _fields.IsInterrupted = true;
        Interlocked.Increment(ref _sequence);
    }

    /// <summary>Takes one tick over. By the writer.</summary>
    public void Apply(in MarketTick t)
    {
        if (!Fields.Knows(t.Field)) return;
        bool isFirst = _sequence == 0;
        Interlocked.Increment(ref _sequence);
        if (isFirst) _fields.EventTime = _fields.ReceivedTime = t.ReceivedTime;
        _fields.Apply(in t);
        Interlocked.Increment(ref _sequence);
        flow?.Changed();
    }

    private struct Fields
    {
        public DateTimeOffset EventTime;
        public DateTimeOffset ReceivedTime;
        public bool IsInterrupted;
        private decimal? _bid, _bidSize, _ask, _askSize, _last, _lastSize, _volume, _open, _high, _low, _close, _averageVolume, _shortableLevel, _shortableShares;
        private MarketDataType _dataType;
        private bool _isHalted;

        public static bool Knows(TickField field) => field is TickField.Bid or TickField.Ask or TickField.Last or TickField.BidSize or TickField.AskSize or TickField.LastSize
            or TickField.Volume or TickField.Open or TickField.High or TickField.Low or TickField.Close or TickField.LastTime or TickField.DataType or TickField.Halted
            or TickField.AverageVolume or TickField.ShortableLevel or TickField.ShortableShares;

        // What the gateway repeats from its memory at every subscription (the day's open, high, low, close and the kind of data) does not
        // show that the market is alive; only prices, sizes and volume make a quote fresh.
        public void Apply(in MarketTick t)
        {
            DateTimeOffset at = t.EventTime ?? t.ReceivedTime;
            switch (t.Field)
            {
                case TickField.Bid: (_bid, _bidSize) = (t.Value, SizeBeside(t, _bidSize)); Freshen(at, t.ReceivedTime); break;
                case TickField.Ask: (_ask, _askSize) = (t.Value, SizeBeside(t, _askSize)); Freshen(at, t.ReceivedTime); break;
                case TickField.Last: (_last, _lastSize) = (t.Value, SizeBeside(t, _lastSize)); Freshen(at, t.ReceivedTime); break;
                case TickField.BidSize: _bidSize = t.Value; Freshen(at, t.ReceivedTime); break;
                case TickField.AskSize: _askSize = t.Value; Freshen(at, t.ReceivedTime); break;
                case TickField.LastSize: _lastSize = t.Value; Freshen(at, t.ReceivedTime); break;
                case TickField.Volume: _volume = t.Value; Freshen(at, t.ReceivedTime); break;
                case TickField.Open: _open = t.Value; break;
                case TickField.High: _high = t.Value; break;
                case TickField.Low: _low = t.Value; break;
                case TickField.Close: _close = t.Value; break;
                case TickField.LastTime: EventTime = at; break;
                case TickField.DataType: _dataType = DataTypeOf(t.Value); break;
                case TickField.Halted: _isHalted = t.Value > 0m; break;
                case TickField.AverageVolume: _averageVolume = t.Value; break;
                case TickField.ShortableLevel: _shortableLevel = t.Value; break;
                case TickField.ShortableShares: _shortableShares = t.Value; break;
            }
        }

        public readonly Quote ToQuote(string ticker, ConId conId, long version) => new()
        {
            Ticker = ticker,
            ConId = conId,
            Bid = _bid,
            BidSize = _bidSize,
            Ask = _ask,
            AskSize = _askSize,
            Last = _last,
            LastSize = _lastSize,
            Volume = _volume,
            Open = _open,
            High = _high,
            Low = _low,
            Close = _close,
            AverageVolume = _averageVolume,
            ShortableLevel = _shortableLevel,
            ShortableShares = _shortableShares,
            EventTime = EventTime,
            ReceivedTime = ReceivedTime,
            DataType = _dataType,
            IsHalted = _isHalted,
            IsInterrupted = IsInterrupted,
            Version = version,
        };

        private void Freshen(DateTimeOffset at, DateTimeOffset received) => (EventTime, ReceivedTime, IsInterrupted) = (at, received, false);

        // A price that came alone keeps the size, which then follows in a tick of its own; no price has no size.
        private static decimal? SizeBeside(in MarketTick t, decimal? before) => t.Value is null ? null : t.Size ?? before;

        private static MarketDataType DataTypeOf(decimal? value) => value switch
        {
            1m => MarketDataType.Live,
            2m => MarketDataType.Frozen,
            3m => MarketDataType.Delayed,
            4m => MarketDataType.DelayedFrozen,
            _ => MarketDataType.None,
        };
    }
}
