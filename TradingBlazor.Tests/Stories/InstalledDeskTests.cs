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
        // What a version before left behind: an offline page that says something else, and a file under an older name.
        await page.Page.EvaluateAsync("""
            async () => {
              const cache = await caches.open('desk-1');
              await cache.put('/offline.html', new Response('of an older version', { headers: { 'content-type': 'text/html' } }));
              await cache.put('/css/ladder.0000000000.css', new Response('', { headers: { 'content-type': 'text/css' } }));
              for (const r of await cache.keys()) if (/\/ladder\.(?!0000000000)/.test(r.url)) await cache.delete(r);
            }
            """);
        await page.Page.ReloadAsync();
        await desk.SeesAsync("watch-row-SPY");
        string[] kept = await page.Page.EvaluateAsync<string[]>("async () => (await (await caches.open('desk-1')).keys()).map(r => new URL(r.url).pathname)");
        Assert.Contains("/offline.html", kept);
        await Until.TrueAsync("what an older version left to be gone", () => page.Page.EvaluateAsync<bool>("""
            async () => {
              const cache = await caches.open('desk-1');
              return (await (await cache.match('/offline.html')).text()).includes('No connection') && !(await cache.keys()).some(r => r.url.includes('ladder.0000000000'));
            }
            """), Stop);
        Assert.All(kept, k => Assert.True(k is "/offline.html" or "/favicon.svg" || k.EndsWith(".css", StringComparison.Ordinal) || k.EndsWith(".js", StringComparison.Ordinal) || k.EndsWith(".svg", StringComparison.Ordinal) || k.EndsWith(".png", StringComparison.Ordinal), k));

        await app.KillAsync();
        await page.Page.ReloadAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "No connection to the desk" })).ToBeVisibleAsync();
        Assert.Contains("nothing can be sent or cancelled from here", await page.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ScreenshotAsync("offline-1440x900");

        await mortal.StartAsync(Stop);
        await Assertions.Expect(page.Page.Locator("[data-testid='desk-page'][data-interactive='true']")).ToBeVisibleAsync(new() { Timeout = (float)ChildProcess.Patience.TotalMilliseconds });
    }
}
