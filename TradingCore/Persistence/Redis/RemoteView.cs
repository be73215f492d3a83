using System.Collections.Concurrent;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.News;
using TradingCore.Orders;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Persistence.Redis;

/// <summary>
/// The engine's state in a web process. One writer, the mirror; any thread reads. While the engine is not heard everything stays readable and
/// looks it: no session, no trading, every price interrupted.
/// </summary>
internal sealed class RemoteView : ITradingView, IRiskView
{
    private const int NoticesMax = 500;

    private readonly TimeProvider _clock;
    private readonly OrderNewsFeed _news = new();
    private readonly Dictionary<string, Order> _ordersByRef = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Fill> _fillsByKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Quote> _quotes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Quote> _interrupted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Ticker, int Seconds), BarSeries> _bars = [];
    private readonly ConcurrentDictionary<string, DepthSnapshot> _books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BarSeries> _wholes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BarsTail> _tails = new(StringComparer.Ordinal);
    private SessionStatus _told;
    private SessionStatus _session;
    private RiskSnapshot _risk;
    private IReadOnlyList<WatchlistItem> _watchlist = [];
    private IReadOnlyList<Order> _orders = [];
    private IReadOnlyList<Fill> _fills = [];
    private IReadOnlyList<Position> _positions = [];
    private IReadOnlyList<AccountState> _accounts = [];
    private IReadOnlyList<OutageReport> _outages = [];
    private IReadOnlyList<KillStatus> _kills = [];
    private MoneyState _money = MoneyState.Empty;
    private BarTruth _truth = BarTruth.Empty;
    private NewsSnapshot _headlines = NewsSnapshot.Empty;
    private TradingNotice[] _notices = [];
    private DepthUsage _depth = new(0, 0, 0);
    private string _away = "The engine's state is being read.";
    private DateTimeOffset _awaySince;
    private bool _hasBegun;

    /// <summary>A view that has heard nothing yet.</summary>
    public RemoteView(RiskOptions risk, TimeProvider clock)
    {
        _clock = clock;
        _awaySince = clock.GetUtcNow();
        _told = new SessionStatus();
        _session = Away(_told);
        _risk = new RiskSnapshot { State = TradingGate.Halted, Reason = _away, Limits = new RiskLimitBook(risk) };
        _news.EndRestore();
    }

    /// <summary>Why what is shown is not the engine's present state; empty while it is.</summary>
    public string AwayReason => Volatile.Read(ref _away);

    /// <inheritdoc/>
    public bool HasBegun => Volatile.Read(ref _hasBegun);

    /// <inheritdoc/>
    public SessionStatus Session => Volatile.Read(ref _session);

    /// <inheritdoc/>
    public IReadOnlyList<WatchlistItem> Watchlist => Volatile.Read(ref _watchlist);

    /// <inheritdoc/>
    public BarTruth BarTruth => Volatile.Read(ref _truth);

    /// <inheritdoc/>
    public IReadOnlyList<Order> Orders => Volatile.Read(ref _orders);

    /// <inheritdoc/>
    public IReadOnlyList<Fill> Fills => Volatile.Read(ref _fills);

    /// <inheritdoc/>
    public IReadOnlyList<Position> Positions => Volatile.Read(ref _positions);

    /// <inheritdoc/>
    public IReadOnlyList<AccountState> Accounts => Volatile.Read(ref _accounts);

    /// <inheritdoc/>
    public MoneyState Money => Volatile.Read(ref _money);

    /// <inheritdoc/>
    public IReadOnlyList<OutageReport> Outages => Volatile.Read(ref _outages);

    /// <inheritdoc/>
    public IReadOnlyList<KillStatus> KillSwitches => Volatile.Read(ref _kills);

    /// <summary>Headlines.</summary>
    public NewsSnapshot Headlines => Volatile.Read(ref _headlines);

    /// <summary>Books that the engine watches at the broker.</summary>
    public DepthUsage DepthUsage => Volatile.Read(ref _depth);

    RiskSnapshot IRiskView.Current => Volatile.Read(ref _risk);

    /// <inheritdoc/>
    public OrderNewsReader FollowOrders() => _news.Follow();

    /// <inheritdoc/>
    public Quote? FindQuote(string ticker)
    {
        if (!_quotes.TryGetValue(ticker, out Quote? quote)) return null;
        if (AwayReason.Length == 0) return quote;
        // Made once for each, so that readers which compare references see one change.
        return _interrupted.TryGetValue(ticker, out Quote? shown) && shown.Version == quote.Version ? shown : _interrupted[ticker] = quote with { IsInterrupted = true };
    }

    /// <inheritdoc/>
    public Instrument? FindInstrument(string ticker) => _instruments.GetValueOrDefault(ticker);

    /// <inheritdoc/>
    public BarSeries FindBars(string ticker, BarSize size) => _bars.GetValueOrDefault((ticker, size.Seconds)) ?? new BarSeries(ticker, size, [], 0);

    /// <summary>A book as the engine told it last; null when it told none.</summary>
    public DepthSnapshot? FindBook(string ticker) => _books.GetValueOrDefault(ticker);

    /// <inheritdoc/>
    public IReadOnlyList<TradingNotice> NoticesSince(long sequence)
    {
        TradingNotice[] all = Volatile.Read(ref _notices);
        return all.Length == 0 || all[^1].Sequence <= sequence ? [] : [.. all.SkipWhile(n => n.Sequence <= sequence)];
    }

    /// <summary>Takes over a whole state: what is not in it is gone.</summary>
    public void Load(IEnumerable<KeyValuePair<string, byte[]?>> fields)
    {
        List<KeyValuePair<string, byte[]?>> all = [.. fields];
        var names = all.Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        foreach (string gone in _ordersByRef.Keys.Where(k => !names.Contains(Fields.Order + k)).ToList()) _ordersByRef.Remove(gone);
        foreach (string gone in _fillsByKey.Keys.Where(k => !names.Contains(Fields.Fill + k)).ToList()) _fillsByKey.Remove(gone);
        foreach (string gone in _quotes.Keys.Where(k => !names.Contains(Fields.Quote + k))) _quotes.TryRemove(gone, out _);
        foreach ((string Ticker, int Seconds) gone in _bars.Keys.Where(k => !names.Contains($"{Fields.Bars}{k.Ticker}|{k.Seconds}"))) _bars.TryRemove(gone, out _);
        foreach (string gone in _books.Keys.Where(k => !names.Contains(Fields.Depth + k))) _books.TryRemove(gone, out _);
        _wholes.Clear();
        _tails.Clear();
        _notices = [];
        Change(all);
        Volatile.Write(ref _hasBegun, true);
    }

    /// <summary>Takes over changes.</summary>
    public void Change(IReadOnlyList<KeyValuePair<string, byte[]?>> changes)
    {
        bool orders = false, fills = false;
        SessionStatus? session = null;
        foreach ((string field, byte[]? value) in changes)
        {
            string key = field.Length > 2 && field[1] == ':' ? field[2..] : "";
            // A field of a newer engine is left alone.
            switch (key.Length > 0 ? field[..2] : field)
            {
                case Fields.Order: orders |= Keep(_ordersByRef, key, value); break;
                case Fields.Fill: fills |= Keep(_fillsByKey, key, value); break;
                case Fields.Quote: Keep(_quotes, key, value); break;
                case Fields.Instrument: Keep(_instruments, key, value); break;
                case Fields.Depth: Keep(_books, key, value); break;
                case Fields.Bars: Keep(_wholes, key, value); Join(key); break;
                case Fields.BarsTail: Keep(_tails, key, value); Join(key); break;
                case Fields.Watchlist: Set(ref _watchlist, value); break;
                case Fields.Positions: Set(ref _positions, value); break;
                case Fields.Accounts: Set(ref _accounts, value); break;
                case Fields.Money: Set(ref _money, value); break;
                case Fields.Outages: Set(ref _outages, value); break;
                case Fields.KillSwitches: Set(ref _kills, value); break;
                case Fields.BarTruth: Set(ref _truth, value); break;
                case Fields.Risk: Set(ref _risk, value); break;
                case Fields.News: Set(ref _headlines, value); break;
                case Fields.DepthUsage: Set(ref _depth, value); break;
                case Fields.Notices when value is not null: Note(RedisPack.Unpack<TradingNotice[]>(value)); break;
                case Fields.Session when value is not null: session = RedisPack.Unpack<SessionStatus>(value); break;
            }
        }
        if (orders) Volatile.Write(ref _orders, [.. _ordersByRef.Values.OrderByDescending(o => o.CreatedTime).ThenByDescending(o => o.OrderRef.Value, StringComparer.Ordinal)]);
        if (fills) Volatile.Write(ref _fills, [.. _fillsByKey.Values.OrderByDescending(f => f.Time).ThenByDescending(f => f.ReceivedTime).ThenByDescending(f => f.ExecId.Value, StringComparer.Ordinal)]);
        if (session is null) return;
        _told = session;
        Volatile.Write(ref _session, AwayReason.Length == 0 ? session : Away(session));
    }

    /// <summary>Takes over what happened to an order.</summary>
    public void Happened(OrderNews news) => _news.Repeat(news);

    /// <summary>Tells whoever follows that events did not arrive. The orders here are already those of the engine.</summary>
    public void Missed() => _news.Repeat(new OrderNews(_clock.GetUtcNow(), OrderNews.Missed, "engine", "Events of orders were lost on their way to this process. The orders are right; what happened to them is in the history of each.", "", default, "", null));

    /// <summary>Says whether the engine is heard.</summary>
    /// <param name="reason">Why it is not; empty while it is.</param>
    public void Reach(string reason)
    {
        if (_away == reason) return;
        if (_away.Length == 0) _awaySince = _clock.GetUtcNow();
        Volatile.Write(ref _away, reason);
        Volatile.Write(ref _session, reason.Length == 0 ? _told : Away(_told));
        if (reason.Length == 0) _interrupted.Clear();
    }

    private SessionStatus Away(SessionStatus told) => told with
    {
        State = SessionState.WaitingToReconnect,
        IsEngineAway = true,
        Since = _awaySince,
        DownSince = _awaySince,
        Cause = _away,
        NextStep = "Prices, orders and positions on this screen stand still until then.",
        IsBrokerConnected = false,
        IsVerified = false,
        IsTradingEnabled = false,
        TradingDisabledReason = _away,
    };

    private void Join(string key)
    {
        int bar = key.LastIndexOf('|');
        if (bar < 0 || !int.TryParse(key.AsSpan(bar + 1), System.Globalization.CultureInfo.InvariantCulture, out int seconds)) return;
        (string Ticker, int Seconds) name = (key[..bar], seconds);
        if (!_wholes.TryGetValue(key, out BarSeries? whole)) _bars.TryRemove(name, out _);
        else _bars[name] = _tails.TryGetValue(key, out BarsTail? tail) ? tail.Over(whole) ?? whole : whole;
    }

    private void Note(TradingNotice[] told)
    {
        long last = _notices.Length == 0 ? 0 : _notices[^1].Sequence;
        // An engine that began anew counts anew.
        if (told.Length > 0 && told[^1].Sequence < last) _notices = [];
        TradingNotice[] all = [.. _notices, .. told.Where(n => _notices.Length == 0 || n.Sequence > last)];
        Volatile.Write(ref _notices, all.Length > NoticesMax ? all[^NoticesMax..] : all);
    }

    private static bool Keep<T>(IDictionary<string, T> values, string key, byte[]? packed)
    {
        if (packed is null) values.Remove(key);
        else values[key] = RedisPack.Unpack<T>(packed);
        return true;
    }

    private static void Set<T>(ref T field, byte[]? packed) where T : class
    {
        if (packed is not null) Volatile.Write(ref field, RedisPack.Unpack<T>(packed));
    }
}
