using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components.Charts;
using TradingBlazor.State.Keys;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.MarketData;

namespace TradingBlazor.Tests.Components;

public sealed class PriceChartTests : DeskTest
{
    private IRenderedComponent<PriceChart> Chart(int bars = 60)
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());
        View.Put(Given.Series(Given.Bars(bars)));
        State.Ticker = "SPY";
        return Render<PriceChart>();
    }

    private async Task LookAsync(IRenderedComponent<PriceChart> cut)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(250));
        await BeatAsync();
        _ = cut;
    }

    private static Task OpenMenuAsync(IRenderedComponent<PriceChart> cut, decimal price) => cut.InvokeAsync(() => cut.Instance.OpenMenu(price, 100));

    [Fact]
    public void Every_size_from_five_seconds_to_a_day_is_offered()
    {
        IRenderedComponent<PriceChart> cut = Chart();

        Assert.Equal(["5s", "1m", "5m", "15m", "1h", "1d"], cut.FindAll(".segment").Select(b => b.TextContent));
    }

    [Fact]
    public async Task Looking_to_the_left_loads_older_bars_before_the_first_and_says_when_there_are_no_more()
    {
        IRenderedComponent<PriceChart> cut = Chart();
        IReadOnlyList<Bar> older = [.. Given.Bars(160, source: BarSource.Backfill).Take(100)];
        Queries.OnHistory = r => Task.FromResult(QueryAnswer.Of<Bar>(r.To == Given.Bars(60)[0].Time ? older : []));

        bool more = await cut.InvokeAsync(cut.Instance.LoadOlder);
        await LookAsync(cut);
        Assert.Equal((true, "160"), (more, Find(cut, "chart").GetAttribute("data-bars")));
        more = await cut.InvokeAsync(cut.Instance.LoadOlder);
        await LookAsync(cut);

        Assert.Equal((false, "true"), (more, Find(cut, "chart").GetAttribute("data-complete")));
        Assert.Equal(("chart", BarSize.OneMinute), (Queries.Histories[0].Reason, Queries.Histories[0].Size));
    }

    [Fact]
    public async Task History_that_cannot_be_loaded_is_told_and_asked_again_later()
    {
        IRenderedComponent<PriceChart> cut = Chart();
        Queries.OnHistory = _ => Task.FromResult(QueryAnswer.Failed<Bar>("The gateway is not connected; history is loaded when it is back."));

        bool more = await cut.InvokeAsync(cut.Instance.LoadOlder);
        State.Choose(BarSize.FiveMinutes);
        State.Choose(BarSize.OneMinute);
        await LookAsync(cut);

        Assert.True(more);
        Assert.Single(Queries.Histories);
    }

    [Fact]
    public async Task On_a_day_without_trade_the_chart_shows_the_newest_bars_of_history_instead_of_waiting_for_the_first()
    {
        Queries.OnHistory = r => Task.FromResult(QueryAnswer.Of<Bar>(r.To is null ? [.. Given.Bars(100, source: BarSource.Backfill)] : []));
        IRenderedComponent<PriceChart> cut = Chart(bars: 0);

        await LookAsync(cut);
        await LookAsync(cut);
        // Those of the engine are on their way when it has only begun.
        Assert.Empty(Queries.Histories);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await LookAsync(cut);
        await LookAsync(cut);

        Assert.Equal("100", Find(cut, "chart").GetAttribute("data-bars"));
        Assert.Single(Queries.Histories);
    }

    [Fact]
    public async Task Days_come_from_history()
    {
        Queries.OnHistory = r => Task.FromResult(QueryAnswer.Of<Bar>([.. Enumerable.Range(0, 200).Select(i => Given.Bar(new DateTimeOffset(2025, 6, 1, 4, 0, 0, TimeSpan.Zero).AddDays(i), 400m + i, BarSize.OneDay, BarSource.Backfill))]));
        IRenderedComponent<PriceChart> cut = Chart();

        State.Choose(BarSize.OneDay);
        await LookAsync(cut);
        await LookAsync(cut);

        Assert.Equal(("1d", "200"), (Find(cut, "chart").GetAttribute("data-size"), Find(cut, "chart").GetAttribute("data-bars")));
        Assert.Null(Queries.Histories[0].To);
    }

    [Fact]
    public async Task The_keys_go_into_the_indicators_and_back_to_their_button()
    {
        IRenderedComponent<PriceChart> cut = Chart();

        await Find(cut, "chart-indicators").ClickAsync(new MouseEventArgs());
        int opened = Focused();
        await Find(cut, "indicator-remove-ema:50").ClickAsync(new MouseEventArgs());
        int removed = Focused();
        await Find(cut, "indicator-menu").KeyDownAsync(new KeyboardEventArgs { Key = "Escape" });

        Assert.Equal((1, 2, 3), (opened, removed, Focused()));
        Assert.False(Has(cut, "indicator-menu"));

        int Focused() => JSInterop.Invocations.Count(i => i.Identifier == "Blazor._internal.domWrapper.focus");
    }

    [Fact]
    public async Task Indicators_are_added_changed_and_removed_and_kept_with_the_person()
    {
        IRenderedComponent<PriceChart> cut = Chart();
        await Find(cut, "chart-indicators").ClickAsync(new MouseEventArgs());

        await Find(cut, "indicator-kind").ChangeAsync("macd");
        await Find(cut, "indicator-add").ClickAsync(new MouseEventArgs());
        await LookAsync(cut);
        await Find(cut, "indicator-macd-fast").ChangeAsync("8");
        await LookAsync(cut);
        await Find(cut, "indicator-remove-ema:50").ClickAsync(new MouseEventArgs());
        await LookAsync(cut);

        Assert.Equal("ema:20;macd:8,26,9", Find(cut, "chart").GetAttribute("data-indicators"));
        Assert.Contains("macd:8,26,9", Mine.GetJson("chart.indicators"), StringComparison.Ordinal);
        await Find(cut, "indicator-macd-fast").ChangeAsync("30");
        Assert.Contains("must be less than slow", Text(cut, "indicator-problem"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Below_the_market_a_limit_buys_and_a_stop_sells()
    {
        IRenderedComponent<PriceChart> cut = Chart();

        await OpenMenuAsync(cut, 429.5049m);

        Assert.Equal("Buy limit at 429.50", Text(cut, "chart-menu-buy-limit"));
        Assert.Equal("Sell stop at 429.50", Text(cut, "chart-menu-sell-stop"));
        await OpenMenuAsync(cut, 431m);
        Assert.Equal("Sell limit at 431.00", Text(cut, "chart-menu-sell-limit"));
    }

    [Fact]
    public async Task Words_of_an_open_menu_stay_when_the_market_crosses_its_price()
    {
        IRenderedComponent<PriceChart> cut = Chart();
        await OpenMenuAsync(cut, 429.50m);

        View.Put(Given.Quote(bid: 428.90m, ask: 428.92m, last: 428.91m));
        await BeatAsync();
        cut.Render();

        Assert.Equal("Buy limit at 429.50", Text(cut, "chart-menu-buy-limit"));
    }

    [Fact]
    public async Task A_bracket_is_begun_dragged_judged_and_sent_as_one_command()
    {
        IRenderedComponent<PriceChart> cut = Chart();
        await OpenMenuAsync(cut, 429.50m);
        await Find(cut, "chart-menu-buy-bracket").ClickAsync(new MouseEventArgs());

        await cut.InvokeAsync(() => cut.Instance.MoveLine("draft", "profit", 433.004m, 0, ""));
        await cut.InvokeAsync(() => cut.Instance.MoveLine("draft", "loss", 428m, 0, ""));
        Clock.Advance(TimeSpan.FromSeconds(1));
        cut.WaitForAssertion(() => Assert.Equal("true", Find(cut, "chart-draft").GetAttribute("data-allowed")));
        await Find(cut, "chart-draft-place").ClickAsync(new MouseEventArgs());

        (OrderSpec spec, CommandContext context) = Assert.Single(Commands.Submits);
        Assert.Equal((OrderSide.Buy, OrderType.Limit, 429.50m, 433.00m, 428m), (spec.Side, spec.Type, spec.LimitPrice!.Value, spec.Bracket!.TakeProfit!.Price!.Value, spec.Bracket.StopLoss!.Price!.Value));
        Assert.NotEqual("", context.IdempotencyKey);
        Assert.False(Has(cut, "chart-draft"));
    }

    [Theory]
    [InlineData("abc", "'abc' is not a price: the line stays where it was.")]
    [InlineData("", "A price is missing: the line stays where it was.")]
    public async Task What_is_no_price_is_told_and_the_field_shows_the_one_that_would_be_sent(string typed, string said)
    {
        IRenderedComponent<PriceChart> cut = Chart();
        await OpenMenuAsync(cut, 429.50m);
        await Find(cut, "chart-menu-buy-limit").ClickAsync(new MouseEventArgs());

        await Find(cut, "chart-draft-entry").ChangeAsync(typed);

        Assert.Equal(said, Text(cut, "chart-draft-verdict"));
        Assert.Equal("429.50", Find(cut, "chart-draft-entry").GetAttribute("value"));
        await Find(cut, "chart-draft-entry").ChangeAsync("429.40");
        Assert.DoesNotContain("stays", Text(cut, "chart-draft-verdict"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_denial_is_told_beside_the_order_which_stays_to_be_changed()
    {
        Commands.OnPreview = (_, _) => Task.FromResult(new PreviewResult(Given.Denied(), null, null));
        Commands.OnSubmit = _ => Task.FromResult(new SubmitResult(SubmitOutcome.Denied, null, Given.Denied(), Given.Denied().Summary));
        IRenderedComponent<PriceChart> cut = Chart();
        await OpenMenuAsync(cut, 429.50m);
        await Find(cut, "chart-menu-buy-limit").ClickAsync(new MouseEventArgs());

        Clock.Advance(TimeSpan.FromSeconds(1));
        cut.WaitForAssertion(() => Assert.Contains("R08", Text(cut, "chart-draft-verdict"), StringComparison.Ordinal));
        await Find(cut, "chart-draft-place").ClickAsync(new MouseEventArgs());

        Assert.Contains("R08", Text(cut, "chart-draft-verdict"), StringComparison.Ordinal);
        Assert.Equal("false", Find(cut, "chart-draft").GetAttribute("data-allowed"));
    }

    [Fact]
    public async Task A_dropped_line_changes_its_order_and_a_refusal_is_told()
    {
        View.Orders = [Given.Order("TB-1", limit: 429m)];
        IRenderedComponent<PriceChart> cut = Chart();

        await cut.InvokeAsync(() => cut.Instance.MoveLine("TB-1", "limit", 428.996m, 0, ""));
        Assert.Empty(Commands.Modifies);
        Commands.OnModify = _ => Task.FromResult(new CommandResult(CommandOutcome.Refused, "A cancel of the order is under way."));
        await cut.InvokeAsync(() => cut.Instance.MoveLine("TB-1", "limit", 428.50m, 0, ""));
        await LookAsync(cut);

        Assert.Equal((new OrderRef("TB-1"), new OrderChange(LimitPrice: 428.50m)), Assert.Single(Commands.Modifies));
        Assert.Equal("A cancel of the order is under way.", Text(cut, "chart-gap-note"));
        await cut.InvokeAsync(() => cut.Instance.CancelLine("TB-1", "limit"));
        Assert.Equal([new OrderRef("TB-1")], Commands.Cancels);
    }

    [Fact]
    public async Task A_dropped_line_that_arrives_late_moves_nothing_and_stands_where_its_order_is()
    {
        View.Orders = [Given.Order("TB-1", limit: 429m)];
        IRenderedComponent<PriceChart> cut = Chart();

        await cut.InvokeAsync(() => cut.Instance.MoveLine("TB-1", "limit", 428.50m, 0, SecondOfPage(9)));
        await LookAsync(cut);

        Assert.Empty(Commands.Modifies);
        Assert.Equal("Not moved: what the page showed was 9.0 s old when the press arrived. Look at the chart, and move it again.", Text(cut, "chart-gap-note"));
        await cut.InvokeAsync(() => cut.Instance.MoveLine("TB-1", "limit", 428.50m, 0, SecondOfPage(2)));
        Assert.Single(Commands.Modifies);
    }

    [Fact]
    public async Task A_line_dropped_from_a_look_at_another_order_is_not_moved_and_says_why()
    {
        Order order = Given.Order("TB-1", limit: 429m, version: 5);
        View.Orders = [order];
        IRenderedComponent<PriceChart> cut = Chart();
        await LookAsync(cut);
        View.Orders = [order with { Quantity = 500m, Version = 7 }];
        await LookAsync(cut);

        await cut.InvokeAsync(() => cut.Instance.MoveLine("TB-1", "limit", 428.50m, 5, ""));
        await LookAsync(cut);
        Assert.Empty(Commands.Modifies);
        Assert.Contains("quantity 100 is 500 now", Text(cut, "chart-gap-note"), StringComparison.Ordinal);

        await cut.InvokeAsync(() => cut.Instance.MoveLine("TB-1", "limit", 428.50m, 7, ""));
        Assert.Equal((new OrderRef("TB-1"), new OrderChange(LimitPrice: 428.50m)), Assert.Single(Commands.Modifies));
    }

    private IRenderedComponent<PriceChart> Second()
    {
        View.Watch(Given.Instrument("MSFT"));
        View.Put(Given.Quote("MSFT", bid: 310m, ask: 310.02m, last: 310.01m));
        View.Put(Given.Series(Given.Bars(30), ticker: "MSFT"));
        View.Put(Given.Series(Given.Bars(20, BarSize.FiveMinutes)));
        Chart();
        return Render<PriceChart>(p => p.Add(c => c.Number, 2));
    }

    [Fact]
    public async Task Another_chart_follows_the_selection_in_larger_bars_until_it_gets_a_symbol_of_its_own()
    {
        IRenderedComponent<PriceChart> cut = Second();
        AngleSharp.Dom.IElement chart = Find(cut, "chart-2");
        Assert.Equal(("SPY", "5m"), (chart.GetAttribute("data-ticker"), chart.GetAttribute("data-size")));

        await Find(cut, "panel-symbol-chart-2").ChangeAsync("MSFT");
        await Find(cut, "chart-size-1m").ClickAsync();
        await LookAsync(cut);
        State.Select("QQQ");
        await LookAsync(cut);

        chart = Find(cut, "chart-2");
        Assert.Equal(("MSFT", "1m", "30"), (chart.GetAttribute("data-ticker"), chart.GetAttribute("data-size"), chart.GetAttribute("data-bars")));
        Assert.Equal(BarSize.OneMinute, State.BarSize);
        // Another page of the same person, or the next start, opens it so.
        Assert.Equal("MSFT", Find(Render<PriceChart>(p => p.Add(c => c.Number, 2)), "chart-2").GetAttribute("data-ticker"));
    }

    [Fact]
    public async Task An_order_begun_on_a_chart_of_its_own_is_for_its_symbol_and_leaves_the_tickets_quantity()
    {
        IRenderedComponent<PriceChart> cut = Second();
        await Find(cut, "panel-symbol-chart-2").ChangeAsync("MSFT");
        await LookAsync(cut);
        State.Draft.Quantity = "777";

        await OpenMenuAsync(cut, 309m);
        await Find(cut, "chart-menu-buy-limit").ClickAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        cut.WaitForAssertion(() => Assert.False(Find(cut, "chart-draft-place").HasAttribute("disabled")));
        Services.GetRequiredService<PageLine>().Note(SecondOfPage(9));
        await Find(cut, "chart-draft-place").ClickAsync();
        Assert.Contains("Not sent: what the page showed was 9.0 s old", Text(cut, "chart-draft-verdict"), StringComparison.Ordinal);
        await Find(cut, "chart-draft-place").ClickAsync();

        OrderSpec sent = Assert.Single(Commands.Submits).Spec;
        Assert.Equal(("MSFT", 309m, "777"), (sent.Ticker, sent.LimitPrice!.Value, State.Draft.Quantity));
        Assert.NotEqual(777m, sent.Quantity);
    }

    [Fact]
    public async Task A_chart_whose_symbol_is_not_watched_any_more_says_so()
    {
        Mine.SetJson("panel.chart-2", """{"symbol":"GONE","seconds":60}""");
        IRenderedComponent<PriceChart> cut = Second();
        await LookAsync(cut);

        Assert.Contains("GONE is not watched any more", cut.Markup, StringComparison.Ordinal);
        Assert.Equal("GONE", Find(cut, "panel-symbol-chart-2").GetAttribute("value"));
    }

    [Theory]
    [InlineData("""{"symbol":null,"seconds":61}""")]
    [InlineData("17")]
    public void A_kept_setting_that_cannot_be_read_is_the_usual_one(string json)
    {
        Mine.SetJson("panel.chart-2", json);

        AngleSharp.Dom.IElement chart = Find(Second(), "chart-2");

        Assert.Equal(("SPY", "5m"), (chart.GetAttribute("data-ticker"), chart.GetAttribute("data-size")));
    }
}
