using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>A trader is told of a price, in a real browser against the simulated market, over a restart of the program.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed class AlertStoryTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_price_rule_fires_rings_the_bell_outlives_a_restart_and_is_acknowledged_into_the_history()
    {
        const string Card = "[data-testid='alert-card'][data-rule='Story']";
        using var data = new TemporaryFolder();
        int port = Loopback.FreePort();
        await using BrowserPage page = await browser.OpenAsync();
        await using (AppProcess app = await AppProcess.StartAsync("alerts", data.Path, port, ["--MarketData:Watchlist:0=SPY"], Stop))
        {
            Desk desk = await Desk.OpenAsync(page, app.Address);
            await desk.SeesAsync("connection-chip", "data-state", "ready");
            await OpenAlertsAsync(page, app.Address, "?symbol=SPY");
            await desk["rule-level"].FillAsync("1");
            await desk["rule-name"].FillAsync("Story");
            await desk["rule-name"].BlurAsync();
            await desk["rule-save"].ClickAsync();

            await Assertions.Expect(page.Page.Locator(Card)).ToBeVisibleAsync(Patient);
            await Until.TrueAsync("the bell to ring", async () => await desk.NumberAsync("alert-bell", "data-count") >= 1, Stop);
            using Api api = await Api.OfAsync(app, Stop);
            await Until.TrueAsync("the alert in the history", async () => (await api.ListAsync("alerts?state=all&text=story", Stop)).Count == 1, Stop);
            // What an open page does while its program restarts is another story.
            await page.Page.GotoAsync("about:blank");
            Assert.Equal(0, await app.StopAsync(Stop));
        }

        await using (AppProcess app = await AppProcess.StartAsync("alerts-again", data.Path, port, ["--MarketData:Watchlist:0=SPY"], Stop))
        {
            await OpenAlertsAsync(page, app.Address, "");
            ILocator card = page.Page.Locator(Card);
            await Assertions.Expect(card).ToBeVisibleAsync(Patient);
            await Assertions.Expect(page.Page.Locator("[data-testid='rule-row'][data-enabled='false']").Filter(new() { HasText = "Story" })).ToBeVisibleAsync(Patient);

            await card.Locator("[data-testid='alert-acknowledge']").ClickAsync();
            await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "acknowledged", new() { Timeout = Patient.Timeout });
            await page.ById("history-search").ClickAsync();

            await Assertions.Expect(page.Page.Locator("[data-testid='history-row'][data-rule='Story']")).ToBeVisibleAsync(Patient);
            await page.Page.GotoAsync("about:blank");
        }
    }

    private static LocatorAssertionsToBeVisibleOptions Patient => new() { Timeout = (float)ChildProcess.Patience.TotalMilliseconds };

    private static async Task OpenAlertsAsync(BrowserPage page, Uri address, string query)
    {
        await page.Page.GotoAsync(new Uri(address, "alerts" + query).ToString());
        await Assertions.Expect(page.Page.Locator("[data-testid='alerts-page'][data-interactive='true']")).ToBeVisibleAsync(Patient);
    }
}
