using System.Text.Json.Nodes;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>Positions and profit on screen and over REST, and the same figures after the process was killed.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed class PositionsStoryTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Day_and_open_profit_are_shown_and_survive_a_kill_with_every_order_and_execution()
    {
        using var folder = new TemporaryFolder();
        JsonNode before;
        TradedBook book;
        await using (AppProcess app = await AppProcess.StartAsync("money", folder.Path, null, [], Stop))
        {
            using Api api = await Api.OfAsync(app, Stop);
            await api.ReadyToTradeAsync("SPY", Stop);
            await using BrowserPage page = await browser.OpenAsync();
            Desk desk = await Desk.OpenAsync(page, app.Address);
            await desk["watch-row-SPY"].ClickAsync();
            await desk.FillTicketAsync("buy", 100, "MKT");
            await desk.SubmitTicketAsync();
            await desk["tab-positions"].ClickAsync();
            await desk.SeesTextAsync("position-quantity-SPY", "100");
            await Until.TrueAsync("the broker's figures beside our own", async () => (await desk["position-broker-SPY"].InnerTextAsync()).Contains(" / ", StringComparison.Ordinal), Stop);
            await Until.TrueAsync("the sum in dollars", async () => await desk.NumberAsync("total-day") is not null, Stop);
            await page.ScreenshotAsync("positions-1440x900");
            await page.Page.SetViewportSizeAsync(390, 844);
            await desk["nav-positions"].ClickAsync();
            await desk.SeesAsync("positions-total");
            await page.ScreenshotAsync("positions-390x844");
            before = await LedgerAsync(api);
            book = await TradedBook.ReadAsync(api, Stop);
            await page.DisposeAsync();
            await app.KillAsync();
        }

        await using AppProcess again = await AppProcess.StartAsync("money", folder.Path, null, [], Stop);
        using Api next = await Api.OfAsync(again, Stop);
        await next.ReadyToTradeAsync("SPY", Stop);
        JsonNode after = await LedgerAsync(next);
        Assert.Equal(book, await TradedBook.ReadAsync(next, Stop));

        foreach (string figure in new[] { "day", "startEquity", "startSource", "realizedPnl", "fees", "netDeposits" })
            Assert.Equal(before[figure]!.ToJsonString(), after[figure]!.ToJsonString());
        Assert.True((decimal)after["peakEquity"]! >= (decimal)before["startEquity"]!);
    }

    private static async Task<JsonNode> LedgerAsync(Api api)
    {
        JsonNode? ledger = null;
        await Until.TrueAsync("a ledger of the day with its fee", async () => (ledger = (await api.GetAsync("pnl", Stop))["byAccount"]!.AsArray().FirstOrDefault()?["ledger"]) is { } l && (decimal)l["fees"]! > 0m, Stop);
        return ledger!;
    }
}
