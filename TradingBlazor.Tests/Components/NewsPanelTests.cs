using Bunit;
using TradingBlazor.Components.Trading;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.MarketData.News;

namespace TradingBlazor.Tests.Components;

public sealed class NewsPanelTests : DeskTest
{
    [Fact]
    public async Task Headlines_are_those_of_the_selected_symbol_and_the_broker_and_asked_for_while_the_panel_is_open()
    {
        View.Watch(Given.Instrument());
        View.Watch(Given.Instrument("QQQ"));
        State.Ticker = "SPY";
        News.Current = new NewsSnapshot([new(Given.Now, "IB", "1", "NYSE is available again", ""), new(Given.Now, "DJNL", "a", "SPY slips", "SPY"), new(Given.Now, "DJNL", "b", "QQQ jumps", "QQQ")], new Dictionary<string, string> { ["DJNL"] = "Dow Jones Newsletters" }, "");

        IRenderedComponent<NewsPanel> cut = Render<NewsPanel>();

        Assert.Equal(["NYSE is available again", "SPY slips"], cut.FindAll(".news-head").Select(h => h.TextContent));
        Assert.Equal(["SPY"], News.Wanted);
        State.Select("QQQ");
        await BeatAsync();
        Assert.Equal(["NYSE is available again", "QQQ jumps"], cut.FindAll(".news-head").Select(h => h.TextContent));
        Assert.Equal(["SPY", "QQQ"], News.Wanted);
    }

    [Fact]
    public void Without_headlines_the_panel_says_why_or_what_to_do()
    {
        Assert.Contains("Choose a symbol", Render<NewsPanel>().Markup, StringComparison.Ordinal);

        View.Watch(Given.Instrument());
        State.Ticker = "SPY";
        News.Current = NewsSnapshot.Empty with { Trouble = "The login has no news provider." };
        IRenderedComponent<NewsPanel> cut = Render<NewsPanel>();

        Assert.Equal("The login has no news provider.", Text(cut, "news-trouble"));
        Assert.Contains("No headlines of SPY yet", cut.Markup, StringComparison.Ordinal);
    }
}
