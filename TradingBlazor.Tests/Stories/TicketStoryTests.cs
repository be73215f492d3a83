using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>What most orders do not need, from the ticket to the broker and back, in a real browser against a broker that refuses one change.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class TicketStoryTests(Browser browser, SimulatedDesk simulated)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_typed_is_not_written_back_over_what_is_typed_meanwhile()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["watch-row-NVDA"].ClickAsync();
        await desk["ticket-type"].SelectOptionAsync("LMT");
        await Assertions.Expect(desk["ticket-limit"]).ToBeEnabledAsync();
        // On a slow line an echo of "12" comes when "1234" stands there, and the next letter makes "12" and that letter of it. So nothing is written back at all.
        foreach (string field in (string[])["ticket-quantity", "ticket-limit", "ticket-profit", "watch-filter", "watch-add-input", "orders-filter"])
        {
            if (field == "ticket-profit") await desk["ticket-exits-toggle"].ClickAsync();
            await desk[field].EvaluateAsync("""
                e => { const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value'); e.written = [];
                       Object.defineProperty(e, 'value', { configurable: true, get() { return own.get.call(this); }, set(v) { e.written.push(v); own.set.call(this, v); } }); }
                """);
            await desk[field].ClickAsync();
            await page.Page.Keyboard.PressAsync("Control+a");
            await page.Page.Keyboard.TypeAsync("1234");
            // The server has it all: it draws what follows from the last letter.
            if (field == "ticket-quantity") await desk.SeesTextAsync("ticket-submit", "1,234");
            if (field == "ticket-limit") await desk.SeesTextAsync("ticket-submit", "1234.00");
            if (field == "ticket-profit") await desk.SeesTextAsync("ticket-submit", "take profit 1234");
            if (field == "watch-filter") await desk.SeesAsync("watch-filter-clear");
            if (field == "watch-add-input") await desk.SeesTextAsync("symbol-note", "Nothing found");

            Assert.Empty(await desk[field].EvaluateAsync<string[]>("e => e.written"));
            Assert.Equal("1234", await desk[field].InputValueAsync());
        }
    }

    [Fact]
    public async Task A_press_on_a_button_that_names_the_contract_of_before_sends_no_order_in_the_new_one()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("AAPL", Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await OpenAsync(page, app, api, "SPY");
        await desk.FillTicketAsync("buy", 3, "LMT", await FarAsync(api, "SPY", 0.97m));
        await desk.SeesTextAsync("ticket-submit", "Buy 3 SPY");
        int before = (await api.ListAsync("orders", Stop)).Count;

        // As on a slow line: the row is pressed, and the button before it says anything else.
        await page.Page.EvaluateAsync("""['watch-row-AAPL', 'ticket-submit'].forEach(i => document.querySelector(`[data-testid="${i}"]`).click())""");

        await desk.SeesTextAsync("ticket-message", "Not sent: the button said SPY");
        await desk.SeesTextAsync("ticket-submit", "AAPL");
        Assert.Equal(before, (await api.ListAsync("orders", Stop)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_price_that_is_typed_while_the_prices_of_a_row_are_on_their_way_stays_in_the_field_and_in_the_order(bool goesOn)
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["watch-row-SPY"].ClickAsync();
        await desk["ticket-type"].SelectOptionAsync("LMT");
        await Assertions.Expect(desk["ticket-limit"]).ToBeEnabledAsync();

        // As on a slow line: the row is pressed, and the price is typed before the ticket has turned.
        await page.Page.EvaluateAsync(
            """
            goesOn => {
                const of = i => document.querySelector(`[data-testid="${i}"]`), field = of('ticket-limit');
                of('watch-row-AAPL').click();
                field.focus();
                field.select();
                document.execCommand('insertText', false, '123.45');
                if (goesOn) of('ticket-quantity').focus();
            }
            """, goesOn);

        await desk.SeesTextAsync("ticket-submit", "AAPL at 123.45");
        Assert.Equal("123.45", await desk["ticket-limit"].InputValueAsync());
        // What is pressed after the typing is meant.
        await desk["watch-row-SPY"].ClickAsync();
        await Assertions.Expect(desk["ticket-symbol"]).ToHaveTextAsync("SPY");
        await Assertions.Expect(desk["ticket-limit"]).Not.ToHaveValueAsync("123.45");
    }

    [Fact]
    public async Task A_moment_that_is_typed_is_not_written_back_and_a_press_on_the_chart_leaves_the_field()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["watch-row-NVDA"].ClickAsync();
        await desk["ticket-section-more"].ClickAsync();
        await desk["ticket-good-after"].EvaluateAsync("""
            e => { const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value'); e.written = [];
                   Object.defineProperty(e, 'value', { configurable: true, get() { return own.get.call(this); }, set(v) { e.written.push(v); own.set.call(this, v); } });
                   // As a hand types it: each part is a moment of its own.
                   for (const v of ['2030-01-05T09:30', '2030-01-05T10:30', '2030-01-05T10:45']) { own.set.call(e, v); e.dispatchEvent(new Event('input', { bubbles: true })); } }
            """);
        await desk.SeesTextAsync("ticket-submit", "not before Jan 5 2030 10:45 ET");

        Assert.Empty(await desk["ticket-good-after"].EvaluateAsync<string[]>("e => e.written"));
        Assert.Equal("2030-01-05T10:45", await desk["ticket-good-after"].InputValueAsync());

        await desk["ticket-quantity"].FocusAsync();
        LocatorBoundingBoxResult chart = (await page.Page.Locator(".chart-host").BoundingBoxAsync())!;
        await page.Page.Mouse.ClickAsync(chart.X + chart.Width / 2, chart.Y + chart.Height / 3);
        Assert.False(await desk["ticket-quantity"].EvaluateAsync<bool>("e => e === document.activeElement"));
    }

    [Fact]
    public async Task An_order_with_an_algorithm_and_a_condition_is_sent_and_its_history_opens()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await OpenAsync(page, app, api, "SPY");

        await desk.FillTicketAsync("buy", 10, "LMT", await FarAsync(api, "SPY", 0.97m));
        await desk["ticket-section-algo"].ClickAsync();
        await desk["ticket-algo"].SelectOptionAsync("Adaptive");
        await desk["ticket-algo-adaptivePriority"].SelectOptionAsync("Patient");
        await desk["ticket-section-conditions"].ClickAsync();
        await desk["ticket-condition-add"].ClickAsync();
        await desk.FillAsync("condition-value-0", await FarAsync(api, "SPY", 1.5m));
        await desk.SeesTextAsync("ticket-submit", "by Adaptive (Patient), when SPY is at or above");
        await desk.SeesAsync("ticket-preview", "data-allowed", "true");
        await page.ScreenshotAsync("ticket-algo-condition-1440x900");
        await desk.SubmitTicketAsync();
        await desk.SeesTextAsync("ticket-message", "Accepted");

        JsonNode order = (await api.ListAsync("orders?state=open", Stop)).First(o => o!["attributes"]?["algo"] is not null)!;
        string id = (string)order["id"]!;
        JsonNode attributes = order["attributes"]!;
        Assert.Equal(("Adaptive", "price"), ((string?)attributes["algo"]!["strategy"], (string?)attributes["conditions"]!["items"]![0]!["kind"]));
        await desk["tab-orders"].ClickAsync();
        await desk[$"order-history-{id}"].ClickAsync();
        await desk.SeesTextAsync("drawer-words", "by Adaptive (Patient)");
        await desk.SeesTextAsync("drawer-events", "Acknowledged");
        await desk.SeesTextAsync("drawer-latency", "Command to wire");
        await page.ScreenshotAsync("order-history-1440x900");
        await page.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(desk["order-drawer"]).ToHaveCountAsync(0);
        await api.CancelAsync(id, Stop);
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task The_button_of_the_ticket_stays_where_it_is_and_the_verdict_is_whole_above_it(int width, int height)
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(width, height, hasTouch: width < 800);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        // The tour takes its line: so there is least room.
        await Assertions.Expect(desk["tour"]).ToBeVisibleAsync();
        if (width < 800) await desk["nav-trade"].ClickAsync();
        await desk["ticket-quantity"].FillAsync("");
        await desk.SeesTextAsync("ticket-submit", "Enter a quantity");
        float empty = await TopAsync(desk, "ticket-submit");

        await desk["ticket-quantity"].FillAsync("10");
        await Assertions.Expect(desk["ticket-margin-after"]).ToContainTextAsync(" of ");
        float allowed = await TopAsync(desk, "ticket-submit");
        LocatorBoundingBoxResult verdict = (await desk["ticket-preview"].BoundingBoxAsync())!, button = (await desk["ticket-submit"].BoundingBoxAsync())!, strip = (await page.Page.Locator(".ticket-strip").BoundingBoxAsync())!;
        await desk["ticket-quantity"].FillAsync("1000000");
        await desk.SeesAsync("ticket-preview", "data-allowed", "false");
        await desk.SeesTextAsync("ticket-preview", "R08");

        Assert.Equal((empty, allowed), (allowed, await TopAsync(desk, "ticket-submit")));
        Assert.True(strip.Y + strip.Height <= verdict.Y + 1 && verdict.Y + verdict.Height <= button.Y, $"The strip ends at {strip.Y + strip.Height}, the verdict is from {verdict.Y} to {verdict.Y + verdict.Height}, the button begins at {button.Y}.");
    }

    private static async Task<float> TopAsync(Desk desk, string id) => (await desk[id].BoundingBoxAsync())!.Y;

    [Fact]
    public async Task A_change_in_place_that_the_broker_refuses_leaves_the_order_as_it_was_and_says_so()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await OpenAsync(page, app, api, "AAPL");
        decimal far = await FarAsync(api, "AAPL", 0.97m);
        string id = await RestingAsync(api, "AAPL", "BUY", far);

        await desk["tab-orders"].ClickAsync();
        await desk[$"order-modify-{id}"].ClickAsync();
        await desk.FillAsync("modify-limit", far - 0.5m);
        await page.ScreenshotAsync("order-change-in-place-1440x900");
        await desk["modify-save"].ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-testid='toast']").Filter(new() { HasText = "change" }).Or(desk[$"order-row-{id}"].Filter(new() { HasText = far.ToString("0.00", CultureInfo.InvariantCulture) })).First).ToBeVisibleAsync();

        JsonNode order = await Until.NotNullAsync("the refused change in the history", async () =>
            await api.GetAsync($"orders/{id}", Stop) is { } o && o["pendingChange"] is null && o["history"]!.AsArray().Any(e => (string?)e!["kind"] == "modify rejected") ? o : null, Stop);
        Assert.Equal(("working", far), ((string?)order["state"], (decimal)order["limitPrice"]!));
        await desk.SeesTextAsync($"order-row-{id}", far.ToString("0.00", CultureInfo.InvariantCulture));
        await desk[$"order-history-{id}"].ClickAsync();
        await desk.SeesTextAsync("drawer-events", "Modify rejected");
        await api.CancelAsync(id, Stop);
    }

    [Fact]
    public async Task Orders_of_one_side_are_cancelled_together_and_a_position_is_turned_around()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await OpenAsync(page, app, api, "MSFT");
        JsonNode bought = await Until.NotNullAsync("a purchase to be taken", async () => (JsonNode?)await api.SubmitAsync(new { symbol = "MSFT", side = "BUY", quantity = 7, type = "MKT" }, Stop), Stop);
        await api.OrderInStateAsync((string)bought["id"]!, "filled", Stop);
        string buy = await RestingAsync(api, "MSFT", "BUY", await FarAsync(api, "MSFT", 0.97m));
        string sell = await RestingAsync(api, "MSFT", "SELL", await FarAsync(api, "MSFT", 1.03m));

        await desk["tab-orders"].ClickAsync();
        await desk["orders-cancel-some"].SelectOptionAsync(new SelectOptionValue { Label = "1 sell order in MSFT" });
        await desk["confirm-no"].ClickAsync();
        // A browser tells nobody of a choice that stands there already.
        await Assertions.Expect(desk["orders-cancel-some"]).ToHaveValueAsync("");
        await desk["orders-cancel-some"].SelectOptionAsync(new SelectOptionValue { Label = "1 sell order in MSFT" });
        await desk.SeesTextAsync("confirm-yes", "Cancel 1 sell order in MSFT");
        await desk["confirm-yes"].ClickAsync();
        await api.OrderInStateAsync(sell, "cancelled", Stop);
        Assert.Equal("working", (string?)(await api.GetAsync($"orders/{buy}", Stop))["state"]);
        await api.CancelAsync(buy, Stop);
        await api.OrderInStateAsync(buy, "cancelled", Stop);

        await page.Page.GotoAsync(new Uri(app.Address, "positions").ToString());
        await Assertions.Expect(page.Page.Locator("[data-testid='positions-page'][data-interactive='true']")).ToBeVisibleAsync();
        await desk["position-reverse-MSFT"].ClickAsync();
        await desk.SeesTextAsync("confirm-dialog", "sell 14 MSFT at market, to hold −7");
        await desk.FillAsync("confirm-type", 14);
        await desk["confirm-yes"].ClickAsync();
        await desk.SeesTextAsync("position-quantity-MSFT", "−7");
        await page.ScreenshotAsync("positions-page-1440x900");

        await page.Page.GotoAsync(new Uri(app.Address, "executions").ToString());
        await Assertions.Expect(page.Page.Locator("[data-testid='executions-page'][data-interactive='true']")).ToBeVisibleAsync();
        await desk.FillTextAsync("search-symbol", "msft");
        await desk["search-go"].ClickAsync();
        await Assertions.Expect(page.Page.Locator("tr[data-testid^='execution-row-'][data-ticker='MSFT']").First).ToBeVisibleAsync();
        IDownload file = await page.Page.RunAndWaitForDownloadAsync(() => desk["search-csv"].ClickAsync());
        Assert.Contains("MSFT,stock", await File.ReadAllTextAsync(await file.PathAsync(), Stop), StringComparison.Ordinal);
        await page.ScreenshotAsync("executions-page-1440x900");
    }

    [Fact]
    public async Task On_a_phone_the_ticket_is_a_sheet_that_keeps_what_was_typed_and_sends_by_touch()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("QQQ", Stop);
        await using BrowserPage page = await browser.OpenAsync(390, 844, hasTouch: true);
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["nav-watch"].TapAsync();
        await desk["watch-row-QQQ"].TapAsync();
        await desk["nav-trade"].TapAsync();
        decimal far = await FarAsync(api, "QQQ", 0.97m);

        await desk["ticket-type"].SelectOptionAsync("LMT");
        await desk.FillAsync("ticket-quantity", 3);
        await desk.FillAsync("ticket-limit", far);
        await desk["ticket-sheet-close"].TapAsync();
        await Assertions.Expect(desk["ticket-quantity"]).Not.ToBeInViewportAsync();
        await desk["nav-trade"].TapAsync();
        await Assertions.Expect(desk["ticket-quantity"]).ToHaveValueAsync("3");
        await Assertions.Expect(desk["ticket-limit"]).ToHaveValueAsync(far.ToString(CultureInfo.InvariantCulture));
        await desk["ticket-section-more"].TapAsync();
        await desk["ticket-outside-rth"].TapAsync();
        await desk.SeesTextAsync("ticket-submit", "outside regular hours too");
        await page.ScreenshotAsync("ticket-sheet-390x844");
        Assert.Equal(390, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await desk["ticket-submit"].TapAsync();
        await desk.SeesTextAsync("ticket-message", "Accepted");
        await desk.SeesAsync("ticket-truth", "data-state", "Working");

        JsonNode order = (await api.ListAsync("orders?state=open", Stop)).First(o => (string?)o!["symbol"] == "QQQ")!;
        Assert.True((bool)order["outsideRth"]!);
        await api.CancelAsync((string)order["id"]!, Stop);
    }

    private static async Task<Desk> OpenAsync(BrowserPage page, AppProcess app, Api api, string symbol)
    {
        await api.ReadyToTradeAsync(symbol, Stop);
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk[$"watch-row-{symbol}"].ClickAsync();
        await desk.SeesTextAsync("ticket-symbol", symbol);
        return desk;
    }

    private static async Task<decimal> FarAsync(Api api, string symbol, decimal factor) =>
        decimal.Round(decimal.Parse((await api.GetAsync($"quotes/{symbol}", Stop))["bid"]!.ToString(), CultureInfo.InvariantCulture) * factor, 2);

    private static async Task<string> RestingAsync(Api api, string symbol, string side, decimal limit)
    {
        // A denial, because a price is old on a busy machine, leaves nothing behind.
        JsonNode order = await Until.NotNullAsync($"an order in {symbol} to be taken", async () => (JsonNode?)await api.SubmitAsync(new { symbol, side, quantity = 2, type = "LMT", limitPrice = limit }, Stop), Stop);
        await api.OrderInStateAsync((string)order["id"]!, "working", Stop);
        return (string)order["id"]!;
    }
}
