using Microsoft.Playwright;
using TradingCore.Tests.Architecture;

namespace TradingBlazor.Tests.Harness;

/// <summary>
/// Chromium of this machine, driven by Playwright. The driver comes with the package; the browser is never downloaded but the one that
/// the system's package manager installed. One browser for all tests, one fresh profile for each page.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    // Two pages of the address bar's own (WebUIOmnibox...), which nobody sees without a window, are loaded with every tab and take two seconds of a processor.
    // The others are what Playwright switches off itself: a second list takes the place of the first. Measurements and pictures read the same file.
    private static readonly string WithoutFeatures = string.Join(',', File.ReadLines(RepositoryFiles.PathOf("TradingBlazor.Tests/Harness/chromium-without.txt")));

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", $"--disable-features={WithoutFeatures}",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where Chromium is; <c>CHROMIUM_PATH</c> names another place.</summary>
    public static string ExecutablePath =>
        Environment.GetEnvironmentVariable("CHROMIUM_PATH")
        ?? new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("No Chromium on this machine: ./test.sh installs it, or set CHROMIUM_PATH.");

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout((float)ChildProcess.Patience.TotalMilliseconds);
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = ExecutablePath, Headless = true, Args = Flags });
    }

    /// <summary>Opens an empty page in a profile of its own.</summary>
    /// <param name="width">Width of the viewport in CSS pixels.</param>
    /// <param name="height">Height of the viewport in CSS pixels.</param>
    /// <param name="hasTouch">True for a screen that is touched, as that of a phone.</param>
    internal async Task<BrowserPage> OpenAsync(int width = 1440, int height = 900, bool hasTouch = false)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, HasTouch = hasTouch, Locale = "en-US", TimezoneId = "America/New_York" });
        context.SetDefaultTimeout((float)ChildProcess.Patience.TotalMilliseconds);
        await context.AddInitScriptAsync(PageEvents.Script);
        return new BrowserPage(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
