using TradingCore.Domain;

namespace TradingCore.MarketData;

/// <summary>Finds lines by contract id and by name. Immutable: a change makes a new one, so readers need no lock.</summary>
internal sealed class LineIndex
{
    internal static readonly LineIndex Empty = new([]);

    private readonly MarketDataLine[] _all;
    private readonly Dictionary<ConId, MarketDataLine> _byConId;
    private readonly Dictionary<string, MarketDataLine> _byTicker;

    private LineIndex(MarketDataLine[] all)
    {
        _all = all;
        _byConId = all.ToDictionary(l => l.ConId);
        _byTicker = new Dictionary<string, MarketDataLine>(all.Length, StringComparer.OrdinalIgnoreCase);
        // Two contracts with one name cannot both be shown; the first keeps it, the other is found by its id alone.
        foreach (MarketDataLine line in all) _byTicker.TryAdd(line.Instrument.Contract.Ticker, line);
    }

    internal MarketDataLine[] All => _all;
    internal int Count => _all.Length;
    internal int SubscribedCount => _all.Count(l => l.IsSubscribed);

    internal MarketDataLine? Find(ConId conId) => _byConId.GetValueOrDefault(conId);
    internal MarketDataLine? Find(string ticker) => _byTicker.GetValueOrDefault(ticker);
    internal LineIndex With(MarketDataLine line) => new([.. _all, line]);
    internal LineIndex Without(ConId conId) => new([.. _all.Where(l => l.ConId != conId)]);
}
