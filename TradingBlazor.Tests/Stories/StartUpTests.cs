using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

[Collection(MortalDeskTestsCollection.Name)]
public sealed class StartUpTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_first_start_without_any_setting_to_the_first_trade_by_the_link_that_makes_the_first_admin()
    {
        using var data = new TemporaryFolder();
        await using BrowserPage page = await browser.OpenAsync();
        long start = Stopwatch.GetTimestamp();

        await using AppProcess app = await AppProcess.StartAsync("first-start", data.Path, port: null, [], Stop);
        TimeSpan answers = Stopwatch.GetElapsedTime(start);
        var desk = new Desk(page);
        await BecomeAdminAsync(page, data.Path);
        await page.Page.GotoAsync(app.Address.ToString());
        await desk.SeesAsync("desk-page", "data-interactive", "true");
        await desk.SeesAsync("watch-row-SPY");
        await Until.TrueAsync("a live price on screen", async () => await desk.NumberAsync("watch-last-SPY") is > 0 && await desk["watch-row-SPY"].GetAttributeAsync("data-stale") == "false", Stop);
        TimeSpan live = Stopwatch.GetElapsedTime(start);

        await Measured.RecordAsync("start of the process, until it answers", answers);
        await Measured.RecordAsync("start of the process, until the first live price on screen", live);
        await desk.SeesTextAsync("mode-badge", "SIMULATOR");
        await page.ScreenshotAsync("first-start-1440x900");
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        await SendAsync(desk, 20, "MKT");
        decimal bid = await desk.NumberAsync("watch-bid-SPY") ?? 0m;
        await SendAsync(desk, 10, "LMT", Math.Round(bid * 0.9m, 2));
        await Until.TrueAsync("a full chart", async () => await desk.NumberAsync("chart", "data-bars") > 100 && await desk["chart"].GetAttributeAsync("data-drawn") == "true", Stop);
        await desk["tab-positions"].ClickAsync();
        await desk.SeesTextAsync("position-quantity-SPY", "20");
        await page.ScreenshotAsync("desk-1440x900"); // the picture in the README
        await page.DisposeAsync();
        Assert.Equal(0, await app.StopAsync(Stop));
    }

    private static async Task BecomeAdminAsync(BrowserPage page, string data)
    {
        string file = Path.Combine(data, "first-admin");
        await Until.TrueAsync("the link for the first admin", () => Task.FromResult(File.Exists(file)), Stop);
        await page.Page.GotoAsync((await File.ReadAllTextAsync(file, Stop)).Trim());
        await page.Page.FillAsync("[name='Form.Name']", "anna");
        await page.Page.FillAsync("[name='Form.Password']", Person.Password);
        await page.Page.FillAsync("[name='Form.Again']", Person.Password);
        await page.Page.PressAsync("[name='Form.Again']", "Enter");
        // Asked for again and again: waiting for the navigation hangs when it is over before the waiting begins.
        await Assertions.Expect(page.Page).Not.ToHaveURLAsync(new Regex("invitation"));
    }

    private static async Task SendAsync(Desk desk, decimal quantity, string type, decimal? limit = null)
    {
        await desk.FillTicketAsync("buy", quantity, type, limit);
        await desk.SeesAsync("ticket-preview", "data-allowed", "true");
        await desk.SubmitTicketAsync();
        await desk.SeesAsync("ticket-truth", "data-state", type == "MKT" ? "Filled" : "Working");
    }
}
