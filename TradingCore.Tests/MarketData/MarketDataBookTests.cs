using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingCore.Tests.MarketData;

public sealed class MarketDataBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 1, 14, 0, 0, TimeSpan.Zero);
    private static readonly ContractQuery SpyQuery = new("SPY");

    private readonly RecordingRequests _requests = new();
    private readonly MarketDataBook _book;

    public MarketDataBookTests() => _book = new MarketDataBook(new MarketDataOptions { LinesMax = 3 }, _requests);

    private static MarketTick Tick(TickField field, decimal? value, decimal? size = null, int atSecond = 0, Instrument? instrument = null) =>
        new((instrument ?? Instruments.Spy).Contract.ConId, field, value, size, Now.AddSeconds(atSecond));

    private void WatchSpy()
    {
        _book.Add(SpyQuery, out _);
        _book.OnResolved(SpyQuery, Instruments.Spy);
        _book.OnSubscriptionStarted(Instruments.Spy.Contract.ConId, Now);
    }

    [Fact]
    public void A_contract_added_to_the_watchlist_is_resolved_then_subscribed()
    {
        bool added = _book.Add(SpyQuery, out string reason);
        WatchState before = _book.Items[0].State;
        WatchlistItem? item = _book.OnResolved(SpyQuery, Instruments.Spy);

        Assert.True(added);
        Assert.Empty(reason);
        Assert.Equal(WatchState.Resolving, before);
        Assert.Equal([SpyQuery], _requests.Resolved);
        Assert.Equal([Instruments.Spy], _requests.Subscribed);
        Assert.Equal(new WatchlistItem("SPY", SpyQuery, Instruments.Spy, WatchState.Subscribed, ""), item);
        Assert.Same(Instruments.Spy, _book.FindInstrument("spy"));
        Assert.Same(Instruments.Spy, _book.FindInstrument(Instruments.Spy.Contract.ConId));
    }

    [Fact]
    public void A_contract_that_is_there_already_is_refused_with_a_sentence()
    {
        WatchSpy();

        bool added = _book.Add(new ContractQuery("SPY", SecurityType.Stock), out string reason);

        Assert.False(added);
        Assert.Equal("SPY is on the watchlist already.", reason);
        Assert.Single(_book.Items);
    }

    [Fact]
    public void A_second_name_of_a_watched_contract_leaves_the_first_entry_alone()
    {
        WatchSpy();
        var second = new ContractQuery("ARCA-SPY");
        _book.Add(second, out _);

        WatchlistItem? item = _book.OnResolved(second, Instruments.Spy);

        Assert.Equal(SpyQuery, item?.Query);
        Assert.Equal([SpyQuery], _book.ToQueries());
        Assert.Single(_requests.Subscribed);
    }

    [Fact]
    public void No_more_contracts_are_taken_than_there_are_lines()
    {
        _book.Add(new ContractQuery("A"), out _);
        _book.Add(new ContractQuery("B"), out _);
        _book.EnsureInstrument(Instruments.Spy);

        bool added = _book.Add(new ContractQuery("C"), out string reason);

        Assert.False(added);
        Assert.Contains("All 3 market data lines are in use", reason, StringComparison.Ordinal);
        Assert.Equal(3, _book.LinesUsed);
    }

    [Fact]
    public void A_removed_contract_is_unsubscribed_and_its_ticks_are_refused()
    {
        WatchSpy();

        bool removed = _book.Remove("spy");

        Assert.True(removed);
        Assert.Equal([Instruments.Spy.Contract.ConId], _requests.Unsubscribed);
        Assert.Empty(_book.Items);
        Assert.False(_book.Apply(Tick(TickField.Last, 1m)));
        Assert.Null(_book.Find("SPY"));
        Assert.False(_book.Remove("SPY"));
    }

    [Fact]
    public void A_held_contract_stays_subscribed_when_it_leaves_the_watchlist()
    {
        WatchSpy();
        _book.EnsureInstrument(Instruments.Spy);

        _book.Remove("SPY");

        Assert.Empty(_requests.Unsubscribed);
        Assert.True(_book.Apply(Tick(TickField.Last, 450m)));
        Assert.Equal(450m, _book.Find("SPY")?.Mark);
    }

    [Fact]
    public void A_contract_met_through_a_position_is_subscribed_once()
    {
        Instrument first = _book.EnsureInstrument(Instruments.Spy);
        Instrument second = _book.EnsureInstrument(Instruments.Of("SPY", Instruments.Spy.Contract.ConId.Value));

        Assert.Same(Instruments.Spy, first);
        Assert.Same(Instruments.Spy, second);
        Assert.Single(_requests.Subscribed);
    }

    [Fact]
    public void A_held_contract_takes_the_line_of_the_newest_that_is_only_watched_which_gets_the_next_free_one()
    {
        Watch("A", "B", "C");

        _book.EnsureInstrument(Instruments.Spy);

        Assert.Equal(Instruments.Spy, _requests.Subscribed[^1]);
        Assert.Equal([new ConId(3)], _requests.Unsubscribed);
        Assert.Equal(new LineUsage(3, 3, 1), _book.Lines);
        Assert.Contains("went to a contract that is held", _book.Items.Single(i => i.Ticker == "C").Reason, StringComparison.Ordinal);
        _book.Remove("B");
        Assert.Equal("C", _requests.Subscribed[^1].Contract.Ticker);
    }

    [Fact]
    public void A_held_contract_without_a_line_gets_the_next_free_one()
    {
        foreach (int id in new[] { 1, 2, 3 }) _book.EnsureInstrument(Instruments.Of($"H{id}", id));
        _book.EnsureInstrument(Instruments.Spy);
        Assert.Equal(new LineUsage(3, 3, 1), _book.Lines);

        _book.OnSubscriptionFailed(new ConId(1), 200, "gone");
        _book.OnSession();

        // Nothing was given back, so it still waits; no held contract loses its line to another.
        Assert.Equal(new LineUsage(3, 3, 1), _book.Lines);
        Assert.Empty(_requests.Unsubscribed);
    }

    [Fact]
    public void A_refusal_for_want_of_lines_shows_how_many_there_are_until_the_next_session()
    {
        Watch("A", "B", "C");

        _book.OnSubscriptionFailed(new ConId(3), 101, "Max number of tickers has been reached");

        Assert.Equal(new LineUsage(2, 2, 1), _book.Lines);
        Assert.Contains("All 2 market data lines are in use", _book.Items.Single(i => i.Ticker == "C").Reason, StringComparison.Ordinal);
        _book.OnSession();
        Assert.Equal(new LineUsage(3, 3, 0), _book.Lines);
    }

    private void Watch(params string[] symbols)
    {
        for (int i = 0; i < symbols.Length; i++)
        {
            _book.Add(new ContractQuery(symbols[i]), out _);
            _book.OnResolved(new ContractQuery(symbols[i]), Instruments.Of(symbols[i], i + 1));
        }
    }

    [Fact]
    public void What_the_gateway_does_not_know_says_why()
    {
        _book.Add(new ContractQuery("NOSUCH"), out _);

        WatchlistItem? item = _book.OnNotResolved(new ContractQuery("NOSUCH"), 200, "No security definition has been found");

        Assert.Equal(WatchState.Failed, item?.State);
        Assert.Equal("No security definition has been found (code 200)", item?.Reason);
    }

    [Fact]
    public void A_refused_subscription_says_why_and_recovers_when_data_starts()
    {
        WatchSpy();
        _book.Apply(Tick(TickField.Last, 450m));

        _book.OnSubscriptionFailed(Instruments.Spy.Contract.ConId, 10197, "No market data during competing live session");
        WatchlistItem failed = _book.Items[0];
        _book.OnSubscriptionStarted(Instruments.Spy.Contract.ConId, Now);

        Assert.Equal(WatchState.Failed, failed.State);
        Assert.Contains("competing", failed.Reason, StringComparison.Ordinal);
        Assert.True(_book.Find("SPY")!.IsInterrupted);
        Assert.Equal(WatchState.Subscribed, _book.Items[0].State);
        Assert.Empty(_book.Items[0].Reason);
    }

    [Fact]
    public void A_front_month_that_rolled_changes_the_subscription()
    {
        var query = new ContractQuery("ES", SecurityType.Future, "CME");
        Instrument december = Instruments.Of("ESZ6", 10, SecurityType.Future), march = Instruments.Of("ESH7", 11, SecurityType.Future);
        _book.Add(query, out _);
        _book.OnResolved(query, december);

        WatchlistItem? item = _book.OnResolved(query, march);

        Assert.Equal("ESH7", item?.Ticker);
        Assert.Equal([december.Contract.ConId], _requests.Unsubscribed);
        Assert.Equal([december, march], _requests.Subscribed);
    }

    [Fact]
    public void Ticks_of_each_field_make_one_quote()
    {
        WatchSpy();
        MarketTick[] ticks =
        [
            Tick(TickField.DataType, 1m), Tick(TickField.Bid, 449.9m, 300m), Tick(TickField.Ask, 450.1m, 200m), Tick(TickField.Last, 450m, 100m),
            Tick(TickField.Volume, 1_000_000m), Tick(TickField.Open, 448m), Tick(TickField.High, 451m), Tick(TickField.Low, 447m), Tick(TickField.Close, 440m),
            Tick(TickField.BidSize, 400m, atSecond: 3),
        ];

        foreach (MarketTick tick in ticks) _book.Apply(in tick);

        var expected = new Quote
        {
            Ticker = "SPY",
            ConId = Instruments.Spy.Contract.ConId,
            Bid = 449.9m,
            BidSize = 400m,
            Ask = 450.1m,
            AskSize = 200m,
            Last = 450m,
            LastSize = 100m,
            Volume = 1_000_000m,
            Open = 448m,
            High = 451m,
            Low = 447m,
            Close = 440m,
            DataType = MarketDataType.Live,
            EventTime = Now.AddSeconds(3),
            ReceivedTime = Now.AddSeconds(3),
            Version = 10,
        };
        Assert.Equal(expected, _book.Find("SPY"));
        Assert.Equal(10m, _book.Find("SPY")!.Change);
    }

    [Fact]
    public void A_side_that_went_away_has_neither_price_nor_size()
    {
        WatchSpy();
        _book.Apply(Tick(TickField.Bid, 449.9m, 300m));

        _book.Apply(Tick(TickField.Bid, null));

        Assert.Null(_book.Find("SPY")!.Bid);
        Assert.Null(_book.Find("SPY")!.BidSize);
    }

    [Fact]
    public void A_quote_grows_stale_by_age()
    {
        WatchSpy();
        _book.Apply(Tick(TickField.DataType, 1m));
        _book.Apply(Tick(TickField.Last, 450m));
        Quote quote = _book.Find("SPY")!;

        Assert.False(quote.IsStale(Now.AddSeconds(5), TimeSpan.FromSeconds(5)));
        Assert.True(quote.IsStale(Now.AddSeconds(5.001), TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Data_that_is_not_live_is_stale_at_any_age(int dataType)
    {
        WatchSpy();
        _book.Apply(Tick(TickField.DataType, dataType));
        _book.Apply(Tick(TickField.Last, 450m));

        Assert.True(_book.Find("SPY")!.IsStale(Now, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_lost_session_interrupts_every_quote_until_its_next_tick()
    {
        WatchSpy();
        _book.EnsureInstrument(Instruments.Euro);
        _book.Apply(Tick(TickField.Last, 450m));
        _book.Apply(Tick(TickField.Bid, 1.1m, instrument: Instruments.Euro));

        _book.Interrupt(Now);
        _book.Apply(Tick(TickField.Last, 451m, atSecond: 9));

        Assert.False(_book.Find("SPY")!.IsInterrupted);
        Assert.True(_book.Find("EUR.USD")!.IsInterrupted);
        Assert.Equal(1.1m, _book.Find("EUR.USD")!.Bid);
    }

    [Theory]
    [InlineData(TickField.DataType)]
    [InlineData(TickField.Close)]
    [InlineData(TickField.Open)]
    [InlineData(TickField.LastTime)]
    public void What_the_gateway_repeats_from_memory_does_not_freshen_a_quote(TickField field)
    {
        WatchSpy();
        _book.Apply(Tick(TickField.Last, 450m));
        _book.Interrupt(Now);

        _book.Apply(Tick(field, 1m, atSecond: 30));

        Assert.True(_book.Find("SPY")!.IsInterrupted);
        Assert.Equal(Now, _book.Find("SPY")!.ReceivedTime);
    }

    [Fact]
    public void A_halt_is_told_and_ends()
    {
        WatchSpy();

        _book.Apply(Tick(TickField.Halted, 1m));
        bool halted = _book.Find("SPY")!.IsHalted;
        _book.Apply(Tick(TickField.Halted, 0m));

        Assert.True(halted);
        Assert.False(_book.Find("SPY")!.IsHalted);
    }

    [Fact]
    public void A_tick_allocates_nothing_and_whoever_looks_pays_for_the_quote()
    {
        WatchSpy();
        MarketTick tick = Tick(TickField.Bid, 449.9m, 300m);
        for (int i = 0; i < 200; i++) _book.Apply(in tick);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) _book.Apply(in tick);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, bytes);
        Quote seen = _book.Find("SPY")!;
        Assert.Same(seen, _book.Find("SPY"));
        _book.Apply(in tick);
        Assert.NotSame(seen, _book.Find("SPY"));
        Assert.Equal(seen.Version + 1, _book.Find("SPY")!.Version);
    }

    [Fact]
    public void The_watchlist_of_a_first_start_is_the_usual_one_unless_set()
    {
        IReadOnlyList<ContractQuery> usual = new MarketDataOptions().InitialQueries();
        IReadOnlyList<ContractQuery> set = new MarketDataOptions { Watchlist = ["ES FUT CME"] }.InitialQueries();

        Assert.Equal(11, usual.Count);
        Assert.Equal([new ContractQuery("ES", SecurityType.Future, "CME")], set);
    }

    [Fact]
    public void A_watchlist_setting_that_names_no_contract_is_refused_by_its_name()
    {
        var options = new MarketDataOptions { Watchlist = ["SPY", "ES FUTURE"] };

        string? message = options.Validate(new(options)).Single().ErrorMessage;

        Assert.StartsWith("MarketData:Watchlist: 'FUTURE' is not a security type.", message, StringComparison.Ordinal);
    }
}
