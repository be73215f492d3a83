using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>A trader at the depth ladder, in a real browser, without touching the pointer.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class LadderStoryTests(Browser browser, ReplayedWeek week)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_placed_moved_and_cancelled_on_the_ladder_by_keys_alone()
    {
        AppProcess app = await week.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("SPY", Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk.SeesAsync("ladder", "data-state", "Live");
        await Assertions.Expect(desk["ladder-arm"]).ToBeEnabledAsync();
        await desk["ladder-rows"].FocusAsync();
        IKeyboard keys = page.Page.Keyboard;

        await keys.PressAsync("a");
        await desk.SeesAsync("ladder", "data-armed", "true");
        await keys.PressAsync("2");
        for (int i = 0; i < 3; i++) await keys.PressAsync("PageDown");
        await keys.PressAsync("b");
        JsonNode order = await Until.NotNullAsync("the order of the key B", async () => (await api.ListAsync("orders?state=working", Stop)).FirstOrDefault(), Stop);
        decimal price = (decimal)order["limitPrice"]!;
        string cursor = price.ToString("0.##", CultureInfo.InvariantCulture);
        await desk.SeesAsync($"ladder-own-Buy-{cursor}", "data-pending", "false");
        await page.ScreenshotAsync("ladder-1440x900");
        // An order that is dragged is let go also where the pointer has only just entered, as it does whenever a line is drawn anew under it.
        Assert.True(await desk[$"ladder-own-Buy-{cursor}"].EvaluateAsync<bool>("e => !e.dispatchEvent(new DragEvent('dragenter', { bubbles: true, cancelable: true }))"));

        await keys.PressAsync("Shift+ArrowDown");
        string id = (string)order["id"]!;
        await Until.TrueAsync("the order one tick lower", async () => await api.GetAsync($"orders/{id}", Stop) is { } o && (decimal?)o["limitPrice"] == price - 0.01m && o["pendingChange"] is null, Stop);
        await desk.SeesAsync($"ladder-own-Buy-{(price - 0.01m).ToString("0.##", CultureInfo.InvariantCulture)}", "data-pending", "false");
        await keys.PressAsync("Delete");

        await api.OrderInStateAsync(id, "cancelled", Stop);
        Assert.Equal(("BUY", 10m), ((string?)order["side"], (decimal)order["quantity"]!));
    }
}
