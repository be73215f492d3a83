using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>The connection drops by a fault script while bars run and an order works, and a trader looks at the desk.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed class OutageStoryTests(Browser browser)
{
    private const string Drop = "- fault: refuseConnections\n- fault: dropConnection\n- { fault: manualFill, symbol: SPY, action: BUY, quantity: 5 }";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_chip_tells_the_loss_at_once_and_the_outage_table_what_was_missed_and_how_it_was_recovered()
    {
        using var data = new TemporaryFolder();
        int admin = Loopback.FreePort();
        await using SimulatorProcess gateway = await SimulatorProcess.StartAsync("gateway-of-outage", port: null, ["--seed", "7", "--admin-port", $"{admin}"], Stop);
        await using AppProcess app = await AppProcess.StartAsync("app-of-outage", data.Path, port: null, ["--Simulator:Enabled=false", $"--Tws:Port={gateway.Port}", "--Tws:ReconnectDelayMax=00:00:01"], Stop);
        using Api api = await Api.OfAsync(app, Stop);
        string resting = await Trades.PositionAndRestingOrderAsync(api, Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        await desk["tab-outages"].ClickAsync();
        await desk.SeesTextAsync("outages", "No outage since the start");
        await Until.TrueAsync("live five-second bars", async () => (await api.BarsAsync("SPY", "size=5s", Stop)).Any(b => (string?)b!["source"] == "live"), Stop);

        long dropped = Stopwatch.GetTimestamp();
        await PlayAsync(admin, Drop);
        await Assertions.Expect(page.Page.Locator("[data-testid='connection-chip']:not([data-state='ready'])")).ToBeVisibleAsync();
        await Measured.RecordAsync("connection dropped, until the desk says so", Stopwatch.GetElapsedTime(dropped));
        await desk["connection-chip"].ClickAsync();
        // The long word of a lost connection pushes nothing out of the top bar.
        LocatorBoundingBoxResult last = (await desk["user-menu"].BoundingBoxAsync())!;
        Assert.True(last.X + last.Width <= 1440, $"The menu of the user ends at {last.X + last.Width}.");
        await desk.SeesTextAsync("connection-detail", "since");
        await desk.SeesTextAsync("connection-detail", "the connection");
        await desk.SeesTextAsync("connection-detail", "Connect");
        await desk.SeesTextAsync("outage-row-1", "away");
        await PicturesAsync(desk, "outage-lasting");
        // A bar of five seconds must pass while nobody listens, or there would be nothing to fill.
        await Until.TrueAsync("a bar to be missed", () => Task.FromResult(Stopwatch.GetElapsedTime(dropped) > TimeSpan.FromSeconds(6)), Stop);
        await EndAsync(admin);

        await desk.SeesAsync("connection-chip", "data-state", "ready");
        await desk.SeesAsync("outage-row-1", "data-complete", "true");
        foreach (string area in (string[])["positions", "account", "pnl", "quotes", "fiveSecondBars", "bars"]) await desk.SeesAsync($"outage-item-1-{area}", "data-state", "recovered");
        await desk.SeesTextAsync("outage-item-1-orders", "as it was");
        await desk.SeesTextAsync("outage-item-1-fiveSecondBars", "filled from history");
        await Assertions.Expect(page.ById("outage-item-1-executions").Filter(new() { HasText = "Bought 5 at" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await PicturesAsync(desk, "outage-over");

        JsonNode outage = await api.GetAsync("outages/1", Stop);
        Assert.Equal((true, 0), ((bool)outage["complete"]!, (int)outage["unverified"]!));
        Assert.All(await api.BarsAsync("SPY", "size=1m&limit=3", Stop), b => Assert.True((bool)b!["isClosed"]! == false || (int)b["parts"]! == 12));
        await api.CancelAsync(resting, Stop);
        await api.OrderInStateAsync(resting, "cancelled", Stop);
    }

    private static async Task PicturesAsync(Desk desk, string name)
    {
        IPage page = desk.Page.Page;
        foreach ((int width, int height) in ((int, int)[])[(1440, 900), (390, 844)])
        {
            await page.SetViewportSizeAsync(width, height);
            // The blotter with its tables is behind the last place of a phone's bar.
            if (width < 800) await desk["nav-more"].ClickAsync();
            Assert.True(await page.EvaluateAsync<bool>("document.querySelector('[data-testid=outages]').scrollWidth <= document.querySelector('[data-testid=outages]').clientWidth"));
            await desk.Page.ScreenshotAsync($"{name}-{width}x{height}");
        }
        await page.SetViewportSizeAsync(1440, 900);
    }

    private static async Task EndAsync(int adminPort)
    {
        using var http = new HttpClient();
        (await http.DeleteAsync($"http://127.0.0.1:{adminPort}/faults", Stop)).EnsureSuccessStatusCode();
    }

    private static async Task PlayAsync(int adminPort, string script)
    {
        using var http = new HttpClient();
        using var content = new StringContent(script, new MediaTypeHeaderValue("application/yaml"));
        (await http.PostAsync($"http://127.0.0.1:{adminPort}/faults", content, Stop)).EnsureSuccessStatusCode();
    }
}
