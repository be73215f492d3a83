using System.Globalization;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>The desk as a trader uses it: what is on the page, by the names the page gives its parts.</summary>
internal sealed class Desk(BrowserPage page)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Visible = new() { Timeout = (float)ChildProcess.Patience.TotalMilliseconds };

    /// <summary>The browser's page.</summary>
    public BrowserPage Page { get; } = page;

    /// <summary>Signs in as an admin, opens the desk and waits until it is alive (connected to its process, not only drawn).</summary>
    /// <param name="page">Page.</param>
    /// <param name="address">Where the app is.</param>
    /// <param name="asNewcomer">True for a person of this test's own, whose choices (layout, lists, look) no other test sees.</param>
    public static async Task<Desk> OpenAsync(BrowserPage page, Uri address, bool asNewcomer = false)
    {
        await Person.SignInAsync(page, address, "admin", asNewcomer, TestContext.Current.CancellationToken);
        await page.Page.GotoAsync(address.ToString());
        await Assertions.Expect(page.Page.Locator("[data-testid='desk-page'][data-interactive='true']")).ToBeVisibleAsync(Visible);
        return new Desk(page);
    }

    /// <summary>An element by its test id.</summary>
    public ILocator this[string testId] => Page.ById(testId);

    /// <summary>Waits until an element has an attribute value.</summary>
    public Task SeesAsync(string testId, string attribute, string value) => Assertions.Expect(this[testId]).ToHaveAttributeAsync(attribute, value, new() { Timeout = Visible.Timeout });

    /// <summary>Waits until an element is shown.</summary>
    public Task SeesAsync(string testId) => Assertions.Expect(this[testId]).ToBeVisibleAsync(Visible);

    /// <summary>Waits until an element's text contains <paramref name="text"/>.</summary>
    public Task SeesTextAsync(string testId, string text) => Assertions.Expect(this[testId]).ToContainTextAsync(text, new() { Timeout = Visible.Timeout });

    /// <summary>Text of an element, as a number; null while it shows none.</summary>
    public async Task<decimal?> NumberAsync(string testId)
    {
        string text = await this[testId].InnerTextAsync();
        string digits = string.Concat(text.Replace('−', '-').Where(c => char.IsAsciiDigit(c) || c is '.' or '-'));
        return decimal.TryParse(digits, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value) ? value : null;
    }

    /// <summary>Attribute of an element, as a number; null when it has none.</summary>
    public async Task<double?> NumberAsync(string testId, string attribute) =>
        double.TryParse(await this[testId].GetAttributeAsync(attribute), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    /// <summary>Fills the ticket for the selected symbol; nothing is sent.</summary>
    public async Task FillTicketAsync(string side, decimal quantity, string type, decimal? limit = null)
    {
        await this[$"ticket-side-{side}"].ClickAsync();
        await this["ticket-type"].SelectOptionAsync(type);
        await FillAsync("ticket-quantity", quantity);
        if (limit is { } price) await FillAsync("ticket-limit", price);
    }

    /// <summary>
    /// Presses the ticket's button until the program has taken the press. What a busy machine brings too late is refused with the request to look and to press
    /// again, and what was priced too long ago with the request to wait for a new price: a trader does as asked.
    /// </summary>
    public async Task SubmitTicketAsync()
    {
        for (string told = "press again"; told.Contains("press again", StringComparison.Ordinal) || told.Contains("Wait for a new price", StringComparison.Ordinal);)
        {
            if (told.Contains("new price", StringComparison.Ordinal)) await SeesAsync("ticket-preview", "data-allowed", "true");
            string intent = await this["ticket-submit"].GetAttributeAsync("data-intent") ?? "";
            await this["ticket-submit"].ClickAsync();
            // Every answer ends the intent, so the text that is read below is that of this press.
            await Assertions.Expect(this["ticket-submit"]).Not.ToHaveAttributeAsync("data-intent", intent, new() { Timeout = Visible.Timeout });
            told = await this["ticket-message"].InnerTextAsync();
        }
    }

    /// <summary>Answers the question before an order with yes, by the keys. What a busy machine brings too late is asked for once more, and the question stays.</summary>
    public async Task ConfirmAsync()
    {
        do
        {
            await PressInDialogAsync("confirm-yes");
            await Assertions.Expect(Page.Page.Locator("[data-testid='confirm-late'], body:not(:has([data-testid='confirm-dialog']))")).ToHaveCountAsync(1);
        }
        while (!await IsAnsweredAsync());
    }

    /// <summary>Presses a button of a dialog by the keys, once the dialog has taken them: it does that a moment after it is seen, and an Enter of just then meets another button.</summary>
    public async Task PressInDialogAsync(string testId)
    {
        await Assertions.Expect(Page.Page.Locator(".mud-dialog :focus")).ToHaveCountAsync(1);
        await this[testId].PressAsync("Enter");
    }

    private async Task<bool> IsAnsweredAsync()
    {
        try
        {
            await Assertions.Expect(this["confirm-dialog"]).ToBeHiddenAsync(new() { Timeout = 5_000 });
            return true;
        }
        catch (PlaywrightException) when (!Page.Page.IsClosed)
        {
            return false;
        }
    }

    /// <summary>Types a text into a field and leaves it.</summary>
    public async Task FillTextAsync(string testId, string text)
    {
        await this[testId].FillAsync(text);
        await this[testId].BlurAsync();
    }

    /// <summary>Types a number into a field and leaves it.</summary>
    public async Task FillAsync(string testId, decimal value)
    {
        await this[testId].FillAsync(value.ToString(CultureInfo.InvariantCulture));
        await this[testId].BlurAsync();
    }
}
