using System.Text.Json.Nodes;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>Several charts and ladders side by side, in a real browser.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class ManyPanelsStoryTests(Browser browser, SimulatedDesk simulated)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_chart_and_a_second_ladder_keep_their_symbols_and_orders_from_them_are_for_these()
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        await desk["watch-row-SPY"].ClickAsync();
        await desk.SeesAsync("chart", "data-drawn", "true");

        await desk["layout-menu"].ClickAsync();
        await desk["panel-another-chart"].ClickAsync();
        await desk["panel-another-ladder"].ClickAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await desk.SeesAsync("chart-2", "data-drawn", "true");
        await desk["panel-symbol-chart-2"].SelectOptionAsync("MSFT");
        await desk["panel-symbol-ladder-2"].SelectOptionAsync("QQQ");
        await desk.SeesAsync("chart-2", "data-ticker", "MSFT");
        await desk.SeesAsync("ladder-2", "data-ticker", "QQQ");
        await desk.SeesAsync("ladder-2", "data-state", "Live");
        await page.ScreenshotAsync("two-charts-1440x900");

        // An order from the second chart while the desk shows another symbol.
        await Until.TrueAsync("candles", async () => await desk.NumberAsync("chart-2", "data-bars") > 20, Stop);
        LocatorBoundingBoxResult box = (await desk["chart-2"].BoundingBoxAsync())!, last = (await page.Page.Locator("#panel-chart-2 .chart-last-tag").BoundingBoxAsync())!;
        // A limit below the market or a stop above it, far enough from the last price that the market does not take it at once.
        float height = last.Y + last.Height / 2 < box.Y + box.Height / 2 ? 0.72f : 0.25f;
        await page.Page.Mouse.ClickAsync(box.X + box.Width * 0.5f, box.Y + box.Height * height, new() { Button = MouseButton.Right });
        await page.Page.Locator("[data-testid^='chart-menu-buy']").First.ClickAsync();
        await desk["chart-draft-quantity"].FillAsync("3");
        await desk.SeesAsync("chart-draft", "data-allowed", "true");
        // Other stories trade with the same desk.
        HashSet<string> before = [.. (await api.ListAsync("orders?limit=1000", Stop)).Select(o => (string)o!["id"]!)];
        await desk["chart-draft-place"].ClickAsync();
        JsonNode order = await Until.NotNullAsync("the order of the second chart", async () => (await api.ListAsync("orders?limit=1000", Stop)).FirstOrDefault(o => !before.Contains((string)o!["id"]!)), Stop);
        Assert.Equal(("BUY", "MSFT", 3m), ((string?)order["side"], (string?)order["symbol"], (decimal)order["quantity"]!));
        string id = (string)order["id"]!;
        await Assertions.Expect(page.Page.Locator("#panel-chart-2").Locator($"[data-testid^='chart-line-{id}/']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#panel-chart").Locator($"[data-testid^='chart-line-{id}/']")).ToHaveCountAsync(0);
        await api.CancelAsync(id, Stop);

        await page.Page.ReloadAsync();
        await desk.SeesAsync("chart-2", "data-drawn", "true");
        await desk.SeesAsync("chart-2", "data-ticker", "MSFT");
        await desk.SeesAsync("chart-2", "data-size", "5m");
        await desk.SeesAsync("chart", "data-ticker", "SPY");
        await desk.SeesAsync("ladder-2", "data-ticker", "QQQ");
        // Narrow as they are: nothing of the heads lies outside its panel, and the time axis is in sight.
        Assert.Empty(await page.Page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('.chart-panel')].flatMap(p => {
              const box = p.getBoundingClientRect();
              return [...p.querySelectorAll('.chart-head > *, .panel-symbol, .xtick')].filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.right > box.right + 1 || r.bottom > box.bottom + 1); }).map(e => e.className.baseVal ?? e.className);
            })
            """));
    }
}
