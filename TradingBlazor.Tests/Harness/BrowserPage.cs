using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace TradingBlazor.Tests.Harness;

/// <summary>A page and everything that went wrong in it.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _troubles = new();

    public BrowserPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, m) => { if (m.Type == "error") _troubles.Enqueue($"console: {m.Text}"); };
        page.PageError += (_, e) => _troubles.Enqueue($"script: {e}");
        page.RequestFailed += (_, r) => _troubles.Enqueue($"request: {r.Method} {r.Url}: {r.Failure}");
        page.Response += (_, r) => { if (r.Status >= 400) _troubles.Enqueue($"response: {r.Status} {r.Url}"); };
    }

    /// <summary>Playwright's page.</summary>
    public IPage Page { get; }

    /// <summary>Console errors, script errors, failed requests and error answers so far.</summary>
    public IReadOnlyCollection<string> Troubles => _troubles;

    /// <summary>The element with this <c>data-testid</c>.</summary>
    public ILocator ById(string testId) => Page.GetByTestId(testId);

    /// <summary>Keeps a picture of the viewport, with movements at their end, as an artefact and returns its path.</summary>
    public async Task<string> ScreenshotAsync(string name)
    {
        string path = Artifacts.PathOf("screenshots", $"{name}.png");
        await Page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
        return path;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
