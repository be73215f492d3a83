using TradingCore.Domain;
using TradingCore.MarketData;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.News;
using TradingCore.MarketData.Search;

namespace TradingCore.Persistence.Redis;

/// <summary>What a web process asks of the broker, over the engine.</summary>
internal sealed class RemoteQueries(RemoteCalls calls, RemoteView view) : IMarketQueries
{
    private readonly IMarketQueries _door = RemoteDoor.Open<IMarketQueries>(calls);

    /// <inheritdoc/>
    public DepthUsage DepthUsage => view.DepthUsage;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: books come by <see cref="RemoteDepth"/>.</exception>
    public void SubscribeDepth(DepthFeed feed) => throw new NotSupportedException("Books come over the engine.");

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: books come by <see cref="RemoteDepth"/>.</exception>
    public void UnsubscribeDepth(ConId conId) => throw new NotSupportedException("Books come over the engine.");

    /// <inheritdoc/>
    public Task<QueryAnswer<SymbolMatch>> MatchSymbolsAsync(string pattern, CancellationToken stop) => _door.MatchSymbolsAsync(pattern, stop);

    /// <inheritdoc/>
    public Task<QueryAnswer<Instrument>> FindContractsAsync(ContractLookup lookup, CancellationToken stop) => _door.FindContractsAsync(lookup, stop);

    /// <inheritdoc/>
    public Task<QueryAnswer<Bar>> LoadBarsAsync(HistoryRequest request, CancellationToken stop) => _door.LoadBarsAsync(request, stop);
}

/// <summary>Headlines in a web process.</summary>
internal sealed class RemoteNews(RemoteCalls calls, RemoteView view) : INewsView
{
    private readonly IViewWishes _door = RemoteDoor.Open<IViewWishes>(calls);

    /// <inheritdoc/>
    public NewsSnapshot Current => view.Headlines;

    /// <inheritdoc/>
    public void Want(ConId conId, string ticker) => _ = _door.WantNewsAsync(conId, ticker, CancellationToken.None);
}

/// <summary>Books in a web process: each that is looked at is asked for again and again, because an engine may begin anew.</summary>
internal sealed class RemoteDepth(RemoteCalls calls, RemoteView view, TimeProvider clock) : IMarketDepth
{
    private readonly IViewWishes _door = RemoteDoor.Open<IViewWishes>(calls);

    /// <inheritdoc/>
    public DepthUsage Usage => view.DepthUsage;

    /// <inheritdoc/>
    public IDepthWatch Watch(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return new RemoteDepthWatch(instrument, _door, view, clock);
    }

    private sealed class RemoteDepthWatch : IDepthWatch
    {
        private readonly Instrument _instrument;
        private readonly RemoteView _view;
        private readonly ITimer _timer;
        private DepthSnapshot? _interrupted;

        public RemoteDepthWatch(Instrument instrument, IViewWishes door, RemoteView view, TimeProvider clock)
        {
            (_instrument, _view) = (instrument, view);
            _timer = clock.CreateTimer(_ => _ = door.WantDepthAsync(instrument, CancellationToken.None), null, TimeSpan.Zero, DepthRelay.KeptFor / 3);
        }

        public DepthSnapshot Current
        {
            get
            {
                string ticker = _instrument.Contract.Ticker;
                DepthSnapshot book = _view.FindBook(ticker) ?? new DepthSnapshot { ConId = _instrument.Contract.ConId, Ticker = ticker };
                if (_view.AwayReason is not { Length: > 0 } away) return book;
                return _interrupted is { } known && known.Sequence == book.Sequence && known.Reason == away ? known : _interrupted = book with { State = DepthState.Interrupted, Reason = away };
            }
        }

        public void Dispose() => _timer.Dispose();
    }
}
