using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace TradingBlazor.Tests.Harness;

/// <summary>A page and everything that went wrong in it. What went wrong fails the test at its end (<see cref="NoTroubleOnPagesAttribute"/>), unless the test has said why it must.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _troubles = new();
    private readonly List<Func<string, bool>> _expected = [];
    private volatile bool _isClosing;

    public BrowserPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, m) =>
        {
            if (m.Type == "error") Add($"console: {m.Text}");
            else if (m.Text.StartsWith(PageEvents.Mark, StringComparison.Ordinal)) BeforeTheError = m.Text;
        };
        page.PageError += (_, e) => Add($"script: {e}");
        page.RequestFailed += (_, r) => Add($"request: {r.Method} {r.Url}: {r.Failure}");
        page.Response += (_, r) => { if (r.Status >= 400) Add($"response: {r.Status} {r.Url}"); };
        NoTroubleOnPagesAttribute.Watch(this);
    }

    /// <summary>Playwright's page.</summary>
    public IPage Page { get; }

    /// <summary>What was done in the page before the last error of a script; empty when there was none.</summary>
    public string BeforeTheError { get; private set; } = "";

    /// <summary>Console errors, script errors, failed requests and error answers so far.</summary>
    public IReadOnlyCollection<string> Troubles => _troubles;

    /// <summary>Those that nobody expected.</summary>
    public IReadOnlyList<string> Unexpected
    {
        get { lock (_expected) return [.. _troubles.Where(t => !_expected.Exists(e => e(t)))]; }
    }

    /// <summary>Says that the test makes trouble of a kind on purpose.</summary>
    public void Expect(Func<string, bool> isExpected)
    {
        lock (_expected) _expected.Add(isExpected);
    }

    /// <summary>Says that the server goes away under this page: what fails for want of a server is expected, an error of a script is not.</summary>
    public void ExpectNoServer() => Expect(t =>
        t.StartsWith("request: ", StringComparison.Ordinal) || t.StartsWith("response: 503 ", StringComparison.Ordinal)
        || (t.StartsWith("console: ", StringComparison.Ordinal) && OfNoServer.Any(w => t.Contains(w, StringComparison.OrdinalIgnoreCase))));

    /// <summary>The element with this <c>data-testid</c>.</summary>
    public ILocator ById(string testId) => Page.GetByTestId(testId);

    /// <summary>Keeps a picture of the viewport, with movements at their end, as an artefact and returns its path.</summary>
    public async Task<string> ScreenshotAsync(string name)
    {
        string path = Artifacts.PathOf("screenshots", $"{name}.png");
        await Page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that are under way when the page is closed fail, and mean nothing.
        _isClosing = true;
        await TellAsync();
        await _context.DisposeAsync();
    }

    // What the browser and Blazor write when a connection ends or cannot be made.
    private static readonly string[] OfNoServer = ["Failed to load resource", "WebSocket", "Failed to start the connection", "Failed to complete negotiation", "Failed to fetch", "connection", "circuit"];

    // A test that failed is told with what stood on its page: what the program said to a press is there, and not in the step that waited in vain for it.
    private async Task TellAsync()
    {
        try
        {
            string text = await Page.EvaluateAsync<string>("document.body?.innerText.replace(/\\s+/g, ' ') ?? ''").WaitAsync(TimeSpan.FromSeconds(10));
            TestContext.Current.TestOutputHelper?.WriteLine($"{Page.Url} at its end: {text[..Math.Min(text.Length, 4000)]}{string.Concat(_troubles.Select(t => $"\n{t}"))}");
        }
        catch (Exception gone) when (gone is PlaywrightException or TimeoutException)
        {
            // A page that was closed, or does not answer, says nothing.
        }
    }

    private void Add(string trouble)
    {
        // A page that is left takes back what it still asked for.
        if (!_isClosing && !trouble.EndsWith(": net::ERR_ABORTED", StringComparison.Ordinal)) _troubles.Enqueue(trouble);
    }
}
