using System.Globalization;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>What a hand does on a phone beyond pressing: it pushes, squeezes and rests, and sends no order by it.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class PhoneStoryTests(Browser browser, SimulatedDesk simulated)
{
    private const int FingerSteps = 12;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_finger_that_pushes_the_armed_ladder_shows_other_prices_and_sends_nothing()
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await using BrowserPage page = await browser.OpenAsync(390, 844, hasTouch: true);
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["nav-more"].TapAsync();
        await page.Page.Locator("button:visible", new() { HasText = "Depth ladder" }).First.TapAsync();
        await desk.SeesAsync("ladder", "data-state", "Live");
        await desk["ladder-arm"].TapAsync();
        await desk.SeesAsync("ladder", "data-armed", "true");
        int orders = (await api.ListAsync("orders?limit=1000", Stop)).Count;
        LocatorBoundingBoxResult rows = (await desk["ladder-rows"].BoundingBoxAsync())!;
        decimal before = await HighestAsync(page);

        await FingersAsync(page, [(rows.X + 90, rows.Y + rows.Height - 40)], [(rows.X + 90, rows.Y + 40)]);

        await Until.TrueAsync("lower prices", async () => await HighestAsync(page) < before, Stop);
        Assert.Equal(orders, (await api.ListAsync("orders?limit=1000", Stop)).Count);
        Assert.StartsWith("Armed", await desk["ladder-note"].InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_of_the_ticket_stays_in_sight_when_the_keyboard_takes_half_of_the_page()
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(390, 844, hasTouch: true);
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["nav-trade"].TapAsync();
        await desk["ticket-type"].SelectOptionAsync("LMT");
        await Assertions.Expect(desk["ticket-limit"]).ToBeEnabledAsync();
        await desk["ticket-exits-toggle"].TapAsync();
        await desk["ticket-limit"].TapAsync();

        await page.Page.SetViewportSizeAsync(390, 480);
        await Until.TrueAsync("the limit in sight", () => IsOnTopAsync(desk, "ticket-limit"), Stop);
        // As the key "next" of such a keyboard does.
        await desk["ticket-loss"].FocusAsync();
        await Until.TrueAsync("the stop loss in sight", () => IsOnTopAsync(desk, "ticket-loss"), Stop);
    }

    [Fact]
    public async Task What_comes_of_a_change_in_place_comes_into_sight()
    {
        (AppProcess app, string resting) = await simulated.TradedAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(390, 844, hasTouch: true);
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await page.Page.GotoAsync(new Uri(app.Address, "orders").ToString());
        await desk.SeesAsync("orders-page", "data-interactive", "true");
        await desk[$"order-modify-{resting}"].TapAsync();
        LocatorBoundingBoxResult button = await Until.NotNullAsync("the row to be changed", () => desk["modify-save"].BoundingBoxAsync(), Stop);
        // A notice above, or other orders, push the row so far down that its button is the last that is seen.
        await page.Page.SetViewportSizeAsync(390, (int)(button.Y + button.Height + 4));
        await desk["modify-limit"].FillAsync("100.123");
        await page.Page.EvaluateAsync("() => document.querySelector('.grid-body').scrollTo(0, 0)");

        await desk["modify-save"].DispatchEventAsync("click");

        await desk.SeesTextAsync("modify-message", "price step");
        await Until.TrueAsync("the answer in sight", () => desk["modify-message"].EvaluateAsync<bool>("m => { const r = m.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && m.contains(document.elementFromPoint(r.left + 4, r.bottom - 4)); }"), Stop);
        await page.ScreenshotAsync("orders-change-phone");
    }

    [Fact]
    public async Task At_200_percent_nothing_that_is_pressed_or_typed_into_is_cut_off()
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(195, 422, hasTouch: true);
        Desk desk = await Desk.OpenAsync(page, app.Address);
        var cut = new List<string>();
        foreach (string place in (string[])["watch", "chart", "trade", "positions", "more"])
        {
            await desk[$"nav-{place}"].ClickAsync();
            await Assertions.Expect(desk[$"nav-{place}"]).ToHaveAttributeAsync("aria-current", "page");
            cut.AddRange((await page.Page.EvaluateAsync<string[]>(BesideThePage)).Select(c => $"{place}: {c}"));
        }

        Assert.Empty(cut);
    }

    // What can be scrolled sideways is reached there.
    private const string BesideThePage = """
        () => [...document.querySelectorAll('button, a[href], input, select, summary, [role=tab]')].filter(e => {
          const r = e.getBoundingClientRect();
          if (!e.checkVisibility() || r.width < 2 || (r.left >= -1 && r.right <= innerWidth + 1)) return false;
          for (let p = e.parentElement; p; p = p.parentElement) if (/auto|scroll/.test(getComputedStyle(p).overflowX) && p.scrollWidth > p.clientWidth) return false;
          return !e.closest('.chart-orders');
        }).map(e => `${e.dataset.testid ?? e.className} ${Math.round(e.getBoundingClientRect().left)}-${Math.round(e.getBoundingClientRect().right)}`)
        """;

    private static Task<bool> IsOnTopAsync(Desk desk, string field) =>
        desk[field].EvaluateAsync<bool>("f => { const r = f.getBoundingClientRect(); return document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2) === f && document.elementFromPoint(r.left + r.width / 2, r.bottom - 2) === f; }");

    [Fact]
    public async Task Two_fingers_stretch_the_time_of_the_chart_and_one_that_rests_opens_the_orders_at_its_price()
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await using BrowserPage page = await browser.OpenAsync(390, 844, hasTouch: true);
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["nav-chart"].TapAsync();
        await desk.SeesAsync("chart", "data-drawn", "true");
        int orders = (await api.ListAsync("orders?limit=1000", Stop)).Count;
        LocatorBoundingBoxResult chart = (await page.Page.Locator(".chart-host").First.BoundingBoxAsync())!;
        float x = chart.X + chart.Width * 0.4f, y = chart.Y + chart.Height * 0.4f;
        await Until.TrueAsync("candles", async () => await SpanAsync(page) > 20, Stop);
        double before = await SpanAsync(page);

        await FingersAsync(page, [(x - 30, y), (x + 30, y)], [(x - 110, y), (x + 110, y)]);
        await Until.TrueAsync("fewer candles", async () => await SpanAsync(page) is var now && now > 5 && now < before / 2, Stop);
        await FingersAsync(page, [(x - 110, y), (x + 110, y)], [(x - 30, y), (x + 30, y)]);
        await Until.TrueAsync("as many candles as before", async () => Math.Abs(await SpanAsync(page) - before) < before / 4, Stop);
        Assert.Equal(0, await desk["chart-menu"].CountAsync());
        await FingersAsync(page, [(x, y)], [(x, y)], lift: false);
        await desk.SeesAsync("chart-menu");

        Assert.Equal(orders, (await api.ListAsync("orders?limit=1000", Stop)).Count);
    }

    [Fact]
    public async Task With_the_keyboard_up_nothing_lies_over_the_buttons_of_the_ticket()
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(390, 430, hasTouch: true);
        Desk desk = await Desk.OpenAsync(page, app.Address);
        await desk["nav-trade"].TapAsync();
        await desk.SeesAsync("ticket-submit");

        await Until.TrueAsync("every button to be hit where it is", async () => await page.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.panel-of-ticket .panel-head button, [data-testid=ticket-submit]')].filter(b => b.checkVisibility()).every(b => { const r = b.getBoundingClientRect(), t = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2); return b.contains(t); })"), Stop);
    }

    private static async Task<decimal> HighestAsync(BrowserPage page) => decimal.Parse(await page.Page.Locator(".ladder-price").First.InnerTextAsync(), CultureInfo.InvariantCulture);

    private static Task<double> SpanAsync(BrowserPage page) => page.Page.EvaluateAsync<double>("(() => { const r = document.querySelector('.js-plotly-plot')._fullLayout?.xaxis?.range; return r ? r[1] - r[0] : 0; })()");

    // Puts fingers down, moves them together, and lifts them, as the glass tells the browser.
    private static async Task FingersAsync(BrowserPage page, (float X, float Y)[] from, (float X, float Y)[] to, bool lift = true)
    {
        ICDPSession glass = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await TellAsync("touchStart", from);
        for (int i = 1; i <= FingerSteps; i++)
            await TellAsync("touchMove", [.. from.Zip(to, (a, b) => (a.X + (b.X - a.X) * i / FingerSteps, a.Y + (b.Y - a.Y) * i / FingerSteps))]);
        if (lift) await TellAsync("touchEnd", []);

        Task TellAsync(string kind, (float X, float Y)[] fingers) => glass.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = kind,
            ["touchPoints"] = fingers.Select((f, i) => new Dictionary<string, object> { ["x"] = f.X, ["y"] = f.Y, ["id"] = i }).ToArray(),
        });
    }
}
