using TradingCore.Domain;

namespace TradingCore.MarketData;

/// <summary>
/// The watchlist, the ledger of market data lines, and the newest quote of each contract.
/// </summary>
/// <remarks>
/// One thread writes (the engine). Any thread may read <see cref="Items"/>, <c>Find</c> and <c>FindInstrument</c>: they see immutable
/// values published by volatile writes and never wait. Hot path: <see cref="Apply"/> allocates the new <see cref="Quote"/> and nothing else.
/// </remarks>
public sealed class MarketDataBook
{
    private const int LinesExhausted = 101;

    private readonly MarketDataOptions _options;
    private readonly IMarketDataRequests _requests;
    private WatchlistItem[] _items = [];
    private LineIndex _lines = LineIndex.Empty;

    // What the broker has shown to be too many; no more than the setting.
    private int? _learnedMax;

    /// <summary>Makes an empty book.</summary>
    /// <param name="options">Settings; <see cref="MarketDataOptions.Watchlist"/> is not read here, the owner adds it.</param>
    /// <param name="requests">Where subscriptions are asked for.</param>
    public MarketDataBook(MarketDataOptions options, IMarketDataRequests requests)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(requests);
        _options = options;
        _requests = requests;
    }

    /// <summary>The watchlist in its order. A new list at every change.</summary>
    public IReadOnlyList<WatchlistItem> Items => Volatile.Read(ref _items);

    /// <summary>How many changes of quotes there were, and how many nobody has looked at.</summary>
    internal QuoteFlow Flow { get; } = new();

    /// <summary>Market data lines in use: subscribed contracts and watchlist entries that are still being resolved.</summary>
    public int LinesUsed => Volatile.Read(ref _lines).Count + Volatile.Read(ref _items).Count(i => i.Instrument is null && i.State == WatchState.Resolving);

    /// <summary>The ledger of market data lines, which quotes, bars and depth of a contract share.</summary>
    public LineUsage Lines
    {
        get
        {
            LineIndex lines = Volatile.Read(ref _lines);
            int used = lines.SubscribedCount;
            return new LineUsage(used, LinesMax, lines.Count - used);
        }
    }

    private int LinesMax => Math.Min(_options.LinesMax, _learnedMax ?? int.MaxValue);

    /// <summary>Adds an entry at the end and asks for its contract.</summary>
    /// <param name="query">What to watch.</param>
    /// <param name="reason">Why it was refused, a sentence; empty when true is returned.</param>
    /// <returns>False when it is there already, or when all market data lines are used up.</returns>
    public bool Add(ContractQuery query, out string reason)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (Find(i => i.Query == query || SameName(i.Ticker, query.Symbol)) is { } there)
        {
            reason = there.State == WatchState.Resolving
                ? $"{there.Ticker} is on the watchlist already and is being resolved as '{there.Query}'."
                : $"{there.Ticker} is on the watchlist already.";
            return false;
        }
        if (LinesUsed >= LinesMax)
        {
            reason = LinesUsedUp;
            return false;
        }
        Publish([.. _items, new WatchlistItem(query.Symbol, query, null, WatchState.Resolving, "")]);
        _requests.ResolveInstrument(query);
        reason = "";
        return true;
    }

    /// <summary>Takes an entry off the list and ends its subscription, unless a position or order needs the contract's price.</summary>
    /// <returns>False when it is not on the list.</returns>
    public bool Remove(string ticker)
    {
        WatchlistItem? item = Find(i => SameName(i.Ticker, ticker));
        if (item is null) return false;
        Publish([.. _items.Where(i => !ReferenceEquals(i, item))]);
        if (item.Instrument is { } instrument && _lines.Find(instrument.Contract.ConId) is { IsHeld: false }) EndLine(instrument.Contract.ConId);
        return true;
    }

    /// <summary>The entries in their order, for the journal.</summary>
    public IReadOnlyList<ContractQuery> ToQueries() => [.. Volatile.Read(ref _items).Select(i => i.Query)];

    /// <summary>The gateway resolved a contract: subscribes to it.</summary>
    /// <returns>The entry as it is now; null when the query is not on the list (any more).</returns>
    /// <remarks>An answer that names a contract which another entry watches already takes the second entry off the list and returns the first.</remarks>
    public WatchlistItem? OnResolved(ContractQuery query, Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        WatchlistItem? item = Find(i => i.Query == query);
        if (item is null) return null;

        ConId conId = instrument.Contract.ConId;
        if (Find(i => i.Query != query && i.Instrument?.Contract.ConId == conId) is { } twin)
        {
            Publish([.. _items.Where(i => !ReferenceEquals(i, item))]);
            return twin;
        }
        if (_lines.Find(instrument.Contract.Ticker) is { } named && named.ConId != conId && item.Instrument?.Contract.ConId != named.ConId)
            return Change(item, item with { State = WatchState.Failed, Reason = $"The name {instrument.Contract.Ticker} belongs to contract {named.ConId} already; {conId} cannot be shown beside it." });

        // A continuous query such as the front month may resolve to the next contract after a roll.
        if (item.Instrument is { } before && before.Contract.ConId != conId && _lines.Find(before.Contract.ConId) is { IsHeld: false }) EndLine(before.Contract.ConId);
        if (!StartLine(instrument, hold: false))
            return Change(item, item with { Instrument = null, State = WatchState.Failed, Reason = LinesUsedUp });
        return Change(item, item with { Ticker = instrument.Contract.Ticker, Instrument = instrument, State = WatchState.Subscribed, Reason = "" });
    }

    /// <summary>The gateway does not know the contract.</summary>
    /// <returns>The entry as it is now; null when the query is not on the list.</returns>
    public WatchlistItem? OnNotResolved(ContractQuery query, int code, string reason)
    {
        WatchlistItem? item = Find(i => i.Query == query);
        return item is null ? null : Change(item, item with { State = WatchState.Failed, Reason = Sentence(code, reason) });
    }

    /// <summary>Data of a contract starts, for the first time or again.</summary>
    public void OnSubscriptionStarted(ConId conId, DateTimeOffset now)
    {
        if (Find(i => i.Instrument?.Contract.ConId == conId) is { State: not WatchState.Subscribed } item)
            Change(item, item with { State = WatchState.Subscribed, Reason = "" });
    }

    /// <summary>The gateway refuses data of a contract. Its quote, if there is one, is marked as interrupted.</summary>
    /// <remarks>A refusal for want of lines (101) shows how many there are: from then on no more are asked for, and the contract waits for one.</remarks>
    public void OnSubscriptionFailed(ConId conId, int code, string reason)
    {
        MarketDataLine? line = _lines.Find(conId);
        if (code == LinesExhausted && line is { IsSubscribed: true })
        {
            _learnedMax = Math.Max(1, _lines.SubscribedCount - 1);
            TakeAway(line);
            reason = LinesUsedUp;
            code = 0;
        }
        if (Find(i => i.Instrument?.Contract.ConId == conId) is { } item)
            Change(item, item with { State = WatchState.Failed, Reason = Sentence(code, reason) });
        line?.Interrupt();
    }

    /// <summary>A new session may have more lines than the last one: those who wait are asked for again.</summary>
    public void OnSession()
    {
        _learnedMax = null;
        GiveFreeLines();
    }

    /// <summary>The session was lost: every quote is old until a new tick of its contract comes.</summary>
    public void Interrupt(DateTimeOffset now)
    {
        foreach (MarketDataLine line in _lines.All) line.Interrupt();
    }

    /// <summary>Applies one tick.</summary>
    /// <returns>False when the contract is not subscribed: a late tick of a removed contract, or a mistake of the gateway.</returns>
    public bool Apply(in MarketTick tick)
    {
        if (_lines.Find(tick.ConId) is not { } line) return false;
        line.Apply(in tick);
        return true;
    }

    /// <summary>Newest quote; null when the contract is not subscribed or nothing has come.</summary>
    /// <param name="ticker">Name of the contract, in any case.</param>
    public Quote? Find(string ticker) => Volatile.Read(ref _lines).Find(ticker)?.Quote;

    /// <summary>Newest quote; null when the contract is not subscribed or nothing has come.</summary>
    public Quote? Find(ConId conId) => Volatile.Read(ref _lines).Find(conId)?.Quote;

    /// <summary>Resolved contract; null when not known.</summary>
    /// <param name="ticker">Name of the contract, in any case.</param>
    public Instrument? FindInstrument(string ticker) => Volatile.Read(ref _lines).Find(ticker)?.Instrument;

    /// <summary>Resolved contract; null when not known.</summary>
    public Instrument? FindInstrument(ConId conId) => Volatile.Read(ref _lines).Find(conId)?.Instrument;

    /// <summary>
    /// Makes a contract known that was met through an order or a position, and subscribes to it, watchlist or not: what is held needs a price.
    /// From then on it stays subscribed when it is taken off the watchlist.
    /// </summary>
    /// <returns>The instrument that is kept: the known one when the contract is known already, since it came with more facts.</returns>
    /// <remarks>When all lines are in use it is known but not subscribed, and has no quote. An unresolved contract is returned as it is.</remarks>
    public Instrument EnsureInstrument(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ConId conId = instrument.Contract.ConId;
        if (!conId.IsResolved) return instrument;
        if (_lines.Find(conId) is { } known)
        {
            known.IsHeld = true;
            return known.Instrument;
        }
        StartLine(instrument, hold: true);
        return instrument;
    }

    /// <summary>Makes the contract known and subscribes it if a line is free; says whether it is subscribed.</summary>
    private bool StartLine(Instrument instrument, bool hold)
    {
        MarketDataLine? line = _lines.Find(instrument.Contract.ConId);
        if (line is null)
        {
            if (!hold && _lines.SubscribedCount >= LinesMax) return false;
            line = new MarketDataLine(instrument, Flow);
            Volatile.Write(ref _lines, _lines.With(line));
        }
        bool isRenewed = line.IsSubscribed && !ReferenceEquals(line.Instrument, instrument);
        line.Instrument = instrument;
        line.IsHeld |= hold;
        // Newer facts, the trading hours above all: whoever watches the subscription judges silence by them.
        if (isRenewed) _requests.Subscribe(instrument);
        return line.IsSubscribed || Subscribe(line) || (hold && TakeFromWatched() && Subscribe(line));
    }

    // What is held or working needs its price more than what is only watched: the newest of those gives its line.
    private bool TakeFromWatched()
    {
        if (Array.FindLast(_lines.All, l => l is { IsSubscribed: true, IsHeld: false }) is not { } watched) return false;
        TakeAway(watched);
        if (Find(i => i.Instrument?.Contract.ConId == watched.ConId) is { } item)
            Change(item, item with { State = WatchState.Failed, Reason = $"Its market data line went to a contract that is held. {LinesUsedUp}" });
        return true;
    }

    private void TakeAway(MarketDataLine line)
    {
        line.IsSubscribed = false;
        line.Interrupt();
        _requests.Unsubscribe(line.ConId);
    }

    private bool Subscribe(MarketDataLine line)
    {
        if (_lines.SubscribedCount >= LinesMax) return false;
        line.IsSubscribed = true;
        _requests.Subscribe(line.Instrument);
        return true;
    }

    private void EndLine(ConId conId)
    {
        bool subscribed = _lines.Find(conId) is { IsSubscribed: true };
        Volatile.Write(ref _lines, _lines.Without(conId));
        if (subscribed) _requests.Unsubscribe(conId);
        GiveFreeLines();
    }

    // Those that are held first, then in the order they came.
    private void GiveFreeLines()
    {
        foreach (MarketDataLine line in _lines.All.Where(l => !l.IsSubscribed).OrderByDescending(l => l.IsHeld).ToArray())
            if (!Subscribe(line)) return;
    }

    private string LinesUsedUp =>
        $"All {LinesMax} market data lines are in use. Remove a contract from the watchlist, or raise {MarketDataOptions.Section}:{nameof(MarketDataOptions.LinesMax)} if the account has more.";

    private WatchlistItem Change(WatchlistItem before, WatchlistItem after)
    {
        Publish([.. _items.Select(i => ReferenceEquals(i, before) ? after : i)]);
        return after;
    }

    private void Publish(WatchlistItem[] items) => Volatile.Write(ref _items, items);

    private WatchlistItem? Find(Predicate<WatchlistItem> match) => Array.Find(_items, match);

    private static bool SameName(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static string Sentence(int code, string reason) => code == 0 ? reason : $"{reason} (code {code})";
}
