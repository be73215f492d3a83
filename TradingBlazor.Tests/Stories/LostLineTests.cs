using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>The line between page and server is lost in every way it can be, with a half-typed order in the ticket.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed class LostLineTests(Browser browser, MortalDesk mortal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Over_an_ordered_restart_the_page_is_not_loaded_again_and_nothing_typed_is_lost(bool wasLineLostBefore)
    {
        AppProcess first = await mortal.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        page.ExpectNoServer();
        await page.Page.AddInitScriptAsync("window.lines = []; window.WebSocket = class extends WebSocket { constructor(...a) { super(...a); window.lines.push(this); } };");
        Desk desk = await Desk.OpenAsync(page, first.Address);
        await TypeAsync(desk);
        await page.Page.EvaluateAsync("window.sameDocument = true");
        if (wasLineLostBefore)
        {
            await page.Page.EvaluateAsync("window.lines.forEach(l => l.close(4000))");
            await Until.TrueAsync("another line", async () => await page.Page.EvaluateAsync<bool>("window.lines.length > 1 && window.lines.at(-1).readyState === 1"), Stop);
            await Assertions.Expect(desk["reconnect-modal"]).ToBeHiddenAsync(new() { Timeout = Waiting.Timeout });
        }

        Task<int> stopped = first.StopAsync(Stop);
        await Assertions.Expect(desk["reconnect-modal"]).ToBeVisibleAsync(Waiting);
        await desk.SeesTextAsync("reconnect-modal", "Reconnecting");
        Assert.Equal(0, await stopped);
        await mortal.StartAsync(Stop);
        await Assertions.Expect(desk["reconnect-modal"]).ToBeHiddenAsync(new() { Timeout = Waiting.Timeout });

        Assert.True(await page.Page.EvaluateAsync<bool>("window.sameDocument === true"));
        await HasTypedAsync(desk);
        await desk["ticket-side-sell"].ClickAsync();
        await desk.SeesTextAsync("ticket-submit", "Sell 37 QQQ");
    }

    [Fact]
    public async Task After_the_server_was_killed_the_page_comes_back_by_itself_with_what_was_typed()
    {
        AppProcess first = await mortal.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        page.ExpectNoServer();
        Desk desk = await Desk.OpenAsync(page, first.Address);
        await TypeAsync(desk);
        await Until.TrueAsync("the draft to be kept by the tab", async () => (await page.Page.EvaluateAsync<string?>("sessionStorage.getItem('desk-draft')"))?.Contains("123.45", StringComparison.Ordinal) is true, Stop);

        // In the middle of a word: nobody but the page knows of it.
        await desk["ticket-quantity"].FillAsync("38");
        await KilledAndBackAsync(first, page, desk);

        await HasTypedAsync(desk, "38");
        await desk.SeesTextAsync("ticket-submit", "38 QQQ");
    }

    [Fact]
    public async Task A_field_that_was_left_in_the_moment_in_which_the_server_was_killed_keeps_what_was_typed()
    {
        AppProcess first = await mortal.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        page.ExpectNoServer();
        Desk desk = await Desk.OpenAsync(page, first.Address);
        await TypeAsync(desk);
        await Until.TrueAsync("the draft to be kept by the tab", async () => (await page.Page.EvaluateAsync<string?>("sessionStorage.getItem('desk-draft')"))?.Contains("123.45", StringComparison.Ordinal) is true, Stop);

        // The server takes what is typed and gives no draft to the tab any more.
        await page.Page.EvaluateAsync("() => { const set = Storage.prototype.setItem; Storage.prototype.setItem = function (key, value) { if (key !== 'desk-draft') set.call(this, key, value); }; }");
        await desk["ticket-quantity"].FillAsync("39");
        await desk["ticket-limit"].FocusAsync();
        await desk.SeesTextAsync("ticket-submit", "39 QQQ");
        await KilledAndBackAsync(first, page, desk);

        await HasTypedAsync(desk, "39");
        await desk.SeesTextAsync("ticket-submit", "39 QQQ");
    }

    [Fact]
    public async Task The_keys_are_on_the_ladder_again_after_the_server_was_killed_and_send_nothing_until_it_is_armed()
    {
        AppProcess first = await mortal.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        page.ExpectNoServer();
        Desk desk = await Desk.OpenAsync(page, first.Address);
        await desk["watch-row-QQQ"].ClickAsync();
        await desk["ladder-rows"].FocusAsync();
        int before;
        using (Api ready = await Api.OfAsync(first, Stop)) before = (await ready.ListAsync("orders?limit=1000", Stop)).Count;

        await first.KillAsync();
        await Assertions.Expect(desk["reconnect-modal"]).ToBeVisibleAsync(Waiting);
        AppProcess second = await mortal.StartAsync(Stop);
        await Assertions.Expect(page.Page.Locator("[data-testid='desk-page'][data-interactive='true']")).ToBeVisibleAsync(Waiting);

        await Assertions.Expect(desk["ladder-rows"]).ToBeFocusedAsync(new() { Timeout = Waiting.Timeout });
        await desk.SeesAsync("ladder", "data-state", "Live");
        await page.Page.Keyboard.PressAsync("c");
        await page.Page.Keyboard.PressAsync("b");
        await desk.SeesTextAsync("ladder-note", "The ladder is not armed");
        using Api api = await Api.OfAsync(second, Stop);
        Assert.Equal(before, (await api.ListAsync("orders?limit=1000", Stop)).Count);
    }

    [Fact]
    public async Task A_line_that_falls_silent_is_told_as_reconnecting_before_the_socket_knows_and_heals_with_what_was_typed()
    {
        AppProcess app = await mortal.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        page.ExpectNoServer();
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await TypeAsync(desk);
        await page.Page.EvaluateAsync("window.sameDocument = true");

        // A process that is stopped keeps its sockets open and says nothing, as a network does that swallows everything.
        app.Process.Suspend();
        await Assertions.Expect(desk["silence-banner"]).ToBeVisibleAsync(Waiting);
        await desk.SeesTextAsync("silence-banner", "Reconnecting: no word from the server");
        app.Process.Resume();
        await Assertions.Expect(desk["silence-banner"]).ToBeHiddenAsync(new() { Timeout = Waiting.Timeout });

        await HasTypedAsync(desk);
        Assert.True(await page.Page.EvaluateAsync<bool>("window.sameDocument === true"));
    }

    [Fact]
    public async Task An_order_that_was_pressed_as_the_server_died_is_told_by_the_page_that_comes_back_and_counts_once()
    {
        AppProcess first = await mortal.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        page.ExpectNoServer();
        Desk desk = await Desk.OpenAsync(page, first.Address);
        using (Api ready = await Api.OfAsync(first, Stop)) await ready.ReadyToTradeAsync("QQQ", Stop);
        await desk["watch-row-QQQ"].ClickAsync();
        await desk.FillTicketAsync("buy", 41, "LMT", 320m);
        await desk.SeesTextAsync("ticket-submit", "Buy 41 QQQ at 320.00 limit");
        await Until.TrueAsync("the draft to be kept by the tab", async () => (await page.Page.EvaluateAsync<string?>("sessionStorage.getItem('desk-draft')"))?.Contains("320", StringComparison.Ordinal) is true, Stop);

        // A process that is stopped hears nothing of the press.
        first.Process.Suspend();
        await desk["ticket-submit"].ClickAsync();
        await first.KillAsync();
        AppProcess second = await mortal.StartAsync(Stop);

        await desk.SeesTextAsync("ticket-truth", "Buy 41 QQQ at 320.00 limit: the line was lost as it was sent, and no such order arrived.");
        await Assertions.Expect(desk["ticket-quantity"]).ToHaveValueAsync("41", new() { Timeout = Waiting.Timeout });
        using Api api = await Api.OfAsync(second, Stop);
        await api.ReadyToTradeAsync("QQQ", Stop);
        await desk.SubmitTicketAsync();
        await desk.SeesTextAsync("ticket-message", "Accepted");
        Assert.Single(await api.ListAsync("orders", Stop), o => (decimal)o!["quantity"]! == 41m);
    }

    private static LocatorAssertionsToBeVisibleOptions Waiting { get; } = new() { Timeout = (float)ChildProcess.Patience.TotalMilliseconds };

    private static async Task TypeAsync(Desk desk)
    {
        await desk["watch-row-QQQ"].ClickAsync();
        await desk.FillTicketAsync("buy", 37, "LMT", 123.45m);
        await desk.SeesTextAsync("ticket-submit", "Buy 37 QQQ");
    }

    // The page says that it is reconnecting, and comes back by itself.
    private async Task KilledAndBackAsync(AppProcess first, BrowserPage page, Desk desk)
    {
        await first.KillAsync();
        await Assertions.Expect(desk["reconnect-modal"]).ToBeVisibleAsync(Waiting);
        await desk.SeesTextAsync("reconnect-modal", "Reconnecting");
        await mortal.StartAsync(Stop);
        await Assertions.Expect(page.Page.Locator("[data-testid='desk-page'][data-interactive='true']")).ToBeVisibleAsync(Waiting);
        await Assertions.Expect(desk["reconnect-modal"]).ToBeHiddenAsync(new() { Timeout = Waiting.Timeout });
    }

    private static async Task HasTypedAsync(Desk desk, string quantity = "37")
    {
        await Assertions.Expect(desk["ticket-quantity"]).ToHaveValueAsync(quantity, new() { Timeout = Waiting.Timeout });
        await Assertions.Expect(desk["ticket-limit"]).ToHaveValueAsync("123.45", new() { Timeout = Waiting.Timeout });
        await desk.SeesTextAsync("ticket-symbol", "QQQ");
    }
}
