using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>The gateway's process dies in the middle of a session and comes back, while a trader looks at the desk.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class GatewayRestartTests(Browser browser)
{
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(5);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_desk_says_so_recovers_backfills_what_was_missed_and_loses_or_doubles_nothing()
    {
        using var data = new TemporaryFolder();
        using var account = new TemporaryFolder();
        string[] arguments = ["--seed", "7", "--state", account.Path];
        await using SimulatorProcess gateway = await SimulatorProcess.StartAsync("gateway-to-be-killed", port: null, arguments, Stop);
        await using var wire = new WireTap(gateway.Port);
        await using AppProcess app = await AppProcess.StartAsync("app-over-outage", data.Path, port: null, ["--Simulator:Enabled=false", $"--Tws:Port={wire.Port}"], Stop);
        using Api api = await Api.OfAsync(app, Stop);
        string resting = await Trades.PositionAndRestingOrderAsync(api, Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["watch-row-SPY"].ClickAsync();
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        TradedBook before = await TradedBook.ReadAsync(api, Stop);

        long killed = Stopwatch.GetTimestamp();
        // The slot that runs when the gateway dies may have been delivered; the next one cannot be.
        DateTimeOffset firstMissed = TimeProvider.System.GetUtcNow() + Slot;
        await gateway.KillAsync();
        await Assertions.Expect(page.Page.Locator("[data-testid='connection-chip']:not([data-state='ready'])")).ToBeVisibleAsync();
        TimeSpan told = Stopwatch.GetElapsedTime(killed);
        await page.ScreenshotAsync("desk-gateway-gone-1440x900");
        await Measured.RecordAsync("gateway killed, until the desk says so", told);
        // Whole five-second slots must pass while nobody listens, or there would be nothing to fill.
        await Until.TrueAsync("some bars to be missed", () => Task.FromResult(Stopwatch.GetElapsedTime(killed) > 3 * Slot), Stop);
        DateTimeOffset lastMissed = TimeProvider.System.GetUtcNow() - Slot;
        long restarted = Stopwatch.GetTimestamp();
        await using SimulatorProcess back = await SimulatorProcess.StartAsync("gateway-back", gateway.Port, arguments, Stop);
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        await Measured.RecordAsync("gateway started again, until the desk is ready", Stopwatch.GetElapsedTime(restarted));
        JsonArray missed = await Until.NotNullAsync($"every minute from {firstMissed:T} to {lastMissed:T} to be filled", () => FilledAsync(api, firstMissed, lastMissed), Stop);

        await api.ReadyToTradeAsync("SPY", Stop);
        Assert.Equal(before, await TradedBook.ReadAsync(api, Stop));
        Assert.Equal(2, wire.Orders.Count);
        Assert.NotEmpty(missed);
        await api.CancelAsync(resting, Stop);
        await api.OrderInStateAsync(resting, "cancelled", Stop);
        await page.ScreenshotAsync("desk-gateway-back-1440x900");
        Assert.Empty(page.Troubles);
    }

    private static DateTimeOffset MinuteOf(DateTimeOffset time) => new(time.Ticks - time.Ticks % TimeSpan.TicksPerMinute, TimeSpan.Zero);

    // Every minute that the outage reached is there, closed, whole and marked; null while one is not yet.
    private static async Task<JsonArray?> FilledAsync(Api api, DateTimeOffset from, DateTimeOffset to)
    {
        JsonNode[] reached = [.. (await api.BarsAsync("SPY", "size=1m&limit=20", Stop)).Select(b => b!).Where(b => (DateTimeOffset)b["time"]! >= MinuteOf(from) && (DateTimeOffset)b["time"]! <= MinuteOf(to))];
        int expected = (int)((MinuteOf(to) - MinuteOf(from)).TotalMinutes + 1);
        bool whole = reached.Length == expected && reached.All(b => (bool)b["isClosed"]! && (int)b["parts"]! == 12 && (string?)b["source"] == "backfill");
        return whole ? new JsonArray([.. reached.Select(b => b.DeepClone())]) : null;
    }
}
