using Microsoft.Extensions.Logging.Abstractions;
using TradingBlazor.State.Preferences;
using TradingBlazor.State.Watch;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingBlazor.Tests.State;

public sealed class WatchBoardTests
{
    private readonly FakePreferences _store = new();
    private readonly WatchBoard _board;
    private readonly IReadOnlyList<WatchlistItem> _subscribed = [.. new[] { "SPY", "QQQ", "AAPL" }.Select(Item)];

    public WatchBoardTests() => _board = Board();

    private WatchBoard Board() => new(new DeskPreferences(_store, new FakeAuthentication(), new PreferenceNews(), NullLogger<DeskPreferences>.Instance));

    private static WatchlistItem Item(string ticker) => new(ticker, new ContractQuery(ticker), Given.Instrument(ticker), WatchState.Subscribed, "");

    private static string Tickers(IReadOnlyList<WatchlistItem> items) => string.Join(' ', items.Select(i => i.Ticker));

    [Fact]
    public void At_first_everything_is_shown_in_the_order_of_the_subscriptions()
    {
        Assert.Equal((WatchBoard.All, "SPY QQQ AAPL"), (_board.Active, Tickers(_board.Order(_subscribed))));
    }

    [Fact]
    public async Task An_order_of_ones_own_outlives_the_circuit_and_new_symbols_stand_at_the_end()
    {
        _board.Keep([Item("AAPL"), Item("SPY"), Item("QQQ")]);
        var preferences = new DeskPreferences(_store, new FakeAuthentication(), new PreferenceNews(), NullLogger<DeskPreferences>.Instance);
        await preferences.LoadAsync();

        Assert.Equal("AAPL SPY QQQ TSLA", Tickers(new WatchBoard(preferences).Order([.. _subscribed, Item("TSLA")])));
    }

    [Fact]
    public void An_own_list_shows_what_was_put_on_it_also_when_its_subscription_has_ended()
    {
        Assert.Equal("", _board.Create("Tech"));
        _board.Add(new ContractQuery("AAPL"));
        _board.Add(new ContractQuery("MSFT"));
        _board.Add(new ContractQuery("AAPL"));

        IReadOnlyList<WatchlistItem> shown = _board.Order(_subscribed);

        Assert.Equal("AAPL MSFT", Tickers(shown));
        Assert.Equal((WatchState.Subscribed, WatchState.Resolving), (shown[0].State, shown[1].State));
        Assert.True(_board.Remove(new ContractQuery("AAPL")));
        Assert.Equal("MSFT", Tickers(_board.Order(_subscribed)));
    }

    [Fact]
    public async Task Two_pages_of_one_person_keep_the_lists_that_each_of_them_makes_changes_and_deletes()
    {
        _board.Create("Energy");
        _board.Create("Old");
        WatchBoard one = await ReadAsync(), two = await ReadAsync();

        one.Create("Tech");
        one.Add(new ContractQuery("AAPL"));
        two.Show("Energy");
        two.Add(new ContractQuery("XOM"));
        one.Show("Old");
        one.Delete();
        two.Create("Banks");

        WatchBoard next = await ReadAsync();
        Assert.Equal(["Banks", "Energy", "Tech"], next.Lists.Select(l => l.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["Banks", "Energy", "Tech"], two.Lists.Select(l => l.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["AAPL"], next.Lists.Single(l => l.Name == "Tech").Items);
        Assert.Equal(["XOM"], next.Lists.Single(l => l.Name == "Energy").Items);
        Assert.Equal((WatchBoard.All, "Banks"), (one.Active, two.Active));
    }

    private async Task<WatchBoard> ReadAsync()
    {
        var preferences = new DeskPreferences(_store, new FakeAuthentication(), new PreferenceNews(), NullLogger<DeskPreferences>.Instance);
        await preferences.LoadAsync();
        return new WatchBoard(preferences);
    }

    [Fact]
    public void Lists_are_made_renamed_and_deleted_and_names_are_unique()
    {
        _board.Create("Tech");
        Assert.NotEqual("", _board.Create(" tech "));
        Assert.NotEqual("", _board.Create("All"));
        Assert.NotEqual("", _board.Create(""));
        Assert.Equal("", _board.Rename("Large"));
        Assert.Equal(("Large", "Large"), (_board.Active, Assert.Single(_board.Lists).Name));

        _board.Delete();

        Assert.Equal(WatchBoard.All, _board.Active);
        Assert.Empty(_board.Lists);
        Assert.False(_board.Remove(new ContractQuery("SPY")));
    }

    [Theory]
    [InlineData(WatchColumn.Symbol, "AAPL QQQ SPY", "SPY QQQ AAPL")]
    [InlineData(WatchColumn.Last, "SPY AAPL QQQ", "AAPL SPY QQQ")]
    public void A_column_sorts_both_ways_with_the_unknown_last_and_a_third_press_gives_the_own_order_back(WatchColumn column, string first, string second)
    {
        var view = new FakeTradingView();
        view.Put(Given.Quote("SPY", last: 430m));
        view.Put(Given.Quote("AAPL", last: 200m));

        WatchSort once = default(WatchSort).Press(column), twice = once.Press(column);

        Assert.Equal((first, second), (Tickers(once.Apply(_subscribed, "", view)), Tickers(twice.Apply(_subscribed, "", view))));
        Assert.Equal(default, twice.Press(column));
    }

    [Fact]
    public void A_filter_looks_at_symbol_name_and_kind()
    {
        var view = new FakeTradingView();
        WatchlistItem future = new("ESZ6", new ContractQuery("ES", SecurityType.Future), Given.Instrument("ESZ6", type: SecurityType.Future, name: "E-mini"), WatchState.Subscribed, "");

        Assert.Equal("QQQ", Tickers(default(WatchSort).Apply([.. _subscribed, future], "qq", view)));
        Assert.Equal("ESZ6", Tickers(default(WatchSort).Apply([.. _subscribed, future], "futu", view)));
        Assert.Equal("ESZ6", Tickers(default(WatchSort).Apply([.. _subscribed, future], "mini", view)));
    }

    [Fact]
    public async Task A_list_of_another_page_is_there_at_once_and_each_page_goes_on_showing_its_own()
    {
        var news = new PreferenceNews();
        DeskPreferences here = new(_store, new FakeAuthentication(), news, NullLogger<DeskPreferences>.Instance), there = new(_store, new FakeAuthentication(), news, NullLogger<DeskPreferences>.Instance);
        WatchBoard board = new(here), other = new(there);
        await here.LoadAsync();
        await there.LoadAsync();

        other.Create("Mine");
        await there.FlushAsync();
        here.TakeNews();

        Assert.Equal("Mine", Assert.Single(board.Lists).Name);
        Assert.Equal((WatchBoard.All, "Mine"), (board.Active, other.Active));
    }
}
