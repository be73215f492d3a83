using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>Forms of other pages than the desk lose their server while somebody types into them.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed class TypedFormTests(Browser browser, MortalDesk mortal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LocatorAssertionsToBeVisibleOptions Patient { get; } = new() { Timeout = (float)ChildProcess.Patience.TotalMilliseconds };

    [Fact]
    public async Task The_rule_of_an_alert_that_was_being_typed_as_the_server_was_killed_is_open_again_with_it_and_not_once_it_was_left()
    {
        AppProcess first = await mortal.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        page.ExpectNoServer();
        Desk desk = await OpenAsync(page, first.Address, "alerts");
        await desk["rule-new"].ClickAsync();
        // The kind brings fields of its own.
        await desk["rule-kind"].SelectOptionAsync("pnl");
        await desk["rule-level"].FillAsync("-1234.5");
        await desk["rule-name"].FillAsync("Half a na");

        await first.KillAsync();
        await Assertions.Expect(desk["reconnect-modal"]).ToBeVisibleAsync(Patient);
        await mortal.StartAsync(Stop);

        await HasAsync(desk, "rule-name", "Half a na");
        await HasAsync(desk, "rule-kind", "pnl");
        await HasAsync(desk, "rule-level", "-1234.5");
        await desk["rule-leave"].ClickAsync();
        await Until.TrueAsync("the tab to forget what was left", async () => await KeptAsync(page, "desk-forms") is null, Stop);
        await page.Page.ReloadAsync();
        await Assertions.Expect(desk["rule-new"]).ToBeVisibleAsync(Patient);
        Assert.Equal(0, await desk["rule-editor"].CountAsync());
    }

    [Fact]
    public async Task Limits_that_were_being_typed_over_an_ordered_restart_are_open_again_with_it_and_are_what_is_saved()
    {
        AppProcess first = await mortal.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        page.ExpectNoServer();
        Desk desk = await OpenAsync(page, first.Address, "risk");
        await desk["limits-edit"].ClickAsync();
        await desk["input-OrderQuantityMax"].FillAsync("512");

        Assert.Equal(0, await first.StopAsync(Stop));
        await mortal.StartAsync(Stop);
        await Assertions.Expect(desk["reconnect-modal"]).ToBeHiddenAsync(new() { Timeout = Patient.Timeout });

        await HasAsync(desk, "input-OrderQuantityMax", "512");
        // On a busy machine the field stands there before the new server has drawn the page, and a press on what the old one had drawn is nobody's.
        await Until.TrueAsync("the review of what was typed", async () =>
        {
            if (!await desk["reason-no"].IsVisibleAsync()) await desk["limits-save"].ClickAsync();
            await Task.Delay(500, Stop);
            return await desk["diff-OrderQuantityMax"].IsVisibleAsync();
        }, Stop);
        await desk.SeesTextAsync("diff-OrderQuantityMax", "512");
        await desk["reason-no"].ClickAsync();
    }

    [Fact]
    public async Task Who_signs_in_next_in_the_tab_finds_nothing_of_what_somebody_else_typed_and_the_same_person_all()
    {
        AppProcess app = await mortal.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk trading = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await trading["watch-row-QQQ"].ClickAsync();
        await trading.FillTicketAsync("buy", 37, "LMT", 123.45m);
        await Until.TrueAsync("the draft to be kept by the tab", async () => (await KeptAsync(page, "desk-draft"))?.Contains("123.45", StringComparison.Ordinal) is true, Stop);
        await page.Page.Context.ClearCookiesAsync();
        Desk desk = await OpenAsync(page, app.Address, "risk");
        Assert.DoesNotContain("123.45", await KeptAsync(page, "desk-draft") ?? "", StringComparison.Ordinal);
        await desk["limits-edit"].ClickAsync();
        await desk["input-OrderQuantityMax"].FillAsync("513");

        // The same person, whose session had ended.
        await page.Page.Context.ClearCookiesAsync();
        await page.Page.GotoAsync(new Uri(app.Address, "account/sign-in").ToString());
        await OpenAsync(page, app.Address, "risk");
        await HasAsync(desk, "input-OrderQuantityMax", "513");

        await page.Page.Context.ClearCookiesAsync();
        await OpenAsync(page, app.Address, "risk", asNewcomer: true);
        await Assertions.Expect(desk["limits-edit"]).ToBeVisibleAsync(Patient);

        Assert.Null(await KeptAsync(page, "desk-forms"));
        Assert.Equal(0, await desk["input-OrderQuantityMax"].CountAsync());
    }

    private static Task<string?> KeptAsync(BrowserPage page, string name) => page.Page.EvaluateAsync<string?>("name => sessionStorage.getItem(name)", name);

    private static Task HasAsync(Desk desk, string testId, string value) => Assertions.Expect(desk[testId]).ToHaveValueAsync(value, new() { Timeout = Patient.Timeout });

    private static async Task<Desk> OpenAsync(BrowserPage page, Uri address, string path, bool asNewcomer = false)
    {
        await Person.SignInAsync(page, address, "admin", asNewcomer, Stop);
        await page.Page.GotoAsync(new Uri(address, path).ToString());
        await Assertions.Expect(page.Page.Locator($"[data-testid='{path}-page'][data-interactive='true']")).ToBeVisibleAsync(Patient);
        return new Desk(page);
    }
}
