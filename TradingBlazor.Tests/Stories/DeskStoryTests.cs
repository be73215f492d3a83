using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>A trader at the desk, in a real browser, while a recorded week of SPY is played.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class DeskStoryTests(Browser browser, ReplayedWeek week)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_price_moves_and_the_chart_draws_candles_with_the_averages_that_the_API_tells()
    {
        AppProcess app = await week.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        await desk["watch-row-SPY"].ClickAsync();
        await desk["chart-size-1m"].ClickAsync();

        decimal? before = await ShownPriceAsync(desk);
        await Until.TrueAsync("the price of SPY to move on screen", async () => await desk.NumberAsync("watch-last-SPY") is { } now && now != before, Stop);
        await desk.SeesAsync("chart", "data-ticker", "SPY");
        await Until.TrueAsync("enough candles for an EMA of 50", async () => await desk.NumberAsync("chart", "data-bars") >= 50, Stop);

        await Until.TrueAsync("both averages to equal the API's", () => AveragesAgreeAsync(desk, api), Stop);
        await Assertions.Expect(desk.Page.Page.Locator("[data-testid='chart'] g.cartesianlayer path.box").First).ToBeAttachedAsync();
        await page.ScreenshotAsync("desk-replay-1440x900");
    }

    [Fact]
    public async Task A_market_order_is_bought_held_with_its_profit_and_loss_and_sold_again()
    {
        AppProcess app = await week.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("SPY", Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["watch-row-SPY"].ClickAsync();

        await SendAsync(desk, "buy", 100, "MKT");
        await Assertions.Expect(desk["toast"].Filter(new() { HasText = "SPY" }).First).ToBeVisibleAsync();
        await desk["tab-positions"].ClickAsync();
        await desk.SeesTextAsync("position-quantity-SPY", "100");
        await Until.TrueAsync("the profit and loss to be shown", async () => await desk.NumberAsync("position-unrealized-SPY") is not null, Stop);
        decimal? pnl = await desk.NumberAsync("position-unrealized-SPY");
        await Until.TrueAsync("the profit and loss to move", async () => await desk.NumberAsync("position-unrealized-SPY") is { } now && now != pnl, Stop);
        await page.ScreenshotAsync("desk-position-1440x900");

        await SendAsync(desk, "sell", 100, "MKT");
        await Until.TrueAsync("the position to be flat", async () => await desk["position-quantity-SPY"].CountAsync() == 0 || await desk.NumberAsync("position-quantity-SPY") == 0, Stop);
        await desk["tab-executions"].ClickAsync();

        JsonArray fills = await api.ListAsync("executions", Stop);
        Assert.Equal(100m, fills.Where(f => (string?)f!["side"] == "BUY").Sum(f => (decimal)f!["quantity"]!));
        Assert.Equal(100m, fills.Where(f => (string?)f!["side"] == "SELL").Sum(f => (decimal)f!["quantity"]!));
        foreach (JsonNode? fill in fills) await desk.SeesAsync($"execution-row-{fill!["execId"]}");
    }

    [Fact]
    public async Task A_limit_order_far_away_rests_is_modified_and_cancelled()
    {
        AppProcess app = await week.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("SPY", Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["watch-row-SPY"].ClickAsync();
        decimal far = Math.Round((await ShownPriceAsync(desk)).GetValueOrDefault() * 0.9m, 2);

        await SendAsync(desk, "buy", 10, "LMT", far);
        await desk["tab-orders"].ClickAsync();
        ILocator row = page.Page.Locator("[data-testid^='order-row-'][data-state='Working']");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        string id = (await row.GetAttributeAsync("data-testid"))!["order-row-".Length..];
        await desk[$"order-modify-{id}"].ClickAsync();
        await desk.FillAsync("modify-limit", far - 1);
        await desk["modify-save"].ClickAsync();
        JsonNode modified = await Until.NotNullAsync(
            "the modified price", async () => await api.GetAsync($"orders/{id}", Stop) is { } o && (decimal?)o["limitPrice"] == far - 1 && o["pendingChange"] is null ? o : null, Stop);
        await desk.SeesAsync($"order-row-{id}", "data-state", "Working");
        await desk.SeesTextAsync($"order-row-{id}", (far - 1).ToString("0.00", CultureInfo.InvariantCulture));
        await page.ScreenshotAsync("desk-order-1440x900");
        await desk[$"order-cancel-{id}"].ClickAsync();
        await desk.SeesAsync($"order-row-{id}", "data-state", "Cancelled");

        JsonNode cancelled = await api.GetAsync($"orders/{id}", Stop);
        Assert.Equal(("working", "cancelled"), ((string?)modified["state"], (string?)cancelled["state"]));
        Assert.Equal(0m, (decimal)cancelled["filled"]!);
    }

    [Fact]
    public async Task A_bracket_is_sent_from_the_ticket_and_its_orders_stand_together()
    {
        AppProcess app = await week.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("SPY", Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["watch-row-SPY"].ClickAsync();
        decimal far = Math.Round((await ShownPriceAsync(desk)).GetValueOrDefault() * 0.9m, 2);

        await desk.FillTicketAsync("buy", 10, "LMT", far);
        await desk["ticket-exits-toggle"].ClickAsync();
        await desk["ticket-exit-unit"].SelectOptionAsync("Percent");
        await desk.FillAsync("ticket-profit", 5);
        await desk.FillAsync("ticket-loss", 3);
        await desk.SeesAsync("ticket-preview", "data-allowed", "true");
        await page.ScreenshotAsync("desk-bracket-ticket-1440x900");
        await desk.SubmitTicketAsync();
        await desk["tab-orders"].ClickAsync();
        ILocator exits = page.Page.Locator("tr.is-exit[data-state='PreSubmitted']");
        await Assertions.Expect(exits).ToHaveCountAsync(2);
        await page.ScreenshotAsync("desk-bracket-1440x900");

        await page.Page.SetViewportSizeAsync(390, 844);
        await desk["nav-trade"].ClickAsync();
        await page.ScreenshotAsync("desk-bracket-390x844");
        Assert.Equal(390, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        JsonArray orders = await api.ListAsync("orders?state=open", Stop);
        JsonNode entry = orders.Single(o => (string?)o!["role"] == "entry")!;
        await api.CancelAsync((string)entry["id"]!, Stop);
        await Until.TrueAsync("the exits to end with their entry", async () => (await api.ListAsync($"orders?parent={entry["id"]}&state=cancelled", Stop)).Count == 2, Stop);
    }

    [Fact]
    public async Task A_million_shares_are_denied_with_the_reason_on_screen_and_nothing_is_sent()
    {
        AppProcess app = await week.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("SPY", Stop);
        int ordersBefore = (await api.ListAsync("orders", Stop)).Count;
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["watch-row-SPY"].ClickAsync();

        await desk.FillTicketAsync("buy", 1_000_000, "MKT");
        await desk.SeesAsync("ticket-preview", "data-allowed", "false");
        await desk.SeesTextAsync("ticket-preview-check-R08", "1,000,000");
        await desk.SubmitTicketAsync();
        await desk.SeesTextAsync("ticket-message", "R08");
        await page.ScreenshotAsync("desk-denied-1440x900");

        Assert.Equal(ordersBefore, (await api.ListAsync("orders", Stop)).Count);
    }

    [Fact]
    public async Task The_desk_fits_a_phone()
    {
        AppProcess app = await week.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(390, 844);
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk.SeesAsync("connection-chip", "data-state", "ready");

        foreach (string place in (string[])["watch", "chart", "trade", "positions", "more"])
        {
            await desk[$"nav-{place}"].ClickAsync();
            await Assertions.Expect(page.Page.Locator($"[data-testid='desk-page'][data-place='{place}']")).ToBeVisibleAsync();
            await page.ScreenshotAsync($"desk-{place}-390x844");
            Assert.Equal(390, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    private static async Task<decimal?> ShownPriceAsync(Desk desk)
    {
        await Until.TrueAsync("a price of SPY on screen", async () => await desk.NumberAsync("watch-last-SPY") is > 0, Stop);
        return await desk.NumberAsync("watch-last-SPY");
    }

    private static async Task SendAsync(Desk desk, string side, decimal quantity, string type, decimal? limit = null)
    {
        await desk.FillTicketAsync(side, quantity, type, limit);
        await desk.SeesAsync("ticket-preview", "data-allowed", "true");
        await desk.SeesTextAsync("ticket-submit", $"{quantity:0} SPY");
        await desk.SubmitTicketAsync();
        await desk.SeesTextAsync("ticket-message", "Accepted");
    }

    // The newest bar moves with every trade, so the two are never asked at the same moment. The averages of the bar before it stand still: with them and
    // the close that the chart tells in the same breath, its newest averages must follow. When the chart has loaded older bars than the API counts from,
    // what the two averages began with still differs, by a share that shrinks with every bar they have in common.
    private static async Task<bool> AveragesAgreeAsync(Desk desk, Api api)
    {
        string[] chart = await desk["chart"].EvaluateAsync<string[]>("e => [e.dataset.firstTime, e.dataset.barClose, e.dataset.ema20, e.dataset.ema50].map(v => v ?? '')");
        if (chart.Contains("")) return false;
        JsonNode[] bars = [.. (await api.BarsAsync("SPY", "size=1m&limit=1000&indicators=ema:20,ema:50", Stop)).Select(b => b!)];
        bool isSameBeginning = DateTimeOffset.Parse(chart[0], CultureInfo.InvariantCulture) == (DateTimeOffset)bars[0]["time"]!;
        double range = 2 * (double)(bars.Max(b => (decimal)b["high"]!) - bars.Min(b => (decimal)b["low"]!));
        return bars.SkipLast(1).TakeLast(4).Any(b => Follows(b, 20, chart[2]) && Follows(b, 50, chart[3]));

        bool Follows(JsonNode before, int length, string shown)
        {
            double share = 2d / (length + 1), average = (double)before[$"ema{length}"]!;
            double expected = average + share * (double.Parse(chart[1], CultureInfo.InvariantCulture) - average);
            return Math.Abs(expected - double.Parse(shown, CultureInfo.InvariantCulture)) < (isSameBeginning ? 1e-9 : range * Math.Pow(1 - share, bars.Length - 1));
        }
    }
}
