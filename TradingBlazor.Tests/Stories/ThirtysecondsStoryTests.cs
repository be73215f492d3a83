using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;
using TradingCore.Domain;

namespace TradingBlazor.Tests.Stories;

/// <summary>A day with notes, whose prices are points and 32nds, in a real browser: found, watched, typed, changed, dragged, bought. With limits that a note of 110,000 fits in.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed partial class ThirtysecondsStoryTests(Browser browser) : IAsyncLifetime
{
    private const decimal Tick = 0.015625m;
    private const int Style = -2;

    private readonly TemporaryFolder _folder = new();
    private AppProcess _app = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _app = await AppProcess.StartAsync("notes", _folder.Path, null, ["--Risk:OrderNotionalMax=300000", "--Risk:UsualSizeMultipleMax=0", "--Security:SecondPersonNotional=0"], Stop);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_note_is_found_typed_changed_dragged_and_bought_in_32nds()
    {
        using Api api = await Api.OfAsync(_app, Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, _app.Address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        string note = await WatchAsync(desk, "zn fut", "ZN");
        await Until.TrueAsync("candles", async () => await desk.NumberAsync("chart", "data-bars") > 20, Stop);
        await Assertions.Expect(desk[$"watch-last-{note}"]).ToHaveTextAsync(InHalves());
        await Assertions.Expect(desk["ticket-symbol"]).ToHaveTextAsync(note);
        Assert.True(await desk["ticket-symbol"].EvaluateAsync<bool>("e => e.scrollWidth <= e.clientWidth"), "The symbol is cut.");

        // A denial is seen whole, and the button stays where the hand is.
        LocatorBoundingBoxResult button = (await desk["ticket-submit"].BoundingBoxAsync())!;
        await desk.FillTicketAsync("buy", 900, "MKT");
        await desk.SubmitTicketAsync();
        await desk.SeesTextAsync("ticket-message", "Denied");
        Assert.Equal(button.Y, (await desk["ticket-submit"].BoundingBoxAsync())!.Y);
        LocatorBoundingBoxResult dismiss = (await desk["sent-dismiss"].BoundingBoxAsync())!, orders = (await page.Page.Locator(".panel-of-orders").BoundingBoxAsync())!;
        Assert.True(dismiss.X + dismiss.Width <= orders.X + orders.Width, $"The denial ends at {dismiss.X + dismiss.Width}, its panel at {orders.X + orders.Width}.");
        await desk["sent-dismiss"].ClickAsync();

        // Typed as the exchange writes it, near the edge of the chart that is further away from the market.
        (bool isBuy, decimal price) = await EdgeAsync(page, api, note);
        await desk.FillTicketAsync(isBuy ? "buy" : "sell", 1, "LMT");
        await desk.FillTextAsync("ticket-limit", ExchangeText(price));
        await desk.SeesTextAsync("ticket-submit", $"{note} at {Thirtyseconds.Write(price, Style)} limit");
        await desk.SubmitTicketAsync();
        await desk.SeesTextAsync("ticket-message", "Accepted");
        JsonNode order = await Until.NotNullAsync("the working order", async () => (await api.ListAsync("orders?state=working", Stop)).FirstOrDefault(), Stop);
        string id = (string)order["id"]!;
        Assert.Equal(price, (decimal)order["limitPrice"]!);

        // Changed in its row.
        decimal further = isBuy ? price - Tick : price + Tick;
        await desk[$"order-modify-{id}"].ClickAsync();
        Assert.Equal(Thirtyseconds.Write(price, Style), await desk["modify-limit"].InputValueAsync());
        await desk["modify-limit"].FillAsync(ExchangeText(further));
        await desk["modify-limit"].PressAsync("Enter");
        await WorksAtAsync(api, id, p => p == further);

        // Dragged over the edge of the chart: it stops at the last step that is drawn, and never vanishes under the hand.
        ILocator line = desk[$"chart-line-{id}/limit"];
        await Assertions.Expect(line.Locator(".chart-order-grip")).ToContainTextAsync(Thirtyseconds.Write(further, Style));
        await Until.TrueAsync("the order at the edge of the chart", async () =>
        {
            await Assertions.Expect(line).ToHaveAttributeAsync("data-pending", "false");
            LocatorBoundingBoxResult grip = (await line.Locator(".chart-order-grip").BoundingBoxAsync())!;
            float x = grip.X + grip.Width / 2, y = grip.Y + grip.Height / 2;
            await page.Page.Mouse.MoveAsync(x, y);
            await page.Page.Mouse.DownAsync();
            await page.Page.Mouse.MoveAsync(x, y + (isBuy ? 90 : -90), new() { Steps = 12 });
            Assert.True(await line.IsVisibleAsync(), "The line vanished under the hand.");
            await page.Page.Mouse.UpAsync();
            await Assertions.Expect(line).ToHaveAttributeAsync("data-pending", "false");
            (decimal low, decimal high) = await RangeAsync(page);
            return (decimal)(await api.GetAsync($"orders/{id}", Stop))["limitPrice"]! == (isBuy ? low : high);
        }, Stop);
        await page.ScreenshotAsync("thirtyseconds-1440x900");
        await api.CancelAsync(id, Stop);
        await api.OrderInStateAsync(id, "cancelled", Stop);

        await desk.FillTicketAsync("buy", 1, "MKT");
        await desk.SubmitTicketAsync();
        await desk["tab-executions"].ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-testid^='execution-row-'] [data-label='Price']").First).ToHaveTextAsync(InHalves());
        await desk["tab-positions"].ClickAsync();
        await Assertions.Expect(desk[$"position-avg-{note}"]).ToHaveTextAsync(InEighths());
        await Assertions.Expect(desk[$"position-mark-{note}"]).ToHaveTextAsync(InHalves());
        Assert.Empty(page.Troubles);
    }

    private static async Task<string> WatchAsync(Desk desk, string text, string startsWith)
    {
        await desk["watch-add-input"].FillAsync(text);
        ILocator hit = desk.Page.Page.Locator($"[data-testid^='symbol-hit-{startsWith}']").Filter(new() { HasText = "Future" }).First;
        await Assertions.Expect(hit).ToBeVisibleAsync();
        string found = (await hit.Locator("b").InnerTextAsync()).Trim();
        await hit.ClickAsync();
        await desk[$"watch-row-{found}"].ClickAsync();
        return found;
    }

    // Two steps from the edge, on the side that is further from the market: there it neither fills nor is it out of sight.
    private static async Task<(bool IsBuy, decimal Price)> EdgeAsync(BrowserPage page, Api api, string note)
    {
        JsonNode quote = await api.GetAsync($"quotes/{note}", Stop);
        (decimal low, decimal high) = await RangeAsync(page);
        bool isBuy = (decimal)quote["bid"]! - low > high - (decimal)quote["ask"]!;
        return (isBuy, isBuy ? low + 2 * Tick : high - 2 * Tick);
    }

    // The lowest and the highest step that are drawn.
    private static async Task<(decimal Low, decimal High)> RangeAsync(BrowserPage page)
    {
        double[] range = await page.Page.EvaluateAsync<double[]>("document.querySelector('.chart-host .js-plotly-plot')._fullLayout.yaxis.range");
        return (Math.Ceiling((decimal)range[0] / Tick) * Tick, Math.Floor((decimal)range[1] / Tick) * Tick);
    }

    private static Task WorksAtAsync(Api api, string id, Func<decimal, bool> isThere) =>
        Until.TrueAsync("the order at its new price", async () => await api.GetAsync($"orders/{id}", Stop) is { } o && isThere((decimal)o["limitPrice"]!) && o["pendingChange"] is null, Stop);

    // 110'065 is 110 and 6.5 32nds.
    private static string ExchangeText(decimal price)
    {
        decimal points = Math.Floor(price), parts = (price - points) * 32m;
        return string.Create(CultureInfo.InvariantCulture, $"{points:0}'{Math.Floor(parts):00}{(parts % 1m == 0m ? "0" : "5")}");
    }

    [GeneratedRegex(@"^\d+'\d\d\.[05]$")]
    private static partial Regex InHalves();

    [GeneratedRegex(@"^\d+'\d\d\.\d{3}$")]
    private static partial Regex InEighths();
}
