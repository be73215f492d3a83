using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>The desk as an installed program: manifest, icons, and what it shows when the server is away.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed class InstalledDeskTests(Browser browser, MortalDesk mortal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_can_be_installed_and_without_its_server_it_says_so_and_shows_no_figure()
    {
        AppProcess app = await mortal.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        page.ExpectNoServer();
        JsonNode manifest = JsonNode.Parse(await app.Http.GetStringAsync("manifest.webmanifest", Stop))!;
        Assert.Equal("standalone", (string?)manifest["display"]);
        foreach (JsonNode? icon in manifest["icons"]!.AsArray().Where(i => (string?)i!["type"] == "image/png"))
        {
            byte[] png = await app.Http.GetByteArrayAsync((string)icon!["src"]!, Stop);
            Assert.Equal((string?)icon["sizes"], $"{BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16))}x{BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))}");
        }
        Assert.Contains(manifest["icons"]!.AsArray(), i => (string?)i!["purpose"] == "maskable");

        Desk desk = await Desk.OpenAsync(page, app.Address);
        await page.Page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
        // What a version before left behind: an offline page that says something else.
        await page.Page.EvaluateAsync("""
            async () => (await caches.open('desk-2')).put('/offline.html', new Response('of an older version', { headers: { 'content-type': 'text/html' } }))
            """);
        await page.Page.ReloadAsync();
        await desk.SeesAsync("watch-row-SPY");
        await Until.TrueAsync("what an older version left to be gone", () => page.Page.EvaluateAsync<bool>("async () => (await (await caches.match('/offline.html')).text()).includes('No connection')"), Stop);
        string[] kept = await page.Page.EvaluateAsync<string[]>("async () => (await (await caches.open('desk-2')).keys()).map(r => new URL(r.url).pathname)");
        Assert.Equal(["/css/offline.css", "/favicon.svg", "/js/offline.js", "/offline.html"], kept.Order(StringComparer.Ordinal));

        await app.KillAsync();
        await page.Page.ReloadAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "No connection to the desk" })).ToBeVisibleAsync();
        Assert.Contains("nothing can be sent or cancelled from here", await page.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ScreenshotAsync("offline-1440x900");

        await mortal.StartAsync(Stop);
        await Assertions.Expect(page.Page.Locator("[data-testid='desk-page'][data-interactive='true']")).ToBeVisibleAsync(new() { Timeout = (float)ChildProcess.Patience.TotalMilliseconds });
    }
}
