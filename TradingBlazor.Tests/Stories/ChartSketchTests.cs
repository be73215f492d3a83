using System.Globalization;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>What stands in the place of the chart until its large script has been read.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class ChartSketchTests(Browser browser, SimulatedDesk simulated)
{
    private const double Apart = 2.5;
    private const int Attempts = 3;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LocatorAssertionsToBeVisibleOptions Patient { get; } = new() { Timeout = (float)ChildProcess.Patience.TotalMilliseconds };

    [Fact]
    public async Task Candles_are_seen_before_the_script_of_the_chart_is_there_and_lie_where_they_stay()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await Until.TrueAsync("candles", async () => (await api.BarsAsync("SPY", "size=1m&limit=60", Stop)).Count == 60, Stop);
        await using BrowserPage page = await browser.OpenAsync();
        await Person.SignInAsync(page, app.Address, "admin", asNewcomer: true, Stop);

        var seen = new List<string>();
        int same = 0;
        // A new candle, or a price beyond the axis, moves all of them between the two looks.
        for (int attempt = 0; attempt < Attempts && same < 5; attempt++) same = await SameMarksAsync(page, app.Address, seen);

        Assert.True(same >= 5, string.Join('\n', seen));
    }

    /// <summary>Marks of both axes that stand in the same place before and after.</summary>
    private static async Task<int> SameMarksAsync(BrowserPage page, Uri address, List<string> seen)
    {
        var late = new TaskCompletionSource();
        await page.Page.RouteAsync("**/plotly-finance*", async route =>
        {
            await late.Task;
            await route.ContinueAsync();
        });
        await page.Page.GotoAsync(address.ToString(), new() { WaitUntil = WaitUntilState.Commit });
        await Assertions.Expect(page.Page.Locator("[data-testid='desk-page'][data-interactive='true']")).ToBeVisibleAsync(Patient);
        // The circuit has made the page anew by now, and has kept the picture.
        await Assertions.Expect(page.Page.Locator(".chart-first .sketch-candles").First).ToBeVisibleAsync(Patient);
        Dictionary<string, double[]> before = await MarksAsync(page, ".chart-first text");

        late.SetResult();
        await Assertions.Expect(page.Page.Locator("[data-testid='chart'][data-drawn='true']")).ToBeVisibleAsync(Patient);
        await Assertions.Expect(page.Page.Locator(".chart-first")).ToHaveCountAsync(0, new() { Timeout = Patient.Timeout });
        Dictionary<string, double[]> after = await MarksAsync(page, "#desk-plot text");
        await page.Page.UnrouteAllAsync();
        seen.Add($"before {Words(before)}; after {Words(after)}");
        return before.Count(m => after.TryGetValue(m.Key, out double[]? place) && Math.Abs(place[0] - m.Value[0]) < Apart && Math.Abs(place[1] - m.Value[1]) < Apart);
    }

    private static string Words(Dictionary<string, double[]> marks) => string.Join(", ", marks.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key} at {m.Value[0]:0} {m.Value[1]:0}")));

    private static async Task<Dictionary<string, double[]>> MarksAsync(BrowserPage page, string selector) =>
        await page.Page.EvaluateAsync<Dictionary<string, double[]>>(
            "selector => Object.fromEntries([...document.querySelectorAll(selector)].map(t => { const b = t.getBoundingClientRect(); return [t.textContent, [b.left + b.width / 2, b.top + b.height / 2]]; }))", selector);
}
