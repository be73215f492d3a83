using Microsoft.Playwright;
using TradingBlazor.State.Keys;
using TradingBlazor.Tests.Harness;
using TradingBlazor.Tests.Stories;

namespace TradingBlazor.Tests.Accessibility;

/// <summary>Every page, in every theme, on the desktop, the phone and at 200 %.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class AccessibilityTests(Browser browser, SimulatedDesk simulated)
{
    // Rendered on the server alone: nothing comes alive there.
    private static readonly string[] StillPages = ["/settings", "/settings/connection", "/settings/instruments", "/settings/retention", "/settings/backup", "/settings/users", "/settings/keys", "/settings/addresses", "/settings/sessions", "/settings/alerts", "/settings/logs", "/settings/audit", "/account", "/account/sign-in", "/not-found", "/offline.html"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_page_violates_a_rule_of_level_serious_or_critical_in_any_theme()
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        var found = new List<string>();

        foreach (string path in DeskPages.All.Select(p => p.Href).Append("/settings/risk").Union(StillPages))
        {
            await page.Page.GotoAsync(new Uri(app.Address, path).ToString());
            if (!StillPages.Contains(path)) await Assertions.Expect(page.Page.Locator("[data-interactive='true']").First).ToBeVisibleAsync();
            if (path == "/") await desk.SeesAsync("connection-chip", "data-state", "ready");
            foreach (string theme in (string[])["dark", "light", "contrast"])
            {
                await page.Page.EvaluateAsync("t => window.deskTheme?.set(t, 'compact', 'green', true)", theme);
                found.AddRange((await page.AxeAsync()).Select(v => $"{path} {theme}: {v}"));
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public async Task Dialogs_menus_and_the_phone_violate_none_either()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        await page.Page.EvaluateAsync("deskTheme.set('dark', 'compact', 'green', true)");
        var found = new List<string>();

        await Assertions.Expect(page.Page.Locator("html[data-keys='heard']")).ToBeAttachedAsync();
        await page.Page.Keyboard.PressAsync("Control+k");
        await desk.SeesAsync("palette-item-0");
        await CheckAsync("palette");
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Keyboard.PressAsync("F1");
        await desk.SeesAsync("help-terms");
        await CheckAsync("help");
        await desk["help-close"].ClickAsync();
        await desk["layout-menu"].ClickAsync();
        await desk.SeesAsync("layout-menu-list");
        await CheckAsync("layouts");
        await page.Page.Keyboard.PressAsync("Escape");
        await desk["kill-open"].ClickAsync();
        await Assertions.Expect(page.Page.Locator(".mud-dialog")).ToBeVisibleAsync();
        await CheckAsync("kill switch");
        await desk["kill-no"].ClickAsync();
        await Assertions.Expect(page.Page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await page.Page.SetViewportSizeAsync(390, 844);
        foreach (string place in (string[])["watch", "chart", "trade", "positions", "more"])
        {
            await desk[$"nav-{place}"].ClickAsync();
            await Assertions.Expect(page.Page.Locator($"[data-testid='desk-page'][data-place='{place}']")).ToBeVisibleAsync();
            await CheckAsync($"phone, {place}");
        }

        Assert.True(found.Count == 0, string.Join('\n', found));

        async Task CheckAsync(string what) => found.AddRange((await page.AxeAsync()).Select(v => $"{what}: {v}"));
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(1920, 1080)]
    public async Task At_200_percent_everything_is_within_reach_and_nothing_is_cut_off_at_the_side(int width, int height)
    {
        AppProcess app = await simulated.StartAsync(Stop);
        // Zoom halves the size of the page in CSS pixels.
        await using BrowserPage page = await browser.OpenAsync(width / 2, height / 2);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk.SeesAsync("connection-chip", "data-state", "ready");

        foreach (string place in (string[])["watch", "chart", "trade", "positions", "more"])
        {
            await desk[$"nav-{place}"].ClickAsync();
            await page.ScreenshotAsync($"desk-zoomed-{place}-{width}");
            Assert.Equal(width / 2, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
        await desk["nav-trade"].ClickAsync();
        await desk["ticket-quantity"].FillAsync("5");
        await desk.SeesTextAsync("ticket-submit", "Buy 5 SPY");
        Assert.True(await page.Page.EvaluateAsync<bool>(
            "() => { const r = document.querySelector('[data-testid=ticket-submit]').getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && r.left >= 0 && r.right <= innerWidth; }"));
        foreach (string control in (string[])["pages-menu", "kill-open", "connection-chip"])
            Assert.True((await desk[control].BoundingBoxAsync())!.X + (await desk[control].BoundingBoxAsync())!.Width <= width / 2, $"{control} is outside the page.");
    }
}
