using System.Security.Cryptography;
using TradingBlazor.Api.Model;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;

namespace TradingBlazor.Hubs;

/// <summary>
/// What the hub streams, for all clients at once. It looks at the snapshots of the engine on a pace of its own, so clients cost the engine nothing;
/// order events and executions are looked for every few milliseconds, prices on the beat.
/// </summary>
internal sealed class StreamSource
{
    /// <summary>How often orders and executions are looked at: what an order event waits at most before it goes out.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private const int BarFeedsMax = 2_000;
    private static readonly TimeSpan SlowBeat = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BarFeedRest = TimeSpan.FromMinutes(10);

    private readonly ITradingView _view;
    private readonly MarketDataOptions _marketData;
    private readonly StreamOptions _options;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Quote Quote, bool IsStale)> _quotes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, int ConId), byte[]> _positions = [];
    private readonly Dictionary<(string Ticker, BarSize Size), BarFeed> _bars = [];
    private IReadOnlyList<Position>? _positionList;
    private MoneyState? _money;
    private byte[] _status = [];
    private long _barsFirst;
    private DateTimeOffset _nextQuotes;
    private DateTimeOffset _nextSlow;

    public StreamSource(ITradingView view, MarketDataOptions marketData, StreamOptions options, TimeProvider clock)
    {
        (_view, _marketData, _options, _clock) = (view, marketData, options, clock);
        Run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        Orders = new OrderFeed(view, options.EventsKept, clock);
        Executions = new ExecutionFeed(view, options.EventsKept);
    }

    /// <summary>Names this run: numbers of another one mean nothing here.</summary>
    public string Run { get; }

    /// <summary>Quotes by ticker.</summary>
    public LatestTopic<string> Quotes { get; } = new();

    /// <summary>Positions by account and contract.</summary>
    public LatestTopic<(string Account, int ConId)> Positions { get; } = new();

    /// <summary>The one status.</summary>
    public LatestTopic<int> Status { get; } = new();

    /// <summary>Orders.</summary>
    public OrderFeed Orders { get; }

    /// <summary>Executions.</summary>
    public ExecutionFeed Executions { get; }

    /// <summary>Looks at what is due.</summary>
    public void Beat()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_gate)
        {
            Orders.Look();
            Executions.Look();
            if (now >= _nextQuotes)
            {
                _nextQuotes = Next(_nextQuotes, now, _options.QuoteBeat);
                LookAtQuotes(now);
                foreach (BarFeed feed in _bars.Values) feed.Look();
            }
            if (now >= _nextSlow)
            {
                _nextSlow = Next(_nextSlow, now, SlowBeat);
                LookAtPositions();
                LookAtStatus();
                DropBarFeeds(now);
            }
        }
    }

    /// <summary>Looks at everything at once, so that a snapshot is of now.</summary>
    public void LookAtAll()
    {
        lock (_gate)
        {
            Orders.Look();
            Executions.Look();
            LookAtQuotes(_clock.GetUtcNow());
            LookAtPositions();
            LookAtStatus();
        }
    }

    /// <summary>The orders, or the executions, together with the number that they are after.</summary>
    public (Encoded[] Items, long Sequence, string Note) SnapshotOf(EventTopic topic)
    {
        lock (_gate)
        {
            Encoded[] items = ReferenceEquals(topic, Orders.Topic) ? Orders.Snapshot(out string note) : Executions.Snapshot(out note);
            return (items, topic.Sequence, note);
        }
    }

    /// <summary>The feed of a contract's bars, to be given back by <see cref="Leave"/>; null when there are too many.</summary>
    public BarFeed? Join(string ticker, BarSize size)
    {
        lock (_gate)
        {
            if (!_bars.TryGetValue((ticker, size), out BarFeed? feed))
            {
                if (_bars.Count >= BarFeedsMax) return null;
                // Above every number of a feed that was dropped: a client of that one is not taken for one of this.
                _bars[(ticker, size)] = feed = new BarFeed(_view, ticker, size, _barsFirst);
            }
            feed.Readers++;
            feed.Look();
            return feed;
        }
    }

    /// <summary>A stream of bars has ended. The feed stays for a while, for a client that comes back.</summary>
    public void Leave(BarFeed feed)
    {
        lock (_gate)
        {
            feed.Readers--;
            feed.UsedTime = _clock.GetUtcNow();
        }
    }

    // In step with the beat, unless it is far behind.
    private static DateTimeOffset Next(DateTimeOffset due, DateTimeOffset now, TimeSpan beat) => now - due > beat ? now + beat : due + beat;

    private void LookAtQuotes(DateTimeOffset now)
    {
        bool isChanged = false;
        foreach (WatchlistItem item in _view.Watchlist)
        {
            if (_view.FindQuote(item.Ticker) is not { } quote) continue;
            bool isStale = quote.IsStale(now, _marketData.QuoteMaxAge);
            if (_quotes.TryGetValue(item.Ticker, out (Quote Quote, bool IsStale) known) && ReferenceEquals(known.Quote, quote) && known.IsStale == isStale) continue;
            _quotes[item.Ticker] = (quote, isStale);
            Quotes.Set(item.Ticker, new Encoded(QuoteDto.Of(quote, now, _marketData.QuoteMaxAge)));
            isChanged = true;
        }
        if (isChanged) Quotes.Announce();
    }

    private void LookAtPositions()
    {
        IReadOnlyList<Position> positions = _view.Positions;
        MoneyState money = _view.Money;
        if (ReferenceEquals(positions, _positionList) && ReferenceEquals(money, _money)) return;
        (_positionList, _money) = (positions, money);
        bool isChanged = false;
        foreach (Position position in positions)
        {
            (string, int) key = (position.Account.ToString(), position.Contract.ConId.Value);
            var encoded = new Encoded(PositionDto.Of(position, money));
            // The list is new with every mark; told is what is another value to a client.
            if (_positions.TryGetValue(key, out byte[]? known) && known.AsSpan().SequenceEqual(encoded.Json)) continue;
            _positions[key] = encoded.Json;
            Positions.Set(key, encoded);
            isChanged = true;
        }
        if (isChanged) Positions.Announce();
    }

    private void LookAtStatus()
    {
        var encoded = new Encoded(StreamStatusDto.Of(_view.Session, _view.KillSwitches));
        if (_status.AsSpan().SequenceEqual(encoded.Json)) return;
        _status = encoded.Json;
        Status.Set(0, encoded);
        Status.Announce();
    }

    private void DropBarFeeds(DateTimeOffset now)
    {
        foreach (((string, BarSize) key, BarFeed feed) in _bars.Where(b => b.Value.Readers == 0 && now - b.Value.UsedTime > BarFeedRest).ToArray())
        {
            _barsFirst = Math.Max(_barsFirst, feed.Topic.Sequence);
            _bars.Remove(key);
        }
    }
}
