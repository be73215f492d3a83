using TradingCore.Domain;

namespace TradingCore.MarketData.Depth;

/// <summary>Counts who looks at which order book, so that each is open once and no longer than needed.</summary>
/// <param name="queries">Where books come from.</param>
/// <param name="options">How deep they are asked for.</param>
public sealed class DepthBooks(IMarketQueries queries, MarketDataOptions options) : IMarketDepth
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ConId, Book> _books = [];

    /// <inheritdoc/>
    public DepthUsage Usage => queries.DepthUsage;

    /// <inheritdoc/>
    public IDepthWatch Watch(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        lock (_gate)
        {
            ConId conId = instrument.Contract.ConId;
            if (!_books.TryGetValue(conId, out Book? book))
            {
                _books.Add(conId, book = new Book(new DepthFeed(instrument, options.DepthRows)));
                queries.SubscribeDepth(book.Feed);
            }
            book.Watchers++;
            return new DepthWatch(this, book);
        }
    }

    private void Leave(Book book)
    {
        lock (_gate)
        {
            if (--book.Watchers > 0) return;
            _books.Remove(book.Feed.ConId);
            queries.UnsubscribeDepth(book.Feed.ConId);
        }
    }

    private sealed class Book(DepthFeed feed)
    {
        public DepthFeed Feed { get; } = feed;

        public int Watchers { get; set; }
    }

    private sealed class DepthWatch(DepthBooks owner, Book book) : IDepthWatch
    {
        private int _isLeft;

        public DepthSnapshot Current => book.Feed.Current;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0) owner.Leave(book);
        }
    }
}
