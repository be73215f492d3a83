using System.Text.Json.Nodes;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;
using TradingBlazor.Tests.Stories;

namespace TradingBlazor.Tests.Accessibility;

/// <summary>A trader without a mouse.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class KeyboardStoryTests(Browser browser, SimulatedDesk simulated)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_story_of_a_trade_is_told_with_the_keyboard_alone()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        using Stories.Api api = await Stories.Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("QQQ", Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        IKeyboard keys = page.Page.Keyboard;

        // A symbol is found and selected.
        await keys.PressAsync("Control+k");
        await desk.SeesAsync("palette-item-0");
        await keys.TypeAsync("qqq");
        await desk.SeesTextAsync("palette-item-0", "QQQ");
        await keys.PressAsync("Enter");
        await desk.SeesTextAsync("ticket-symbol", "QQQ");

        // An order is written and sent from the ticket.
        await keys.PressAsync("Alt+t");
        await Assertions.Expect(page.Page.Locator("#panel-ticket :focus")).ToHaveCountAsync(1);
        await TabToAsync(page, "ticket-quantity");
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("7");
        await desk.SeesTextAsync("ticket-submit", "Buy 7 QQQ at market");
        await desk.SeesAsync("ticket-preview", "data-allowed", "true");
        await TabToAsync(page, "ticket-submit");
        await keys.PressAsync("Enter");
        await desk.SeesTextAsync("ticket-message", "Accepted");

        // The position is looked at.
        await keys.PressAsync("Alt+p");
        await desk.SeesTextAsync("position-quantity-QQQ", "7");

        // Keys are armed; an order is undone in time, and the position is flattened.
        await keys.PressAsync("Alt+Shift+A");
        await desk.SeesAsync("arm", "data-armed", "true");
        await keys.PressAsync("Shift+B");
        await desk.SeesTextAsync("undo-banner", "Buy 7 QQQ at market");
        await keys.PressAsync("Escape");
        await Assertions.Expect(desk["undo-banner"]).ToHaveCountAsync(0);
        await keys.PressAsync("Shift+F");
        await desk.SeesTextAsync("undo-banner", "Flatten QQQ: sell 7 at market");
        await Until.TrueAsync("the position to be flat", async () => (await api.ListAsync("positions", Stop)).All(p => (string?)p!["symbol"] != "QQQ" || (decimal)p["quantity"]! == 0m), Stop);

        IEnumerable<JsonNode?> fills = (await api.ListAsync("executions", Stop)).Where(f => (string?)f!["symbol"] == "QQQ");
        Assert.Equal([("BUY", 7m), ("SELL", 7m)], fills.GroupBy(f => (string)f!["side"]!).Select(g => (g.Key, g.Sum(f => (decimal)f!["quantity"]!))).OrderBy(g => g.Key));
    }

    [Fact]
    public async Task Panels_are_moved_resized_and_closed_with_the_keyboard_alone_and_stay_so()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk.SeesAsync("dock", "data-ready", "true");
        IKeyboard keys = page.Page.Keyboard;
        float before = (await page.Page.Locator("#panel-watchlist").BoundingBoxAsync())!.Width;

        await desk["splitter--0"].FocusAsync();
        await keys.PressAsync("Shift+ArrowRight");
        await Until.TrueAsync("the watchlist to be wider", async () => (await page.Page.Locator("#panel-watchlist").BoundingBoxAsync())!.Width > before + 100, Stop);
        await desk["panel-menu-orders"].FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(desk["panel-menu-list-orders"]).ToBeVisibleAsync();
        await keys.PressAsync("End");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#panel-orders")).ToHaveCountAsync(0);
        await page.Page.ReloadAsync();

        await Assertions.Expect(page.Page.Locator("[data-testid='desk-page'][data-interactive='true']")).ToBeVisibleAsync();
        Assert.Equal(0, await desk["tab-orders"].CountAsync());
        Assert.True((await page.Page.Locator("#panel-watchlist").BoundingBoxAsync())!.Width > before + 100);
    }

    [Fact]
    public async Task A_line_and_a_panel_are_dragged_with_the_pointer_and_the_server_agrees_with_the_page()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk.SeesAsync("dock", "data-ready", "true");
        IMouse mouse = page.Page.Mouse;

        LocatorBoundingBoxResult line = (await desk["splitter--0"].BoundingBoxAsync())!;
        await mouse.MoveAsync(line.X + 4, line.Y + 200);
        await mouse.DownAsync();
        await mouse.MoveAsync(line.X + 84, line.Y + 200, new() { Steps = 5 });
        float dragged = (await page.Page.Locator("#panel-watchlist").BoundingBoxAsync())!.Width;
        await mouse.UpAsync();
        LocatorBoundingBoxResult tab = (await desk["tab-positions"].BoundingBoxAsync())!, chart = (await page.Page.Locator("#panel-chart").BoundingBoxAsync())!;
        await mouse.MoveAsync(tab.X + 10, tab.Y + 10);
        await mouse.DownAsync();
        await mouse.MoveAsync(chart.X + chart.Width * 0.9f, chart.Y + chart.Height / 2, new() { Steps = 8 });
        await mouse.UpAsync();
        await Assertions.Expect(page.Page.Locator("#panel-positions")).ToBeVisibleAsync();
        await page.Page.ReloadAsync();

        await Assertions.Expect(page.Page.Locator("[data-testid='desk-page'][data-interactive='true']")).ToBeVisibleAsync();
        Assert.Equal(dragged, (await page.Page.Locator("#panel-watchlist").BoundingBoxAsync())!.Width, 1.5f);
        Assert.True((await page.Page.Locator("#panel-positions").BoundingBoxAsync())!.X > (await page.Page.Locator("#panel-chart").BoundingBoxAsync())!.X + 100);
    }

    private static async Task TabToAsync(BrowserPage page, string testId)
    {
        for (int i = 0; i < 40; i++)
        {
            if (await page.Page.EvaluateAsync<string?>("document.activeElement?.dataset.testid") == testId) return;
            await page.Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{testId} is not reached with the Tab key.");
    }
}
