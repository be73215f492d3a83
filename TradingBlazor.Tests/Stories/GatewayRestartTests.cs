using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>The gateway's process dies in the middle of a session and comes back, while a trader looks at the desk.</summary>
[Collection(MortalDeskTestsCollection.Name)]
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
        await using AppProcess app = await AppProcess.StartAsync("app-over-outage", data.Path, port: null, ["--Simulator:Enabled=false", $"--Tws:Port={wire.Port}", "--Tws:ReconnectDelayMax=00:00:01"], Stop);
        using Api api = await Api.OfAsync(app, Stop);
        string resting = await Trades.PositionAndRestingOrderAsync(api, Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["watch-row-SPY"].ClickAsync();
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        TradedBook before = await TradedBook.ReadAsync(api, Stop);

        long killed = Stopwatch.GetTimestamp();
        // The slot that runs when the gateway dies may have been delivered; the next one cannot be.
        DateTimeOffset firstMissed = SlotOf(TimeProvider.System.GetUtcNow()) + Slot;
        await gateway.KillAsync();
        await Assertions.Expect(page.Page.Locator("[data-testid='connection-chip']:not([data-state='ready'])")).ToBeVisibleAsync();
        TimeSpan told = Stopwatch.GetElapsedTime(killed);
        await page.ScreenshotAsync("desk-gateway-gone-1440x900");
        await Measured.RecordAsync("gateway killed, until the desk says so", told);
        // A whole five-second slot must pass while nobody listens, or there would be nothing to fill. The one after it a gateway that is back soon enough still delivers.
        await Until.TrueAsync("a whole slot to be missed, and the next to pass", () => Task.FromResult(TimeProvider.System.GetUtcNow() > firstMissed + 2 * Slot), Stop);
        DateTimeOffset lastMissed = SlotOf(TimeProvider.System.GetUtcNow()) - 2 * Slot;
        long restarted = Stopwatch.GetTimestamp();
        await using SimulatorProcess back = await SimulatorProcess.StartAsync("gateway-back", gateway.Port, arguments, Stop);
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        await Measured.RecordAsync("gateway started again, until the desk is ready", Stopwatch.GetElapsedTime(restarted));
        JsonArray missed = await Until.NotNullAsync($"every slot from {firstMissed:T} to {lastMissed:T} to be filled", () => FilledAsync(api, firstMissed, lastMissed), Stop);

        await api.ReadyToTradeAsync("SPY", Stop);
        Assert.Equal(before, await TradedBook.ReadAsync(api, Stop));
        Assert.Equal(2, wire.Orders.Count);
        Assert.NotEmpty(missed);
        await api.CancelAsync(resting, Stop);
        await api.OrderInStateAsync(resting, "cancelled", Stop);
        await page.ScreenshotAsync("desk-gateway-back-1440x900");
    }

    private static DateTimeOffset SlotOf(DateTimeOffset time) => new(time.Ticks - time.Ticks % Slot.Ticks, TimeSpan.Zero);

    // Every slot of the outage is there and marked as filled from history, and since the first of them none is missing; null while one is not yet.
    private static async Task<JsonArray?> FilledAsync(Api api, DateTimeOffset from, DateTimeOffset to)
    {
        JsonNode[] since = [.. (await api.BarsAsync("SPY", "size=5s&limit=200", Stop)).Select(b => b!).Where(b => (DateTimeOffset)b["time"]! >= from)];
        JsonNode[] missed = [.. since.Where(b => (DateTimeOffset)b["time"]! <= to)];
        bool whole = missed.Length == (int)((to - from) / Slot) + 1
            && missed.All(b => (bool)b["isClosed"]! && (string?)b["source"] == "backfill")
            && since.Zip(since.Skip(1)).All(p => (DateTimeOffset)p.Second["time"]! - (DateTimeOffset)p.First["time"]! == Slot);
        return whole ? new JsonArray([.. missed.Select(b => b.DeepClone())]) : null;
    }
}
