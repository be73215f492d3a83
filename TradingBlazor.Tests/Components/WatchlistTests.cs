using Bunit;
using Microsoft.AspNetCore.Components.Web;
using TradingBlazor.Components.Trading;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Engine.Commands;

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

    [Fact]
    public async Task A_row_follows_the_newest_quote_on_the_beat()
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        View.Put(Given.Quote(last: 430.55m, version: 2));
        await BeatAsync();

        Assert.Equal("430.55", Text(cut, "watch-last-SPY"));
        Assert.Contains("flash-up", Find(cut, "watch-last-SPY").ClassName, StringComparison.Ordinal);
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
    public void A_symbol_that_cannot_be_one_is_explained_and_not_sent()
    {
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        Find(cut, "watch-add-input").Input("SP$Y");
        Find(cut, "watch-add-button").Click();

        Assert.Empty(Commands.Adds);
        Assert.Contains("'SP$Y' is not a symbol", Text(cut, "watch-message"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_symbol_keeps_the_text_and_says_why()
    {
        Commands.OnAdd = _ => Task.FromResult(new CommandResult(CommandOutcome.Refused, "The gateway knows no contract ZZZZ."));
        IRenderedComponent<Watchlist> cut = Render<Watchlist>();

        Find(cut, "watch-add-input").Input("ZZZZ");
        Find(cut, "watch-add-button").Click();

        Assert.Contains("knows no contract ZZZZ", Text(cut, "watch-message"), StringComparison.Ordinal);
        Assert.Equal("ZZZZ", Find(cut, "watch-add-input").GetAttribute("value"));
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
}
