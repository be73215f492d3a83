using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>A trader at the chart, in a real browser: looking back, and trading from it.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class ChartStoryTests(Browser browser, ReplayedWeek week)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_crosshair_reads_off_can_be_read_in_every_theme()
    {
        AppProcess app = await week.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk.SeesAsync("chart", "data-drawn", "true");

        string[] hidden = await page.Page.EvaluateAsync<string[]>("""
            () => ['dark', 'light', 'contrast'].flatMap(theme => {
                document.documentElement.dataset.theme = theme;
                return ['.crosshair-price', '.crosshair-time'].filter(part => { const s = getComputedStyle(document.querySelector(part)); return s.color === s.backgroundColor; }).map(part => `${theme} ${part}`);
            })
            """);

        Assert.Empty(hidden);
    }

    [Fact]
    public async Task A_bracket_is_made_on_the_chart_by_dragging_and_its_entry_is_dragged_when_it_works()
    {
        AppProcess app = await week.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("SPY", Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await OpenAsync(page, app);

        // Far below the market, so that it rests: the lower part of the pane.
        LocatorBoundingBoxResult box = (await desk["chart"].BoundingBoxAsync())!;
        // The marker follows the pointer once the chart listens to it.
        int moves = 0;
        await Until.TrueAsync("the marker at the pointer", async () =>
        {
            await page.Page.Mouse.MoveAsync(box.X + box.Width * 0.5f, box.Y + box.Height * 0.72f + (moves++ % 2));
            return await desk["chart-plus"].IsVisibleAsync();
        }, Stop);
        // A menu goes with Escape wherever the keys are, and when something else is touched.
        await desk["chart-plus"].ClickAsync();
        await desk.SeesAsync("chart-menu");
        await page.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(desk["chart-menu"]).ToHaveCountAsync(0);
        await page.Page.Mouse.ClickAsync(box.X + box.Width * 0.5f, box.Y + box.Height * 0.72f, new() { Button = MouseButton.Right });
        await desk.SeesAsync("chart-menu");
        await desk["watch-row-SPY"].ClickAsync();
        await Assertions.Expect(desk["chart-menu"]).ToHaveCountAsync(0);
        await page.Page.Mouse.MoveAsync(box.X + box.Width * 0.5f, box.Y + box.Height * 0.72f);
        await desk["chart-plus"].ClickAsync();
        await desk["chart-menu-buy-bracket"].ClickAsync();
        await desk["chart-draft-quantity"].FillAsync("10");
        ILocator target = desk["chart-line-draft/profit"];
        double before = await PriceAsync(target);
        await DragAsync(page, target, -20);
        await Until.TrueAsync("the target to be dragged up", async () => await PriceAsync(target) > before, Stop);
        await desk.SeesAsync("chart-draft", "data-allowed", "true");
        await page.ScreenshotAsync("chart-draft-1440x900");
        await desk["chart-draft-place"].ClickAsync();

        JsonNode entry = await Until.NotNullAsync("the working entry", async () => (await api.ListAsync("orders?state=working", Stop)).FirstOrDefault(o => (string?)o!["role"] == "entry"), Stop);
        string id = (string)entry["id"]!;
        Assert.Equal(2, (await api.ListAsync($"orders?parent={id}", Stop)).Count);
        ILocator line = desk[$"chart-line-{id}/limit"];
        await Assertions.Expect(line).ToHaveAttributeAsync("data-pending", "false");
        await DragAsync(page, line, 14);
        await Until.TrueAsync("the entry at a lower price", async () => await api.GetAsync($"orders/{id}", Stop) is { } o && (decimal?)o["limitPrice"] < (decimal?)entry["limitPrice"] && o["pendingChange"] is null, Stop);
        await page.ScreenshotAsync("chart-bracket-1440x900");
        // A hand that pushes the chart sideways across the line moves no order.
        double kept = await PriceAsync(line);
        await DragAsync(page, line, 2, sideways: 160);
        await Assertions.Expect(line).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("is-dragged"));
        Assert.Equal((kept, "false"), (await PriceAsync(line), await line.GetAttributeAsync("data-pending")));

        await line.Locator(".chart-order-cancel").ClickAsync();
        await api.OrderInStateAsync(id, "cancelled", Stop);
        await Assertions.Expect(line).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Looking_back_loads_older_bars_and_the_chart_shows_days_indicators_and_a_picture()
    {
        AppProcess app = await week.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await OpenAsync(page, app);
        // More than fit beside each other: of fewer the oldest is in sight without looking back.
        await Until.TrueAsync("more candles than fit", async () => await desk.NumberAsync("chart", "data-bars") > 250, Stop);
        await page.Page.Locator(".chart-host").FocusAsync();
        await page.Page.Keyboard.PressAsync("Home");
        // The day before the one that is played: over the night between them.
        await Until.TrueAsync("the bars of Monday before those of Tuesday", async () => (await desk["chart"].GetAttributeAsync("data-first-time"))!.StartsWith("2013-10-07", StringComparison.Ordinal) && await desk.NumberAsync("chart", "data-bars") > 390, Stop);
        await desk["chart-now"].ClickAsync();
        await Assertions.Expect(desk["chart-now"]).ToBeHiddenAsync();

        await desk["chart-indicators"].ClickAsync();
        foreach (string kind in (string[])["bb", "rsi", "macd", "vwap"])
        {
            await desk["indicator-kind"].SelectOptionAsync(kind);
            await desk["indicator-add"].ClickAsync();
        }
        await desk.SeesAsync("chart", "data-indicators", "ema:20;ema:50;bb:20,2;rsi:14;macd:12,26,9;vwap");
        await desk["indicator-close"].ClickAsync();
        LocatorBoundingBoxResult box = (await desk["chart"].BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + box.Width * 0.6f, box.Y + box.Height * 0.3f);
        await Assertions.Expect(page.Page.Locator(".chart-readout")).ToContainTextAsync("RSI 14");
        // What is special about a candle stands beside the values and not behind them, where it would need a line more.
        await Assertions.Expect(page.Page.Locator(".chart-readout")).Not.ToContainTextAsync("backfilled");
        await Assertions.Expect(desk["chart-flags"]).ToHaveTextAsync("backfilled");
        await page.ScreenshotAsync("chart-indicators-1440x900");

        foreach (string size in (string[])["5s", "5m", "1h", "1d", "1m"])
        {
            await desk[$"chart-size-{size}"].ClickAsync();
            await desk.SeesAsync("chart", "data-size", size);
            await Until.TrueAsync($"candles of {size}", async () => await desk.NumberAsync("chart", "data-bars") > 1, Stop);
        }
        IDownload picture = await page.Page.RunAndWaitForDownloadAsync(() => desk["chart-export"].ClickAsync());
        Assert.Matches("^SPY-1m-.*png$", picture.SuggestedFilename);
        Assert.True(new FileInfo(await picture.PathAsync()).Length > 20_000);
    }

    [Fact]
    public async Task A_price_that_moves_is_drawn_over_the_figure_which_stays_as_it_is()
    {
        AppProcess app = await week.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await OpenAsync(page, app);
        await Assertions.Expect(page.Page.Locator(".chart-last-tag")).ToBeVisibleAsync();

        // Each change of the tag: where it is and where the axis has its price, the same of the candle, and how often Plotly has drawn.
        double[][] seen = await page.Page.EvaluateAsync<double[][]>("""
            () => new Promise(done => {
              const host = document.querySelector('.chart-host'), gd = host.querySelector('.js-plotly-plot'), tag = host.querySelector('.chart-last-tag'), seen = [];
              let plots = 0;
              gd.on('plotly_afterplot', () => plots++);
              const at = /, (-?[\d.]+)px\)/, ends = d => d.match(/M[-\d.]+,([-\d.]+)H[-\d.]+V([-\d.]+)/).slice(1).map(Number);
              new MutationObserver(() => requestAnimationFrame(() => {
                const { yaxis, margin } = gd._fullLayout, price = Number(tag.textContent), body = host.querySelector('.chart-forming path:last-child');
                seen.push([Number(at.exec(tag.style.transform)[1]), yaxis.c2p(price) + yaxis._offset, ends(body.getAttribute('d'))[1] + margin.t, plots]);
                if (seen.length === 6) done(seen);
              })).observe(tag, { childList: true, characterData: true, subtree: true });
            })
            """);

        Assert.All(seen, s => Assert.Equal(s[1], s[0], 1.0));
        Assert.All(seen, s => Assert.Equal(s[1], s[2], 0.1));
        Assert.True(seen.Zip(seen.Skip(1)).Any(two => two.First[3] == two.Second[3]), "Plotly drew anew for every price.");
        // It is not drawn twice: the candles of the figure end before it.
        double[] slots = await page.Page.EvaluateAsync<double[]>("""
            () => {
              const host = document.querySelector('.chart-host'), gd = host.querySelector('.js-plotly-plot'), left = Number(/M([\d.]+)/.exec(host.querySelector('.chart-forming > path').getAttribute('d'))[1]);
              return [Math.max(...gd.data.filter(t => t.type === 'candlestick').flatMap(t => t.x)), Math.round(gd._fullLayout.xaxis.p2c(left))];
            }
            """);
        Assert.Equal(slots[1] - 1, slots[0]);
    }

    [Fact]
    public async Task Texts_of_orders_close_to_each_other_stand_side_by_side_in_the_picture_and_their_lines_are_named()
    {
        AppProcess app = await week.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        await Desk.OpenAsync(page, app.Address, asNewcomer: true);

        JsonNode picture = JsonNode.Parse(await page.Page.EvaluateAsync<string>("""
            async () => {
              const { pictureOf } = await import('/js/chart-picture.js');
              const order = (id, text, price) => ({ id, kind: 'limit', text, price, isBuy: true });
              const chart = {
                gd: { _fullLayout: { yaxis: { c2p: price => (401 - price) * 100 } } },
                meta: { ticker: 'SPY', name: 'SPY', decimals: 2, style: 0, tick: 0.01, lines: [{ label: 'EMA 20', spec: 'ema:20', pane: 0 }, { label: 'RSI 14', spec: 'rsi:14', pane: 1 }] },
                marks: { orders: [order('a', 'Buy 7 LMT', 399.73), order('b', 'Buy 10 LMT', 399.72), order('c', 'Buy 20 LMT', 399.2), order('draft', 'Buy', 399.5), order('d', 'Buy 1 LMT', 300)], average: null },
                yRange: [399, 400.2],
              };
              const colours = { surface: '#000', strong: '#fff', buy: '#0f0', sell: '#f00', caution: '#ff0', accent: '#00f', lines: ['#fff'] };
              const layout = pictureOf(chart, '1m, 2026-11-27 20:25 ET', { margin: { t: 6 }, height: 300, shapes: [], annotations: [] }, colours);
              return JSON.stringify({ title: layout.title.text, lines: layout.shapes.length, marks: layout.annotations.map(a => [a.text, a.xshift]) });
            }
            """))!;

        Assert.Contains("1m, 2026-11-27 20:25 ET", (string?)picture["title"], StringComparison.Ordinal);
        Assert.Contains("EMA 20", (string?)picture["title"], StringComparison.Ordinal);
        Assert.DoesNotContain("RSI 14", (string?)picture["title"], StringComparison.Ordinal);
        Assert.Equal(3, (int)picture["lines"]!);
        (string Text, double Left)[] marks = [.. picture["marks"]!.AsArray().Select(m => ((string)m![0]!, (double)m[1]!))];
        Assert.Equal(["Buy 7 LMT 399.73", "Buy 10 LMT 399.72", "Buy 20 LMT 399.20"], marks.Select(m => m.Text));
        Assert.Equal((0d, true, 0d), (marks[0].Left, marks[1].Left > 90, marks[2].Left));
    }

    [Fact]
    public async Task Orders_close_to_each_other_can_all_be_read_and_an_order_that_goes_while_it_is_dragged_lets_the_hand_go()
    {
        AppProcess app = await week.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("SPY", Stop);
        string[] ids = await SellAboveAsync(api, 3, 0.50m, 0.51m);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await OpenAsync(page, app);
        await desk["watch-row-SPY"].ClickAsync();
        await desk["chart-size-1d"].ClickAsync();

        ILocator[] tags = [.. ids.Select(id => desk[$"chart-line-{id}/limit"].Locator(".chart-order-tag"))];
        await Until.TrueAsync("both tags beside each other", async () =>
            await tags[0].BoundingBoxAsync() is { } one && await tags[1].BoundingBoxAsync() is { } other && (one.X + one.Width <= other.X || other.X + other.Width <= one.X || one.Y + one.Height <= other.Y || other.Y + other.Height <= one.Y), Stop);
        LocatorBoundingBoxResult box = (await tags[0].BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + 8, box.Y + box.Height / 2);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(box.X + 8, box.Y + box.Height / 2 + 30, new() { Steps = 4 });
        await Assertions.Expect(desk[$"chart-line-{ids[0]}/limit"]).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("is-dragged"));
        // What is held says what it is by now.
        string held = await tags[0].InnerTextAsync();
        await api.ModifyAsync(ids[0], new { quantity = 2 }, Stop);
        await Assertions.Expect(tags[0]).ToContainTextAsync("Sell 2 LMT");
        Assert.Equal(held.Replace("Sell 3", "Sell 2", StringComparison.Ordinal), (await tags[0].InnerTextAsync()).Replace(" …", "", StringComparison.Ordinal));
        await api.CancelAsync(ids[0], Stop);
        await Assertions.Expect(desk[$"chart-line-{ids[0]}/limit"]).ToHaveCountAsync(0);
        await page.Page.Mouse.UpAsync();

        // A hand that is still held would find no marker: the chart would take every move for the drag.
        LocatorBoundingBoxResult chart = (await desk["chart"].BoundingBoxAsync())!;
        int moves = 0;
        await Until.TrueAsync("the marker at the pointer", async () =>
        {
            await page.Page.Mouse.MoveAsync(chart.X + chart.Width * 0.5f, chart.Y + chart.Height * 0.3f + (moves++ % 2));
            return await desk["chart-plus"].IsVisibleAsync();
        }, Stop);
        await api.CancelAsync(ids[1], Stop);
    }

    [Fact]
    public async Task On_a_phone_orders_close_to_each_other_stand_whole_within_the_chart()
    {
        AppProcess app = await week.StartAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("SPY", Stop);
        string[] ids = await SellAboveAsync(api, 4, 0.50m, 0.51m, 0.52m, 0.53m);
        await using BrowserPage page = await browser.OpenAsync(390, 844, hasTouch: true);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].TapAsync();
        await desk["watch-row-SPY"].TapAsync();
        await desk["nav-chart"].TapAsync();
        await desk["chart-size-1d"].TapAsync();

        await Until.TrueAsync("four tags beside and below each other, within the chart", () => page.Page.EvaluateAsync<bool>("""
            () => {
              const tags = [...document.querySelectorAll('.chart-order:not([hidden]) .chart-order-tag')].map(t => ({ box: t.getBoundingClientRect(), end: t.parentElement.getBoundingClientRect().right, cross: t.lastChild }));
              const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
              return tags.length >= 4 && tags.every((t, i) => t.box.right <= t.end && tags.every((o, n) => n === i || apart(t.box, o.box))
                && (t.cross.hidden || t.cross.contains(document.elementFromPoint(t.cross.getBoundingClientRect().left + 8, t.box.top + t.box.height / 2))));
            }
            """), Stop);
        await page.ScreenshotAsync("chart-close-390x844");
        foreach (string id in ids) await api.CancelAsync(id, Stop);
    }

    [Fact]
    public async Task In_every_theme_eight_lines_can_be_told_apart_and_prices_of_notes_are_written_in_32nds()
    {
        AppProcess app = await week.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        await Desk.OpenAsync(page, app.Address, asNewcomer: true);

        foreach (string theme in (string[])["dark", "light", "contrast"])
        {
            string[] colours = await page.Page.EvaluateAsync<string[]>("theme => { document.documentElement.dataset.theme = theme; const css = getComputedStyle(document.documentElement); return [1, 2, 3, 4, 5, 6, 7, 8].map(n => css.getPropertyValue(`--chart-line-${n}`).trim()); }", theme);
            Assert.DoesNotContain("", colours);
            Assert.Equal(8, colours.Distinct().Count());
        }

        // The same prices as those of the ticket: see ThirtysecondsTests.
        string[] written = await page.Page.EvaluateAsync<string[]>("""
            async () => {
              const { priceText, priceMarks } = await import('/js/chart-price.js'), marks = priceMarks({ style: -2, tick: 0.015625 }, [112.25, 112.75], 5);
              return [priceText({ style: -2 }, 112.515625), priceText({ style: -1 }, 110.5), priceText({ style: -4 }, 112.5234375), priceText({ style: -2 }, -0.5), priceText({ style: 2, decimals: 2 }, 400.1), marks.ticktext.join(' ')];
            }
            """);
        Assert.Equal(["112'16.5", "110'16", "112'16.75", "-0'16.0", "400.10", "112'08.0 112'12.0 112'16.0 112'20.0 112'24.0"], written);
    }

    // Above the market of that Tuesday, which has fallen: out of its reach, and within the range of the day before.
    // Each story with a quantity of its own: the same order of another one a moment ago would be denied (R33).
    private static async Task<string[]> SellAboveAsync(Api api, decimal quantity, params decimal[] distances)
    {
        decimal ask = (decimal)(await api.GetAsync("quotes/SPY", Stop))["ask"]!;
        string[] ids = [.. await Task.WhenAll(distances.Select(async above =>
            (string)(await api.SubmitAsync(new { symbol = "SPY", side = "SELL", quantity, type = "LMT", limitPrice = Math.Round(ask + above, 2) }, Stop))["id"]!))];
        foreach (string id in ids) await api.OrderInStateAsync(id, "working", Stop);
        return ids;
    }

    private static async Task<Desk> OpenAsync(BrowserPage page, AppProcess app)
    {
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["watch-row-SPY"].ClickAsync();
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        await desk.SeesAsync("chart", "data-drawn", "true");
        await Until.TrueAsync("candles", async () => await desk.NumberAsync("chart", "data-bars") > 20, Stop);
        // The picture that stood in for the chart is gone, and the script was loaded once, by its name that a browser keeps.
        await Assertions.Expect(page.Page.Locator(".chart-first")).ToHaveCountAsync(0);
        Assert.Matches(@"/lib/plotly/plotly-finance-[\d.]+min\.\w{10}\.js$", Assert.Single(await page.Page.EvaluateAsync<string[]>("performance.getEntriesByType('resource').map(r => r.name).filter(n => /plotly-(finance-)?\\d/.test(n))")));
        return desk;
    }

    private static async Task<double> PriceAsync(ILocator line) => double.Parse((await line.GetAttributeAsync("data-price"))!, CultureInfo.InvariantCulture);

    private static async Task DragAsync(BrowserPage page, ILocator line, float by, float sideways = 0)
    {
        LocatorBoundingBoxResult grip = (await line.Locator(".chart-order-grip").BoundingBoxAsync())!;
        float x = grip.X + grip.Width / 2, y = grip.Y + grip.Height / 2;
        await page.Page.Mouse.MoveAsync(x, y);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(x + sideways / 2, y + by / 2, new() { Steps = 3 });
        await page.Page.Mouse.MoveAsync(x + sideways, y + by, new() { Steps = 3 });
        await page.Page.Mouse.UpAsync();
    }
}
