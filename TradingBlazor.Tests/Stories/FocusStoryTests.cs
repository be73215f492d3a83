using System.Text.Json.Nodes;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>Where the keys are when something that took them is gone.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class FocusStoryTests(Browser browser, SimulatedDesk simulated)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_position_that_was_turned_around_or_closed_gives_the_keys_back_to_its_row_or_what_stands_nearest()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("AMZN", Stop);
        JsonNode bought = await api.SubmitAsync(new { symbol = "AMZN", side = "BUY", quantity = 3, type = "MKT" }, Stop);
        await api.OrderInStateAsync((string)bought["id"]!, "filled", Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();
        await desk["tab-positions"].ClickAsync();

        await desk["position-reverse-AMZN"].PressAsync("Enter");
        await desk.PressInDialogAsync("confirm-no");
        await Assertions.Expect(desk["position-reverse-AMZN"]).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await desk["confirm-type"].FillAsync("6");
        await desk.ConfirmAsync();
        await desk.SeesTextAsync("position-quantity-AMZN", "−3");
        await Assertions.Expect(desk["position-reverse-AMZN"]).ToBeFocusedAsync();

        await desk["position-close-AMZN"].PressAsync("Enter");
        await desk.ConfirmAsync();
        await Assertions.Expect(desk["position-close-AMZN"]).ToBeHiddenAsync();
        // Nothing can be done with the row any more: the keys are at another one, or at the tab of the panel.
        await Until.TrueAsync("the keys to be near the row", async () => await page.Page.EvaluateAsync<bool>("!!document.activeElement.closest('#panel-positions, [data-testid=tab-positions]')"), Stop);
    }

    [Fact]
    public async Task What_goes_with_the_press_of_its_button_gives_the_keys_to_what_stands_nearest()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();
        await desk["layout-menu"].ClickAsync();
        await desk["layout-reset"].ClickAsync();
        await desk["layout-undo"].PressAsync("Enter");
        await Assertions.Expect(desk["layout-menu"]).ToBeFocusedAsync();

        await page.Page.GotoAsync(new Uri(app.Address, "alerts").ToString());
        await Assertions.Expect(page.Page.Locator("[data-testid='alerts-page'][data-interactive='true']")).ToBeVisibleAsync();
        await desk["rule-new"].PressAsync("Enter");
        await desk["rule-leave"].PressAsync("Enter");
        await Assertions.Expect(desk["rule-new"]).ToBeFocusedAsync();
        await desk["rule-new"].PressAsync("Enter");
        await desk.FillTextAsync("rule-symbol", "AMZN");
        await desk.FillTextAsync("rule-level", "1");
        await desk.FillTextAsync("rule-name", "Keys");
        await desk["rule-save"].PressAsync("Enter");
        await Assertions.Expect(desk["rule-new"]).ToBeFocusedAsync();

        ILocator card = page.Page.Locator("[data-testid='alert-card'][data-rule='Keys']");
        await card.Locator("[data-testid='alert-acknowledge']").PressAsync("Enter");
        await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "acknowledged");
        await Assertions.Expect(card.Locator(":focus")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_the_chip_of_the_connection_says_closes_with_escape_from_anywhere_and_with_a_press_elsewhere()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();

        await desk["connection-chip"].ClickAsync();
        await desk.SeesAsync("connection-detail");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(desk["connection-detail"]).ToHaveCountAsync(0);

        await desk["connection-chip"].ClickAsync();
        await desk.SeesAsync("connection-detail");
        await page.Page.Mouse.ClickAsync(700, 500);
        await Assertions.Expect(desk["connection-detail"]).ToHaveCountAsync(0);

        await desk["connection-chip"].ClickAsync();
        await desk.SeesAsync("connection-detail");
        await desk["connection-chip"].ClickAsync();
        await Assertions.Expect(desk["connection-detail"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_has_filled_of_a_large_order_is_read_whole_at_1440_by_900()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("EUR.USD", Stop);
        JsonNode bought = await api.SubmitAsync(new { symbol = "EUR.USD", side = "BUY", quantity = 25_000, type = "MKT" }, Stop);
        string id = (string)bought["id"]!;
        await api.OrderInStateAsync(id, "filled", Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();
        await desk["tab-orders"].ClickAsync();
        ILocator cell = desk[$"order-row-{id}"].Locator("td[data-label=Filled]");

        await Assertions.Expect(cell).ToHaveTextAsync("25,000 / 25,000");
        Assert.Equal("", await cell.EvaluateAsync<string>("e => e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight ? `${e.scrollWidth}x${e.scrollHeight} in ${e.clientWidth}x${e.clientHeight}` : ''"));
        // As much as a pair of currencies is traded in.
        string cut = await cell.EvaluateAsync<string>("""
            e => {
              e.classList.add('is-long');
              for (const node of [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE)) node.textContent = '10,000,000';
              return e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight ? `${e.scrollWidth}x${e.scrollHeight} in ${e.clientWidth}x${e.clientHeight}` : '';
            }
            """);
        Assert.Equal("", cut);
        // Nor does it push what is next to it under the buttons.
        double under = await desk[$"order-row-{id}"].EvaluateAsync<double>("""
            row => {
              const state = row.querySelector('td[data-label=State]'), words = document.createRange();
              const node = [...state.querySelectorAll('*')].flatMap(e => [...e.childNodes]).find(n => n.nodeType === Node.TEXT_NODE && n.textContent.trim());
              node.textContent = 'Held for trigger';
              words.selectNodeContents(node);
              return words.getBoundingClientRect().right - row.querySelector('td.actions').getBoundingClientRect().left;
            }
            """);
        Assert.True(under <= 0, $"{under:0} pixels of the state lie under the buttons");
    }
}
