using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.News;

namespace TradingCore.Persistence.Redis;

/// <summary>Finds what changed in the engine's snapshots since the last time, as any reader does: by comparing references and versions.</summary>
internal sealed class ViewCollector(ITradingView view, IRiskView risk, INewsView news, IMarketDepth depth, DepthRelay relay)
{
    private const int NoticesMax = 200;

    private readonly Dictionary<string, object> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BarSeries> _series = new(StringComparer.Ordinal);
    private IReadOnlyList<Order>? _orders;
    private IReadOnlyList<Fill>? _fills;
    private IReadOnlyList<WatchlistItem>? _watchlist;
    private long _lastNotice;

    /// <summary>Forgets what was told: the next time everything is.</summary>
    public void Reset()
    {
        _told.Clear();
        _series.Clear();
        (_orders, _fills, _watchlist) = (null, null, null);
        _lastNotice = 0;
    }

    /// <summary>What changed, packed.</summary>
    public List<KeyValuePair<string, byte[]?>> Collect()
    {
        var changes = new List<KeyValuePair<string, byte[]?>>();
        // Orders first: whoever reads one after the other must not find a position without the order that made it.
        if (!ReferenceEquals(_orders, view.Orders))
        {
            IReadOnlyList<Order> orders = view.Orders;
            foreach (Order order in orders) Add(changes, Fields.Order + order.OrderRef.Value, order);
            Remove(changes, Fields.Order, [.. orders.Select(o => Fields.Order + o.OrderRef.Value)]);
            _orders = orders;
        }
        if (!ReferenceEquals(_fills, view.Fills))
        {
            IReadOnlyList<Fill> fills = view.Fills;
            foreach (Fill fill in fills) Add(changes, Fields.Fill + fill.ExecId.Key, fill);
            Remove(changes, Fields.Fill, [.. fills.Select(f => Fields.Fill + f.ExecId.Key)]);
            _fills = fills;
        }
        Add(changes, Fields.Positions, view.Positions);
        Add(changes, Fields.Accounts, view.Accounts);
        Add(changes, Fields.Money, view.Money);
        Add(changes, Fields.Risk, risk.Current);
        Add(changes, Fields.KillSwitches, view.KillSwitches);
        Add(changes, Fields.Outages, view.Outages);
        Add(changes, Fields.BarTruth, view.BarTruth);
        Add(changes, Fields.News, news.Current);
        AddNotices(changes);
        AddMarket(changes);
        foreach (DepthSnapshot snapshot in relay.Snapshots()) Add(changes, Fields.Depth + snapshot.Ticker, snapshot);
        if (!depth.Usage.Equals(_told.GetValueOrDefault(Fields.DepthUsage))) Add(changes, Fields.DepthUsage, depth.Usage);
        // Last: a state that says "verified" never comes before what was verified.
        Add(changes, Fields.Session, view.Session);
        return changes;
    }

    private void AddMarket(List<KeyValuePair<string, byte[]?>> changes)
    {
        IReadOnlyList<WatchlistItem> watchlist = view.Watchlist;
        Add(changes, Fields.Watchlist, watchlist);
        if (_watchlist is not null && !ReferenceEquals(_watchlist, watchlist))
        {
            var kept = watchlist.Select(w => w.Ticker).ToHashSet(StringComparer.Ordinal);
            foreach (string gone in _told.Keys.Where(k => IsOfTicker(k) && !kept.Contains(k[2..].Split('|')[0])).ToList()) Forget(changes, gone);
        }
        _watchlist = watchlist;
        foreach (WatchlistItem item in watchlist)
        {
            if (view.FindQuote(item.Ticker) is { } quote) Add(changes, Fields.Quote + item.Ticker, quote);
            if (view.FindInstrument(item.Ticker) is { } instrument) Add(changes, Fields.Instrument + item.Ticker, instrument);
            foreach (BarSize size in BarSize.All) AddBars(changes, item.Ticker, size);
        }
    }

    private void AddBars(List<KeyValuePair<string, byte[]?>> changes, string ticker, BarSize size)
    {
        BarSeries now = view.FindBars(ticker, size);
        if (now.Bars.Count == 0 && now.Version == 0) return;
        string key = $"{ticker}|{size.Seconds}", whole = Fields.Bars + key, tail = Fields.BarsTail + key;
        if (_series.TryGetValue(key, out BarSeries? told) && BarsTail.Of(told, now) is { } difference)
        {
            if (_told.GetValueOrDefault(tail) is BarsTail last && last.Version == now.Version || told.Version == now.Version) return;
            Add(changes, tail, difference);
            return;
        }
        _series[key] = now;
        Add(changes, whole, now);
        Forget(changes, tail);
    }

    private void AddNotices(List<KeyValuePair<string, byte[]?>> changes)
    {
        IReadOnlyList<TradingNotice> fresh = view.NoticesSince(_lastNotice);
        if (fresh.Count == 0) return;
        _lastNotice = fresh[^1].Sequence;
        // The newest ones are told together, so that a reader who missed a message has lost none.
        Add(changes, Fields.Notices, view.NoticesSince(Math.Max(0, _lastNotice - NoticesMax)));
    }

    private void Add<T>(List<KeyValuePair<string, byte[]?>> changes, string field, T value) where T : class
    {
        if (_told.TryGetValue(field, out object? told) && ReferenceEquals(told, value)) return;
        _told[field] = value;
        changes.Add(new(field, RedisPack.Pack(value)));
    }

    private void Remove(List<KeyValuePair<string, byte[]?>> changes, string kind, HashSet<string> kept)
    {
        foreach (string gone in _told.Keys.Where(k => k.StartsWith(kind, StringComparison.Ordinal) && !kept.Contains(k)).ToList()) Forget(changes, gone);
    }

    private void Forget(List<KeyValuePair<string, byte[]?>> changes, string field)
    {
        if (!_told.Remove(field)) return;
        if (field.StartsWith(Fields.Bars, StringComparison.Ordinal)) _series.Remove(field[2..]);
        changes.Add(new(field, null));
    }

    private static bool IsOfTicker(string field) => field.Length > 2 && field[1] == ':' && field[0] is 'q' or 'i' or 'b' or 't';
}
