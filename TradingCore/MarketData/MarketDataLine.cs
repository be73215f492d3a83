using TradingCore.Domain;

namespace TradingCore.MarketData;

/// <summary>One subscribed contract and its newest quote. Written by the engine's thread, read by any.</summary>
internal sealed class MarketDataLine(Instrument instrument)
{
    private Quote? _quote;
    private Instrument _instrument = instrument;

    internal ConId ConId { get; } = instrument.Contract.ConId;

    /// <summary>True when an order or a position needs the price: then it outlives its watchlist entry.</summary>
    internal bool IsHeld { get; set; }

    /// <summary>False when no line was free for it.</summary>
    internal bool IsSubscribed { get; set; }

    internal Instrument Instrument { get => Volatile.Read(ref _instrument); set => Volatile.Write(ref _instrument, value); }

    internal Quote? Quote => Volatile.Read(ref _quote);

    internal void Interrupt()
    {
        if (_quote is { IsInterrupted: false } q) Volatile.Write(ref _quote, q with { IsInterrupted = true, Version = q.Version + 1 });
    }

    internal void Apply(in MarketTick t)
    {
        // What the gateway repeats from its memory at every subscription (the day's open, high, low, close and the kind of data) does not
        // show that the market is alive; only prices, sizes and volume make a quote fresh.
        Quote q = _quote ?? new Quote { Ticker = _instrument.Contract.Ticker, ConId = ConId, ReceivedTime = t.ReceivedTime, EventTime = t.ReceivedTime };
        DateTimeOffset at = t.EventTime ?? t.ReceivedTime;
        long version = q.Version + 1;
        Quote next = t.Field switch
        {
            TickField.Bid => q with { Bid = t.Value, BidSize = SizeBeside(t, q.BidSize), EventTime = at, ReceivedTime = t.ReceivedTime, IsInterrupted = false, Version = version },
            TickField.Ask => q with { Ask = t.Value, AskSize = SizeBeside(t, q.AskSize), EventTime = at, ReceivedTime = t.ReceivedTime, IsInterrupted = false, Version = version },
            TickField.Last => q with { Last = t.Value, LastSize = SizeBeside(t, q.LastSize), EventTime = at, ReceivedTime = t.ReceivedTime, IsInterrupted = false, Version = version },
            TickField.BidSize => q with { BidSize = t.Value, EventTime = at, ReceivedTime = t.ReceivedTime, IsInterrupted = false, Version = version },
            TickField.AskSize => q with { AskSize = t.Value, EventTime = at, ReceivedTime = t.ReceivedTime, IsInterrupted = false, Version = version },
            TickField.LastSize => q with { LastSize = t.Value, EventTime = at, ReceivedTime = t.ReceivedTime, IsInterrupted = false, Version = version },
            TickField.Volume => q with { Volume = t.Value, EventTime = at, ReceivedTime = t.ReceivedTime, IsInterrupted = false, Version = version },
            TickField.Open => q with { Open = t.Value, Version = version },
            TickField.High => q with { High = t.Value, Version = version },
            TickField.Low => q with { Low = t.Value, Version = version },
            TickField.Close => q with { Close = t.Value, Version = version },
            TickField.LastTime => q with { EventTime = at, Version = version },
            TickField.DataType => q with { DataType = DataTypeOf(t.Value), Version = version },
            TickField.Halted => q with { IsHalted = t.Value > 0m, Version = version },
            TickField.AverageVolume => q with { AverageVolume = t.Value, Version = version },
            TickField.ShortableLevel => q with { ShortableLevel = t.Value, Version = version },
            TickField.ShortableShares => q with { ShortableShares = t.Value, Version = version },
            _ => q,
        };
        Volatile.Write(ref _quote, next);
    }

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
