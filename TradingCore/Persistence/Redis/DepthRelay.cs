using System.Collections.Concurrent;
using TradingCore.Domain;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.News;

namespace TradingCore.Persistence.Redis;

/// <summary>In the engine: books that web processes look at. Each is kept while it is asked for, which a web process does every few seconds.</summary>
internal sealed class DepthRelay(IMarketDepth depth, INewsView news, TimeProvider clock) : IViewWishes, IDisposable
{
    /// <summary>How long a book is kept after it was asked for last.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(15);

    private const int Max = 50;

    private readonly ConcurrentDictionary<string, (IDepthWatch Watch, long AskedAt)> _watches = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<bool> WantDepthAsync(Instrument instrument, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        string ticker = instrument.Contract.Ticker;
        if (!_watches.ContainsKey(ticker) && _watches.Count >= Max) return Task.FromResult(false);
        lock (_watches)
            _watches[ticker] = (_watches.TryGetValue(ticker, out (IDepthWatch Watch, long) known) ? known.Watch : depth.Watch(instrument), clock.GetTimestamp());
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public Task<bool> WantNewsAsync(ConId conId, string ticker, CancellationToken stop)
    {
        news.Want(conId, ticker);
        return Task.FromResult(true);
    }

    /// <summary>Books as they are, after those that nobody asks for any more were let go.</summary>
    public IEnumerable<DepthSnapshot> Snapshots()
    {
        foreach ((string ticker, (IDepthWatch watch, long askedAt)) in _watches)
        {
            if (clock.GetElapsedTime(askedAt) <= KeptFor)
            {
                yield return watch.Current;
                continue;
            }
            lock (_watches)
                if (_watches.TryGetValue(ticker, out (IDepthWatch Watch, long AskedAt) now) && now.AskedAt == askedAt && _watches.TryRemove(ticker, out _)) watch.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((IDepthWatch watch, _) in _watches.Values) watch.Dispose();
        _watches.Clear();
    }
}
