using System.Diagnostics;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

[Collection(ProcessTestsCollection.Name)]
public sealed class StartUpTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_start_without_any_setting_shows_a_live_price()
    {
        using var data = new TemporaryFolder();
        await using BrowserPage page = await browser.OpenAsync();
        long start = Stopwatch.GetTimestamp();

        await using AppProcess app = await AppProcess.StartAsync("first-start", data.Path, port: null, [], Stop);
        TimeSpan answers = Stopwatch.GetElapsedTime(start);
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk.SeesAsync("watch-row-SPY");
        await Until.TrueAsync("a live price on screen", async () => await desk.NumberAsync("watch-last-SPY") is > 0 && await desk["watch-row-SPY"].GetAttributeAsync("data-stale") == "false", Stop);
        TimeSpan live = Stopwatch.GetElapsedTime(start);

        await Measured.RecordAsync("start of the process, until it answers", answers);
        await Measured.RecordAsync("start of the process, until the first live price on screen", live);
        await desk.SeesTextAsync("mode-badge", "SIMULATOR");
        await page.ScreenshotAsync("first-start-1440x900");
        using Api api = await Api.OfAsync(app, Stop);
        await Trades.PositionAndRestingOrderAsync(api, Stop);
        await Until.TrueAsync("a full chart", async () => await desk.NumberAsync("chart", "data-bars") > 100 && await desk["chart"].GetAttributeAsync("data-drawn") == "true", Stop);
        await desk["tab-positions"].ClickAsync();
        await desk.SeesTextAsync("position-quantity-SPY", "20");
        await page.ScreenshotAsync("desk-1440x900"); // the picture in the README
        await page.DisposeAsync();
        Assert.Equal(0, await app.StopAsync(Stop));
    }
}
