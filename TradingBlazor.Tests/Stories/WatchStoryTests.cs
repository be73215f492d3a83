using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>A trader with a watchlist of their own, in a real browser against the simulated market.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class WatchStoryTests(Browser browser, SimulatedDesk simulated)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_is_made_filled_by_searching_put_in_order_and_is_there_after_a_reload()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        await page.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        await desk["watch-list-new"].ClickAsync();
        await desk["watch-list-name"].FillAsync("Mine");
        await desk["watch-list-save"].ClickAsync();
        await desk.SeesAsync("watchlist", "data-list", "Mine");

        await SearchAsync(desk, "apple", "AAPL");
        await SearchAsync(desk, "es", "ESZ6", startsWith: "ES");
        await SearchAsync(desk, "eur.usd", "EUR.USD");
        await page.ScreenshotAsync("watchlist-1440x900");
        // Prices are written anew under the pointer: what it has only just entered takes the drop too.
        Assert.True(await desk["watch-last-AAPL"].EvaluateAsync<bool>(TakesADropWhenEntered));
        // A strip that comes above while the hand is on its way moves the rows away from it: then one drags again.
        await Until.TrueAsync("the pair on top", async () =>
        {
            await DragAsync(page, desk["watch-row-EUR.USD"], desk["watch-row-AAPL"]);
            return await IsOnTopAsync(desk);
        }, Stop);
        // Who wants no motion sees none: a price that moves lights up for others only.
        Assert.False(await page.Page.EvaluateAsync<bool>(LightsUp, MovesWatched));
        await page.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        Assert.True(await page.Page.EvaluateAsync<bool>(LightsUp, MovesWatched));
        await Until.TrueAsync("a light to go out", async () => await page.Page.EvaluateAsync<bool>("() => [...document.querySelectorAll('[data-flash]')].some(e => !/flash-/.test(e.className))"), Stop);
        // The order is kept behind the page; the reload asks for what is stored.
        await Until.TrueAsync("the list after a reload", async () =>
        {
            await page.Page.ReloadAsync();
            await Assertions.Expect(page.Page.Locator("[data-testid='desk-page'][data-interactive='true']")).ToBeVisibleAsync();
            return await desk["watchlist"].GetAttributeAsync("data-list") == "Mine" && (await desk["watchlist"].GetAttributeAsync("data-order"))!.StartsWith("EUR.USD AAPL", StringComparison.Ordinal);
        }, Stop);
    }

    private const int MovesWatched = 3;

    /// <summary>Whether a price has lit up by the time so many have moved.</summary>
    private const string LightsUp = """
        count => new Promise(done => {
          const watched = new MutationObserver(changes => {
            for (const { target, oldValue } of changes) if (target.parentElement?.hasAttribute('data-flash') && target.data !== oldValue) count--;
            if (count <= 0) { watched.disconnect(); requestAnimationFrame(() => done(!!document.querySelector("[data-flash][class*='flash-']"))); }
          });
          watched.observe(document, { subtree: true, characterData: true, characterDataOldValue: true });
        })
        """;

    private const string TakesADropWhenEntered = "e => !e.dispatchEvent(new DragEvent('dragenter', { bubbles: true, cancelable: true }))";

    // In steps, as a hand does it.
    private static async Task DragAsync(BrowserPage page, ILocator from, ILocator to)
    {
        LocatorBoundingBoxResult start = (await from.BoundingBoxAsync())!, end = (await to.BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(start.X + start.Width / 2, start.Y + start.Height / 2);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(end.X + end.Width / 2, end.Y + end.Height / 2, new() { Steps = 8 });
        await page.Page.Mouse.UpAsync();
    }

    private static async Task<bool> IsOnTopAsync(Desk desk)
    {
        try
        {
            await Assertions.Expect(desk["watchlist"]).ToHaveAttributeAsync("data-order", new Regex(@"^EUR\.USD AAPL"), new() { Timeout = 5_000 });
            return true;
        }
        catch (PlaywrightException)
        {
            return false;
        }
    }

    private static async Task SearchAsync(Desk desk, string text, string ticker, string? startsWith = null)
    {
        await desk["watch-add-input"].FillAsync(text);
        ILocator hit = startsWith is null ? desk[$"symbol-hit-{ticker}"] : desk.Page.Page.Locator($"[data-testid^='symbol-hit-{startsWith}']").Filter(new() { HasText = "Future" }).First;
        await Assertions.Expect(hit).ToBeVisibleAsync();
        string found = (await hit.Locator("b").InnerTextAsync()).Trim();
        if (ticker == "EUR.USD") await desk.Page.ScreenshotAsync("symbol-search-1440x900");
        await hit.ClickAsync();
        await desk.SeesAsync($"watch-row-{found}");
        await Assertions.Expect(desk[$"watch-last-{found}"]).ToBeVisibleAsync();
    }
}
