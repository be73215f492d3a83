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
        await Until.TrueAsync("the tab to forget what was left", async () => await page.Page.EvaluateAsync<string?>("sessionStorage.getItem('desk-forms')") is null, Stop);
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
        await desk["limits-save"].ClickAsync();
        await desk.SeesTextAsync("diff-OrderQuantityMax", "512");
        await desk["reason-no"].ClickAsync();
    }

    [Fact]
    public async Task Who_signs_in_next_in_the_tab_finds_nothing_of_what_was_typed_before()
    {
        AppProcess app = await mortal.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        await page.Page.GotoAsync(new Uri(app.Address, "account/sign-in").ToString());
        await page.Page.EvaluateAsync("sessionStorage.setItem('desk-forms', '{}')");

        await page.Page.ReloadAsync();

        await Until.TrueAsync("the tab to forget", async () => await page.Page.EvaluateAsync<string?>("sessionStorage.getItem('desk-forms')") is null, Stop);
    }

    private static Task HasAsync(Desk desk, string testId, string value) => Assertions.Expect(desk[testId]).ToHaveValueAsync(value, new() { Timeout = Patient.Timeout });

    private static async Task<Desk> OpenAsync(BrowserPage page, Uri address, string path)
    {
        await Person.SignInAsync(page, address, "admin", asNewcomer: false, Stop);
        await page.Page.GotoAsync(new Uri(address, path).ToString());
        await Assertions.Expect(page.Page.Locator($"[data-testid='{path}-page'][data-interactive='true']")).ToBeVisibleAsync(Patient);
        return new Desk(page);
    }
}
