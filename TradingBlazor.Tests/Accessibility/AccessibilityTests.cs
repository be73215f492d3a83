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
        await desk["layout-use-Charts"].ClickAsync();
        await desk.SeesAsync("chart-4", "data-drawn", "true");
        await CheckAsync("several charts");
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

    [Fact]
    public async Task What_opens_on_the_desk_violates_none_in_any_theme_and_a_dialog_has_the_keys_in_its_first_control()
    {
        (AppProcess app, string resting) = await simulated.TradedAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        await Assertions.Expect(page.Page.Locator("html[data-keys='heard']")).ToBeAttachedAsync();
        IKeyboard keys = page.Page.Keyboard;
        var found = new List<string>();

        foreach ((string opener, string shown) in ((string, string)[])[("pages-menu", "#pages-menu"), ("panel-menu-chart", "[data-testid='panel-menu-list-chart']"), ("layout-menu", "#layout-menu"), ("chart-indicators", "[data-testid='indicator-menu']")])
        {
            await desk[opener].ClickAsync();
            await CheckAsync(opener, page.Page.Locator(shown));
            await keys.PressAsync("Escape");
        }
        foreach ((string opener, string leave, string first) in ((string, string, string)[])[("kill-open", "kill-no", "kill-scope"), ("orders-cancel-all", "confirm-no", "confirm-no")])
        {
            await desk[opener].ClickAsync();
            await Assertions.Expect(desk[first]).ToBeFocusedAsync();
            await CheckAsync(opener, page.Page.Locator(".mud-dialog"));
            await desk[leave].ClickAsync();
            await Assertions.Expect(page.Page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        }
        await desk[$"order-history-{resting}"].ClickAsync();
        await CheckAsync("history of an order", desk["order-drawer"]);
        await keys.PressAsync("Escape");
        await desk[$"order-modify-{resting}"].ClickAsync();
        await CheckAsync("change of an order", desk["modify-save"]);
        await desk["modify-cancel"].ClickAsync();
        await desk["tab-positions"].ClickAsync();
        await desk["positions-flatten-all"].ClickAsync();
        await CheckAsync("flatten all", page.Page.Locator(".mud-dialog"));
        await desk["confirm-no"].ClickAsync();
        foreach (string part in (string[])["ticket-exits-toggle", "ticket-section-algo", "ticket-section-conditions", "ticket-section-legs", "ticket-section-more"])
        {
            await desk[part].ClickAsync();
            await CheckAsync(part, page.Page.Locator($"[data-testid='{part}'][aria-expanded='true']"));
        }
        await desk["ticket-clear"].ClickAsync();
        await desk["watch-add-input"].FillAsync("ES");
        await CheckAsync("hits of a symbol", desk["symbol-hits"]);
        await keys.PressAsync("Escape");
        await desk["tab-positions"].FocusAsync();
        await keys.PressAsync("Alt+Shift+A");
        await desk.SeesAsync("arm", "data-armed", "true");
        await keys.PressAsync("Shift+B");
        await CheckAsync("undo", desk["undo-banner"], "dark");
        await keys.PressAsync("Escape");
        await page.Page.GotoAsync(new Uri(app.Address, "/alerts").ToString());
        await Assertions.Expect(page.Page.Locator("[data-interactive='true']").First).ToBeVisibleAsync();
        await desk["rule-new"].ClickAsync();
        await CheckAsync("rule of an alert", desk["rule-editor"]);

        Assert.True(found.Count == 0, string.Join('\n', found));

        async Task CheckAsync(string what, ILocator shown, params string[] themes)
        {
            await Assertions.Expect(shown.First).ToBeVisibleAsync();
            foreach (string theme in themes.Length > 0 ? themes : ["light", "contrast", "dark"])
            {
                await page.Page.EvaluateAsync("t => window.deskTheme.set(t, 'compact', 'green', true)", theme);
                found.AddRange((await page.AxeAsync()).Select(v => $"{what}, {theme}: {v}"));
            }
        }
    }

    [Fact]
    public async Task Where_the_keys_go_is_seen_on_every_link_and_button_that_the_Tab_key_reaches()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        var unseen = new List<string>();
        int stops = 0;

        foreach (string path in (string[])["/", "/orders", "/settings/retention", "/settings/users", "/account"])
        {
            await page.Page.GotoAsync(new Uri(app.Address, path).ToString());
            if (!StillPages.Contains(path)) await Assertions.Expect(page.Page.Locator("[data-interactive='true']").First).ToBeVisibleAsync();
            for (int i = 0; i < 25; i++)
            {
                await page.Page.Keyboard.PressAsync("Tab");
                string? bare = await page.Page.EvaluateAsync<string?>("""
                    () => { const e = document.activeElement, s = getComputedStyle(e);
                            return e.matches('a, button, summary') && e.matches(':focus-visible') && (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2) ? e.outerHTML.slice(0, 120) : e.matches('a, button, summary') ? '' : null; }
                    """);
                if (bare is not null) stops++;
                if (bare is { Length: > 0 }) unseen.Add($"{path}: {bare}");
            }
        }

        Assert.True(unseen.Count == 0, string.Join('\n', unseen.Distinct()));
        Assert.True(stops > 40, $"Only {stops} links and buttons were reached.");
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
