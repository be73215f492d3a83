using TradingCore.Domain;

namespace TradingCore.MarketData;

/// <summary>One subscribed contract and its newest quote. Written by the engine, read by any thread.</summary>
internal sealed class MarketDataLine(Instrument instrument, QuoteFlow flow)
{
    private readonly QuoteCell _cell = new(flow);
    private readonly string _ticker = instrument.Contract.Ticker;
    private Instrument _instrument = instrument;

    internal ConId ConId { get; } = instrument.Contract.ConId;

    /// <summary>True when an order or a position needs the price: then it outlives its watchlist entry.</summary>
    internal bool IsHeld { get; set; }

    /// <summary>False when no line was free for it.</summary>
    internal bool IsSubscribed { get; set; }

    internal Instrument Instrument { get => Volatile.Read(ref _instrument); set => Volatile.Write(ref _instrument, value); }

    internal Quote? Quote => _cell.Read(_ticker, ConId);

    internal void Interrupt() => _cell.Interrupt();

    internal void Apply(in MarketTick t) => _cell.Apply(in t);
}
