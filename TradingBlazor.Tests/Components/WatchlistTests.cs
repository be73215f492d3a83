using Bunit;
using Microsoft.AspNetCore.Components.Web;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.State.Watch;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.MarketData;
using TradingCore.MarketData.Search;

namespace TradingBlazor.Tests.Components;

public sealed class WatchlistTests : DeskTest
{
    [Fact]
    public void A_row_shows_bid_ask_last_change_and_volume()
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());

        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        Assert.Equal("430.11", Text(cut, "watch-bid-SPY"));
        Assert.Equal("430.13", Text(cut, "watch-ask-SPY"));
        Assert.Equal("430.12", Text(cut, "watch-last-SPY"));
        Assert.Equal("▲+0.42%", Text(cut, "watch-change-SPY"));
        Assert.Equal("12.3M", Text(cut, "watch-volume-SPY"));
        Assert.Equal("false", Find(cut, "watch-row-SPY").GetAttribute("data-stale"));
    }

    [Theory]
    [InlineData("SPY 261218C00400000", "SPY 400C Dec18'26")]
    [InlineData("BRK B 261218P00412500", "BRK B 412.5P Dec18'26")]
    [InlineData("EUR.USD", "EUR.USD")]
    [InlineData("SPY 261218X00400000", "SPY 261218X00400000")]
    [InlineData("SPY 261318C00400000", "SPY 261318C00400000")]
    public void An_option_is_told_from_others_of_its_symbol_in_the_width_of_a_column(string ticker, string shown) =>
        Assert.Contains($">{shown}<", System.Net.WebUtility.HtmlDecode(new WatchTexts().Symbol(ticker).Value), StringComparison.Ordinal);

    [Theory]
    [InlineData("+1 SPY 261218C00400000 −1 SPY 261218C00405000", "SPY Dec18'26 +1 400C −1 405C")]
    [InlineData("+1 SPY 261218C00400000 −2 SPY 270115C00405000", "SPY +1 400C Dec18'26 −2 405C Jan15'27")]
    [InlineData("+1 SPY 261218C00400000 −100 SPY", "+1 SPY 400C Dec18'26 −100 SPY")]
    [InlineData("+1 SPY −2 QQQ", "+1 SPY −2 QQQ")]
    [InlineData("-1 SPY 261218P00400000 +1 SPY 261218P00395500", "SPY Dec18'26 −1 400P +1 395.5P")]
    public void A_combination_of_options_is_told_by_what_its_legs_differ_in(string ticker, string shown) => Assert.Equal(shown, TickerName.Short(ticker));

    [Theory]
    [InlineData("Bought 1 SPY   260116C00600000 at 4.10.", "Bought 1 SPY 600C Jan16'26 at 4.10.")]
    [InlineData("BRK B 261218P00412500: no bid (R16). Use a limit order.", "BRK B 412.5P Dec18'26: no bid (R16). Use a limit order.")]
    [InlineData("Sold 2 +1 SPY 261218C00400000 −1 SPY 261218C00405000 at 1.20.", "Sold 2 SPY Dec18'26 +1 400C −1 405C at 1.20.")]
    [InlineData("SPY 261218C00400000, SPY 270115C00405000.", "SPY 400C Dec18'26, SPY 405C Jan15'27.")]
    [InlineData("+1 SPY 261218C00400000 −100 SPY", "+1 SPY 400C Dec18'26 −100 SPY")]
    [InlineData("SPY 261318C00400000 is none.", "SPY 261318C00400000 is none.")]
    [InlineData("Order TB-261218C00400000 is none.", "Order TB-261218C00400000 is none.")]
    [InlineData("", "")]
    public void Names_of_the_exchange_in_a_sentence_are_written_as_the_desk_writes_them(string text, string shown) => Assert.Equal(shown, TickerName.InText(text));

    [Fact]
    public async Task A_row_follows_the_newest_quote_on_the_beat()
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        View.Put(Given.Quote(last: 430.55m, version: 2));
        await BeatAsync();

        Assert.Equal(["430.11", "430.13", "430.55", "+0.52%", "12.3M"], Told(cut)["SPY"]);
        Assert.True(Find(cut, "watch-last-SPY").HasAttribute("data-flash"), "The browser is not told to light it up.");
    }

    [Fact]
    public async Task A_row_that_is_rendered_anew_has_the_newest_text_whatever_the_page_was_told_before()
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();
        View.Put(Given.Quote(last: 430.55m, version: 2));
        await BeatAsync();

        Clock.Advance(TimeSpan.FromMinutes(1));
        await BeatAsync();

        Assert.Equal("430.55", Text(cut, "watch-last-SPY"));
    }

    [Fact]
    public async Task An_old_quote_is_shaded_and_tells_its_age()
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        Clock.Advance(TimeSpan.FromSeconds(12));
        await BeatAsync();

        Assert.Equal("true", Find(cut, "watch-row-SPY").GetAttribute("data-stale"));
        Assert.Equal("12 s", Text(cut, "watch-spark-SPY"));
    }

    [Fact]
    public void Selecting_a_row_selects_the_contract_for_chart_and_ticket()
    {
        View.Watch(Given.Instrument());
        View.Watch(Given.Instrument("QQQ"));
        State.Ticker = "SPY";
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        Find(cut, "watch-row-QQQ").Click();

        Assert.Equal("QQQ", State.Ticker);
    }

    [Fact]
    public void Arrow_keys_move_the_selection()
    {
        View.Watch(Given.Instrument());
        View.Watch(Given.Instrument("QQQ"));
        State.Ticker = "SPY";
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        cut.Find(".watch-rows").KeyDown(new KeyboardEventArgs { Key = "ArrowDown" });

        Assert.Equal("QQQ", State.Ticker);
    }

    [Fact]
    public void Adding_sends_what_was_typed_and_empties_the_box()
    {
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        Find(cut, "watch-add-input").Input("es fut cme");
        Find(cut, "watch-add-button").Click();

        Assert.Equal("ES FUT CME", Assert.Single(Commands.Adds).ToString());
        Assert.Equal("", Find(cut, "watch-add-input").GetAttribute("value"));
    }

    [Fact]
    public async Task A_symbol_that_cannot_be_one_is_explained_and_not_sent()
    {
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        await Find(cut, "watch-add-input").InputAsync("SP$Y");
        Task added = Find(cut, "watch-add-button").ClickAsync(new MouseEventArgs());
        Clock.Advance(TimeSpan.FromMilliseconds(300));

        cut.WaitForAssertion(() => Assert.Contains("'SP$Y' is not a symbol", Text(cut, "watch-message"), StringComparison.Ordinal));
        Assert.Empty(Commands.Adds);
        await added;
    }

    [Fact]
    public async Task A_refused_symbol_keeps_the_text_and_says_why()
    {
        Commands.OnAdd = _ => Task.FromResult(new CommandResult(CommandOutcome.Refused, "The gateway knows no contract ZZZZ."));
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        await Find(cut, "watch-add-input").InputAsync("ZZZZ");
        Task added = Find(cut, "watch-add-button").ClickAsync(new MouseEventArgs());
        Clock.Advance(TimeSpan.FromMilliseconds(300));

        cut.WaitForAssertion(() => Assert.Contains("knows no contract ZZZZ", Text(cut, "watch-message"), StringComparison.Ordinal));
        Assert.Equal("ZZZZ", Find(cut, "watch-add-input").GetAttribute("value"));
        await added;
    }

    [Fact]
    public void A_refused_removal_says_why()
    {
        View.Watch(Given.Instrument());
        Commands.OnRemove = _ => Task.FromResult(new CommandResult(CommandOutcome.Refused, "SPY has a position; its price is needed."));
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        Find(cut, "watch-remove-SPY").Click();

        Assert.Equal(["SPY"], Commands.Removes);
        Assert.Contains("its price is needed", Text(cut, "watch-message"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_watchlist_says_what_to_do_and_does_it()
    {
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        cut.Find(".empty button").Click();

        Assert.Equal("SPY", Assert.Single(Commands.Adds).Symbol);
    }

    private void WatchThree()
    {
        foreach ((string ticker, decimal last) in new[] { ("SPY", 430m), ("QQQ", 380m), ("AAPL", 200m) })
        {
            View.Watch(Given.Instrument(ticker));
            View.Put(Given.Quote(ticker, last: last));
        }
        State.Ticker = "SPY";
    }

    private static string Order(IRenderedComponent<Watchlist> cut) => Find(cut, "watchlist").GetAttribute("data-order")!;

    [Fact]
    public async Task A_row_dropped_on_another_takes_its_place_and_keys_do_the_same()
    {
        WatchThree();
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        await Find(cut, "watch-row-AAPL").DragStartAsync(new DragEventArgs());
        await Find(cut, "watch-row-SPY").DropAsync(new DragEventArgs());
        Assert.Equal("AAPL SPY QQQ", Order(cut));
        await cut.Find(".watch-rows").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown", AltKey = true });

        Assert.Equal("AAPL QQQ SPY", Order(cut));
        Assert.Contains("AAPL", Mine.GetJson("watchlists"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_ones_own_gets_what_is_added_and_loses_it_without_ending_the_subscription()
    {
        WatchThree();
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();
        await Find(cut, "watch-list-new").ClickAsync(new MouseEventArgs());
        await Find(cut, "watch-list-name").InputAsync("Tech");
        await Find(cut, "watch-list-save").ClickAsync(new MouseEventArgs());
        Assert.Equal(("Tech", ""), (Find(cut, "watchlist").GetAttribute("data-list"), Order(cut)));

        Find(cut, "watch-add-input").Input("AAPL");
        Task added = Find(cut, "watch-add-button").ClickAsync(new MouseEventArgs());
        // The search that is asked what the text means waits for a pause.
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        await added;
        Assert.Equal("AAPL", Order(cut));
        await Find(cut, "watch-remove-AAPL").ClickAsync(new MouseEventArgs());
        Assert.Empty(Commands.Removes);
        Assert.Equal("", Order(cut));

        await Find(cut, "watch-list-All").ClickAsync(new MouseEventArgs());
        Assert.Equal("SPY QQQ AAPL", Order(cut));
    }

    [Fact]
    public async Task A_live_column_sorts_anew_once_a_second_while_prices_go_on_with_the_beat()
    {
        WatchThree();
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();
        await Find(cut, "watch-sort-last").ClickAsync(new MouseEventArgs());
        Assert.Equal("SPY QQQ AAPL", Order(cut));

        View.Put(Given.Quote("AAPL", last: 900m, version: 2));
        Clock.Advance(TimeSpan.FromMilliseconds(100));
        await BeatAsync();
        Assert.Equal(("900.00", "SPY QQQ AAPL"), (Told(cut)["AAPL"][2], Order(cut)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync();

        Assert.Equal("AAPL SPY QQQ", Order(cut));
    }

    [Fact]
    public void A_filter_that_fits_nothing_says_so_and_can_be_cleared()
    {
        WatchThree();
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        Find(cut, "watch-filter").Input("zzz");
        Assert.Contains("fits 'zzz'", cut.Find(".empty").TextContent, StringComparison.Ordinal);
        Find(cut, "watch-filter-clear").Click();

        Assert.Equal("SPY QQQ AAPL", Order(cut));
    }

    [Fact]
    public async Task Typing_searches_after_a_pause_and_a_chosen_hit_is_watched_exactly()
    {
        var es = new ContractHit(new ContractQuery("ES", SecurityType.Future, "CME", "USD", "20261218"), new ConId(4), "ESZ6", SecurityType.Future, "CME", "USD", "E-mini S&P 500", "20261218", null, "", []);
        var spy = new ContractHit(new ContractQuery("SPY", SecurityType.Stock), new ConId(5), "SPY", SecurityType.Stock, "ARCA", "USD", "SPDR", "", null, "", [SecurityType.Option]);
        Queries.OnSearch = _ => Task.FromResult(QueryAnswer.Of<ContractHit>([spy, es]));
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        await Find(cut, "watch-add-input").InputAsync("e");
        await Find(cut, "watch-add-input").InputAsync("es");
        Assert.Empty(Queries.Searches);
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        cut.WaitForAssertion(() => Assert.True(Has(cut, "symbol-hit-ESZ6")));
        Assert.Equal(["es"], Queries.Searches);
        Assert.Contains("Dec 18, 2026", Text(cut, "symbol-hit-ESZ6"), StringComparison.Ordinal);
        Assert.True(Has(cut, "symbol-more-SPY-OPT"));
        await Find(cut, "watch-add-input").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });
        await Find(cut, "watch-add-input").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });
        await Find(cut, "watch-add-input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.Equal(es.Query, Assert.Single(Commands.Adds));
        Assert.False(Has(cut, "symbol-hits"));
    }

    [Theory]
    [InlineData("zb", "ZB FUT CBOT USD 202612")] // no stock of that name: what the list shows first is meant
    [InlineData("zn", "ZN")] // a stock is called just that, further down
    [InlineData("znz6", "ZN FUT CBOT USD 202612")]
    [InlineData("zb fut cbot", "ZB FUT CBOT")] // the kind was typed: nothing is left to guess
    public async Task Enter_without_a_choice_takes_the_first_hit_unless_the_text_names_another(string text, string expected)
    {
        static ContractHit Future(string symbol) =>
            new(new ContractQuery(symbol, SecurityType.Future, "CBOT", "USD", "202612"), new ConId(symbol[1]), symbol + "Z6", SecurityType.Future, "CBOT", "USD", "Treasury", "20261221", null, "", []);
        var zn = new ContractHit(new ContractQuery("ZN", SecurityType.Stock), new ConId(7), "ZN", SecurityType.Stock, "NASDAQ", "USD", "Zion", "", null, "", []);
        Queries.OnSearch = _ => Task.FromResult(QueryAnswer.Of<ContractHit>([Future("ZB"), Future("ZN"), zn]));
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        await Find(cut, "watch-add-input").InputAsync(text);
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        cut.WaitForAssertion(() => Assert.True(Has(cut, "symbol-hit-ZBZ6")));
        await Find(cut, "watch-add-input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.Equal(expected, Assert.Single(Commands.Adds).ToString());
    }

    [Theory]
    [InlineData("Enter")]
    [InlineData("the button")]
    public async Task Enter_before_the_search_has_answered_waits_for_it_and_takes_what_it_finds(string how)
    {
        var zb = new ContractHit(new ContractQuery("ZB", SecurityType.Future, "CBOT", "USD", "202612"), new ConId(4), "ZBZ6", SecurityType.Future, "CBOT", "USD", "Treasury", "20261221", null, "", []);
        var answer = new TaskCompletionSource<QueryAnswer<ContractHit>>();
        Queries.OnSearch = _ => answer.Task;
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        await Find(cut, "watch-add-input").InputAsync("zb");
        Task entered = how == "Enter" ? Find(cut, "watch-add-input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" }) : Find(cut, "watch-add-button").ClickAsync(new MouseEventArgs());
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Empty(Commands.Adds);
        Assert.Contains("the first that is found is added", Text(cut, "symbol-note"), StringComparison.Ordinal);
        answer.SetResult(QueryAnswer.Of<ContractHit>([zb]));
        await entered;

        Assert.Equal(zb.Query, Assert.Single(Commands.Adds));
        Assert.Equal("", Find(cut, "watch-add-input").GetAttribute("value"));
    }

    [Theory]
    [InlineData("Escape")]
    [InlineData("another letter")]
    public async Task What_was_entered_is_not_added_when_it_was_taken_back_before_the_answer(string how)
    {
        var first = new TaskCompletionSource<QueryAnswer<ContractHit>>();
        Queries.OnSearch = _ => first.Task;
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();
        Find(cut, "watch-add-input").Input("zb");
        Task entered = Find(cut, "watch-add-input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });
        Clock.Advance(TimeSpan.FromMilliseconds(300));

        if (how == "Escape") await Find(cut, "watch-add-input").KeyDownAsync(new KeyboardEventArgs { Key = "Escape" });
        else await cut.InvokeAsync(() => Find(cut, "watch-add-input").Input("zbx"));
        first.SetResult(QueryAnswer.Of<ContractHit>([]));
        await entered;

        Assert.Empty(Commands.Adds);
    }

    [Fact]
    public async Task The_older_a_price_the_fainter_it_is()
    {
        WatchThree();
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        Clock.Advance(TimeSpan.FromSeconds(12));
        await BeatAsync();
        Assert.Contains("stale-1", Find(cut, "watch-row-SPY").ClassName, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromMinutes(6));
        await BeatAsync();

        Assert.Contains("stale-3", Find(cut, "watch-row-SPY").ClassName, StringComparison.Ordinal);
    }

    // What the page's script writes into the cells of each row: bid, ask, last, change and volume.
    private static Dictionary<string, string[]> Told(IRenderedComponent<Watchlist> cut) =>
        cut.Find("[data-texts]").GetAttribute("data-texts")!.Split('\n').Select(line => line.Split('\t')).ToDictionary(cells => cells[0], cells => cells[1..]);
}
