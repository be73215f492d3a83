using Microsoft.Playwright;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>The layouts everybody starts with, on the screens they are made for: what must be seen is seen, and what is touched can be hit.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class RoomStoryTests(Browser browser, SimulatedDesk simulated)
{
    // A finger needs 44 pixels. Those that are drawn lower take the touch above and below themselves; what is covered or half scrolled away is no target now.
    private const string TooLow = """
        () => {
          const low = [], own = (e, x, y) => { const t = document.elementFromPoint(x, y); return !!t && (e.contains(t) || (e.closest('label')?.contains(t) ?? false)); };
          for (const e of document.querySelectorAll('button, a[href], input, select, summary, [role=tab]')) {
            const r = e.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
            if (e.disabled || r.width < 2 || r.height < 2 || r.left < 0 || r.right > innerWidth || y < 22 || y > innerHeight - 22) continue;
            if (!own(e, x, r.top + 1) || !own(e, x, r.bottom - 1)) continue;
            if (!own(e, x, y - 21) || !own(e, x, y + 21)) low.push(`${e.dataset.testid ?? e.className} ${Math.round(r.width)}x${Math.round(r.height)}`);
          }
          return low;
        }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_1440_by_900_totals_stand_under_their_columns_and_exits_legs_and_algorithms_are_seen_whole()
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);

        await desk["tour-skip"].ClickAsync();
        await desk["tab-positions"].ClickAsync();
        await desk.SeesAsync("positions-total");
        LocatorBoundingBoxResult heading = await BoxAsync(desk["positions-sort-realized"]), total = await BoxAsync(desk["total-realized"]), close = await BoxAsync(desk["position-close-SPY"]);
        Assert.Equal(heading.X + heading.Width, total.X + total.Width, tolerance: 8);
        Assert.True(total.X + total.Width <= close.X, $"What is realised ends at {total.X + total.Width}, the buttons begin at {close.X}.");

        await desk["watch-row-SPY"].ClickAsync();
        await desk["ticket-exits-toggle"].ClickAsync();
        await SeenWholeAsync(desk, "ticket-profit", "ticket-loss", "ticket-exit-unit", "ticket-exit-tif", "ticket-loss-limit", "ticket-submit");
        await desk["ticket-exits-toggle"].ClickAsync();
        await desk["ticket-section-legs"].ClickAsync();
        await page.Page.Locator("[data-testid='ticket-legs'] .more-toggle").ClickAsync();
        await SeenWholeAsync(desk, "leg-ratio-0", "leg-ratio-1", "ticket-leg-add", "ticket-submit");
        await page.ScreenshotAsync("desk-legs-1440x900");
        await desk["ticket-section-algo"].ClickAsync();
        foreach ((string algo, string[] fields) in ((string, string[])[])[("Twap", ["strategyType", "startTime", "endTime", "allowPastEndTime"]), ("Vwap", ["maxPctVol", "startTime", "endTime", "allowPastEndTime", "noTakeLiq", "speedUp"]), ("ArrivalPx", ["maxPctVol", "riskAversion", "startTime", "endTime", "forceCompletion", "allowPastEndTime"])])
        {
            await desk["ticket-algo"].SelectOptionAsync(algo);
            await SeenWholeAsync(desk, ["ticket-algo", .. fields.Select(f => $"ticket-algo-{f}"), "ticket-submit"]);
        }
        await page.ScreenshotAsync("desk-algo-1440x900");
        await desk["ticket-algo"].SelectOptionAsync("");
        await desk["ticket-exits-toggle"].ClickAsync();
        await SeenWholeAsync(desk, "ticket-profit");
        // Below the exits there is no room left: what is unfolded there is brought into sight.
        await desk["ticket-section-more"].ClickAsync();
        await Until.TrueAsync("what was unfolded to be in sight", () => IsSeenWholeAsync(desk["ticket-hidden"]), Stop);
    }

    [Fact]
    public async Task On_a_wall_of_4k_what_is_typed_again_to_confirm_stands_whole_in_its_box()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(3840, 2160);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);

        // Such a denial needs orders of many days.
        await desk["ticket-preview"].EvaluateAsync("""
            box => box.innerHTML = '<div class="preview-head"><span class="dot"></span><b>Risk denies it</b></div>' +
              '<p class="check"><b>R37 Unusual size.</b> 50 shares is more than 3 times the 1 that you usually send (R37). Check the quantity; if it is meant, send it from the ticket and type it there again. observed 50 limit 3</p>' +
              '<label class="field" id="again"><span>Type the quantity again to confirm</span><input class="input num"></label>'
            """);

        LocatorBoundingBoxResult box = await BoxAsync(desk["ticket-preview"]), field = await BoxAsync(page.Page.Locator("#again"));
        Assert.True(field.Y + field.Height <= box.Y + box.Height, $"The field ends at {field.Y + field.Height}, its box at {box.Y + box.Height}.");
        Assert.Equal(0, await desk["ticket-preview"].EvaluateAsync<int>("box => box.scrollHeight - box.clientHeight"));
    }

    [Fact]
    public async Task The_list_of_columns_closes_with_escape_and_with_a_press_elsewhere()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();
        ILocator columns = desk["orders-columns"].Locator("summary");

        await columns.ClickAsync();
        await desk["orders-column-id"].CheckAsync();
        await Assertions.Expect(desk["orders-column-source"]).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(desk["orders-column-source"]).ToBeHiddenAsync();
        await columns.ClickAsync();
        await Assertions.Expect(desk["orders-column-source"]).ToBeVisibleAsync();
        await page.Page.Mouse.ClickAsync(500, 20);

        await Assertions.Expect(desk["orders-column-source"]).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Toasts_beside_the_ticket_leave_the_buttons_of_a_notice_free()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        await desk["layout-menu"].ClickAsync();
        await desk["layout-use-Order flow"].ClickAsync();
        await page.Page.EvaluateAsync("""document.querySelector('.notices').insertAdjacentHTML('beforeend', '<div class="alert-banner"><span class="alert-banner-text">' + 'The price of SPY has crossed the level that was watched for. '.repeat(3) + '</span><button class="btn btn-small" id="press">Acknowledge</button></div>')""");

        await desk.FillTicketAsync("buy", 1, "LMT", 900m);
        await desk.SeesTextAsync("ticket-submit", "Buy 1 SPY at 900.00 limit");
        await desk.SubmitTicketAsync();
        await desk.SeesTextAsync("ticket-message", "R12");

        await Until.TrueAsync("a toast beside the button of the notice", async () => await page.Page.EvaluateAsync<bool>("""
            () => {
              const b = document.querySelector('#press').getBoundingClientRect();
              const seen = [...document.querySelectorAll('.mud-snackbar')].map(t => t.getBoundingClientRect()).filter(t => t.height > 0);
              return seen.length > 0 && seen.every(t => t.right <= b.left || t.left >= b.right || t.bottom <= b.top || t.top >= b.bottom);
            }
            """), Stop);
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    [InlineData(3840, 2160)]
    public async Task The_reason_why_nothing_can_be_sent_is_seen_in_whole_lines(int width, int height)
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(width, height, hasTouch: width < 800);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        if (width < 800) await desk["nav-trade"].ClickAsync();
        await desk.SeesAsync("ticket-submit");
        await page.Page.EvaluateAsync("""document.querySelector('.ticket-foot').insertAdjacentHTML('afterbegin', '<p class="ticket-off" id="reason">' + 'The gateway closed the connection instead of telling its version. '.repeat(12) + '</p>')""");

        double lines = await page.Page.Locator("#reason").EvaluateAsync<double>("e => e.clientHeight / parseFloat(getComputedStyle(e).lineHeight)");

        Assert.Equal(3, lines, tolerance: 0.05);
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(3840, 2160)]
    public async Task The_use_of_limits_and_the_contracts_that_are_found_stand_whole_in_their_panels(int width, int height)
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(width, height);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();

        await desk["tab-risk"].ClickAsync();
        await desk.SeesAsync("usage-R20");
        string[] cut = await page.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('.panel-of-risk .usage-name, .panel-of-risk .usage-figures, .panel-of-risk .figure dd')]
              .filter(e => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > e.closest('.dock-panel').getBoundingClientRect().right)
              .map(e => e.textContent)
            """);
        Assert.Empty(cut);
        await page.ScreenshotAsync($"desk-risk-{width}x{height}");

        await desk["watch-add-input"].FillAsync("ES");
        await desk.SeesAsync("symbol-hit-ESZ6");
        LocatorBoundingBoxResult hits = await BoxAsync(desk["symbol-hits"]), panel = await BoxAsync(page.Page.Locator(".panel-of-watchlist"));
        Assert.True(hits.Y + hits.Height <= panel.Y + panel.Height, $"The hits end at {hits.Y + hits.Height}, their panel at {panel.Y + panel.Height}.");
    }

    [Fact]
    public async Task A_notice_that_comes_while_orders_can_leave_moves_nothing_under_the_pointer()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk.SeesAsync("ladder-rows");
        LocatorBoundingBoxResult before = await BoxAsync(desk["ladder-rows"]);

        LocatorBoundingBoxResult notice = await NoticeAsync(page);

        LocatorBoundingBoxResult after = await BoxAsync(desk["ladder-rows"]);
        Assert.Equal((before.X, before.Y, before.Height), (after.X, after.Y, after.Height));
        LocatorBoundingBoxResult ticket = await BoxAsync(desk["ticket-submit"]);
        Assert.True(notice.X + notice.Width < ticket.X, "The notice covers the ticket.");
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task The_way_back_to_the_desk_ends_the_first_line_of_every_page(int width, int height)
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(width, height, hasTouch: width < 500);
        await Desk.OpenAsync(page, app.Address, asNewcomer: true);

        foreach (string path in (string[])["/orders", "/executions", "/positions", "/risk", "/alerts", "/settings"])
        {
            await page.Page.GotoAsync(new Uri(app.Address, path).ToString());
            await Assertions.Expect(page.Page.Locator("#splash, [data-interactive='false']")).ToHaveCountAsync(0);
            ILocator link = page.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the desk" });
            LocatorBoundingBoxResult back = await BoxAsync(link), first = await BoxAsync(page.Page.Locator(path == "/settings" ? ".settings-bar .mode" : "h1")), frame = await BoxAsync(link.Locator("xpath=.."));
            Assert.True(Math.Abs(back.X + back.Width - frame.X - frame.Width) < 2, $"On {path} it ends at {back.X + back.Width}, its line at {frame.X + frame.Width}.");
            Assert.True(first.X + first.Width <= back.X && back.Y < first.Y + first.Height && first.Y < back.Y + back.Height, $"On {path} it stands at {back.X}, {back.Y}, the heading at {first.X}, {first.Y}.");
        }
    }

    [Theory]
    [InlineData("compact")]
    [InlineData("normal")]
    [InlineData("roomy")]
    public async Task Every_figure_of_the_watchlist_stays_in_its_column_and_the_state_of_the_connection_can_be_read(string density)
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk.SeesAsync("watch-last-SPY");
        await page.Page.EvaluateAsync("d => { document.documentElement.dataset.density = d; }", density);

        // With a price of eight characters, which the next one writes over.
        string[] wide = await page.Page.EvaluateAsync<string[]>("""
            () => {
              const row = document.querySelector("[data-testid='watch-row-SPY']"), width = e => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect().width; };
              for (const c of ['bid', 'ask', 'last']) row.querySelector('.' + c).textContent = '35683.75';
              row.querySelector('.chg').textContent = '▼−12.34%';
              return [...document.querySelectorAll('.watch-row .num, .chip-text')].filter(e => e.checkVisibility() && width(e) > e.getBoundingClientRect().width + 0.5).map(e => `${e.className} ${e.textContent}`);
            }
            """);

        Assert.Empty(wide);
        Assert.Equal("Connected", await page.Page.Locator(".chip-text").InnerTextAsync());
    }

    [Fact]
    public async Task Escape_ends_the_tour_from_within_and_gives_the_keys_back()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await Assertions.Expect(desk["tour-next"]).ToBeEnabledAsync();

        await desk["ticket-quantity"].FocusAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.Equal(1, await desk["tour"].CountAsync());
        await desk["tour-next"].FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await desk.SeesAsync("tour", "data-step", "watchlist");
        await page.Page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(desk["tour"]).ToHaveCountAsync(0);
        await Assertions.Expect(desk["ticket-quantity"]).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Control+k");
        await page.Page.Keyboard.TypeAsync("tour");
        await page.Page.Locator(".palette-item", new() { HasText = "tour" }).First.WaitForAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(desk["tour-next"]).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(desk["tour"]).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(2560, 1440)]
    [InlineData(3840, 2160)]
    public async Task On_a_wall_a_roomier_density_is_never_smaller(int width, int height)
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(width, height);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk.SeesAsync("watch-last-SPY");
        var sizes = new List<(float Row, double Type)>();
        foreach (string density in (string[])["compact", "normal", "roomy"])
        {
            await page.Page.EvaluateAsync("d => { document.documentElement.dataset.density = d; }", density);
            sizes.Add(((await BoxAsync(desk["watch-row-SPY"])).Height, await FontSizeAsync(desk["watch-row-SPY"])));
        }

        Assert.True(sizes[0].Row < sizes[1].Row && sizes[1].Row < sizes[2].Row, $"Rows are {string.Join(", ", sizes.Select(s => s.Row))} high.");
        Assert.True(sizes[0].Type <= sizes[1].Type && sizes[1].Type <= sizes[2].Type, $"Type is {string.Join(", ", sizes.Select(s => s.Type))} high.");
    }

    [Fact]
    public async Task The_history_of_a_finished_order_stands_in_the_middle_of_its_row()
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync();
        await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await page.Page.GotoAsync(new Uri(app.Address, "/orders").ToString());
        await Assertions.Expect(page.Page.Locator("tr[data-state='Filled'] [data-testid^='order-history-']").First).ToBeVisibleAsync();

        double[] away = await page.Page.EvaluateAsync<double[]>("""
            () => [...document.querySelectorAll("[data-testid^='order-history-']")].map(e => {
              const icon = e.getBoundingClientRect(), row = e.closest('tr').getBoundingClientRect();
              return icon.top + icon.height / 2 - row.top - row.height / 2;
            })
            """);

        Assert.All(away, a => Assert.InRange(a, -1, 1));
    }

    [Theory]
    [InlineData("compact")]
    [InlineData("normal")]
    [InlineData("roomy")]
    public async Task On_a_wall_of_4k_a_price_of_eight_characters_has_room_in_the_watchlist(string density)
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(3840, 2160);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["layout-menu"].ClickAsync();
        await desk["layout-use-Wall"].ClickAsync();
        await desk.SeesAsync("watch-last-SPY");
        await Until.TrueAsync("the narrower list of the layout", async () => (await BoxAsync(desk["watchlist"])).Width < 800, Stop);
        await page.Page.EvaluateAsync("d => { document.documentElement.dataset.density = d; }", density);

        // Measured at once: the next price writes it over.
        string[] cut = await page.Page.EvaluateAsync<string[]>("""
            () => {
              const texts = { bid: '35680.75', ask: '35682.75', last: '35682.75', change: '▲+10.42%' };
              return Object.entries(texts).flatMap(([column, text]) => {
                const cell = document.querySelector(`[data-testid='watch-${column}-SPY']`);
                cell.textContent = text;
                return cell.scrollWidth > cell.clientWidth ? [`${column}: ${cell.scrollWidth} in ${cell.clientWidth}`] : [];
              });
            }
            """);

        Assert.Empty(cut);
    }

    [Fact]
    public async Task On_a_phone_the_button_that_cancels_an_order_of_the_ladder_leaves_its_note_to_be_read()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(390, 844, hasTouch: true);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].TapAsync();
        await desk["watch-row-TSLA"].TapAsync();
        await desk["nav-more"].TapAsync();
        await page.Page.Locator("button:visible", new() { HasText = "Depth ladder" }).First.TapAsync();
        await desk.SeesAsync("ladder", "data-state", "Live");
        await desk["ladder-arm"].TapAsync();
        await desk.SeesAsync("ladder", "data-armed", "true");

        ILocator own = page.Page.Locator("[data-testid^='ladder-own-Buy-']");
        for (int tries = 1; !await IsCancelledAsync(); tries++)
        {
            Assert.True(tries < 5, "No order of the ladder could be cancelled by its button.");
            // The lowest bid of a phone is a few cents away: on a slow machine the market is there first, and takes the order.
            await Assertions.Expect(own).ToHaveCountAsync(0);
        }
        await Assertions.Expect(own).ToHaveCountAsync(0);

        async Task<bool> IsCancelledAsync()
        {
            await page.Page.Locator(".ladder-row .ladder-size.bid").Last.TapAsync();
            try
            {
                await page.Page.Locator("[data-testid^='ladder-own-Buy-'][data-pending='false'] .own-pick").First.TapAsync(new() { Timeout = 15_000 });
                await Assertions.Expect(desk["ladder-cancel-picked"]).ToBeVisibleAsync(new() { Timeout = 15_000 });
                LocatorBoundingBoxResult note = await BoxAsync(desk["ladder-note"]), button = await BoxAsync(desk["ladder-cancel-picked"]);
                await desk["ladder-cancel-picked"].TapAsync(new() { Timeout = 15_000 });
                Assert.True(note.X + note.Width <= button.X, $"The note ends at {note.X + note.Width}, the button begins at {button.X}.");
                return true;
            }
            catch (Exception gone) when (gone is TimeoutException or PlaywrightException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task The_way_back_from_the_account_stands_at_its_head(int width, int height)
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(width, height);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);

        await page.Page.GotoAsync(new Uri(app.Address, "/account").ToString());
        LocatorBoundingBoxResult back = await BoxAsync(desk["to-desk"]), name = await BoxAsync(page.Page.Locator("h1"));

        Assert.True(back.Y < name.Y + name.Height && name.X + name.Width <= back.X, $"The way back is at {back.X}, {back.Y}, the name ends at {name.X + name.Width}, {name.Y + name.Height}.");
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(1280, 720)]
    public async Task Toasts_never_stand_over_the_ticket(int width, int height)
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(width, height);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();
        await Assertions.Expect(desk["tour"]).ToHaveCountAsync(0);
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        LocatorBoundingBoxResult before = await BoxAsync(desk["ticket-submit"]);

        // Each denial is a toast of several lines.
        for (int i = 1; i <= 3; i++)
        {
            await desk.FillTicketAsync("buy", i, "LMT", 900m);
            await desk.SeesTextAsync("ticket-submit", $"Buy {i} SPY at 900.00 limit");
            await desk.SubmitTicketAsync();
            await desk.SeesTextAsync("ticket-message", "R12");
        }

        LocatorBoundingBoxResult ticket = await BoxAsync(page.Page.Locator(".panel-of-ticket"));
        await Until.TrueAsync("toasts that leave the ticket free", async () => await page.Page.EvaluateAsync<bool>("""
            () => {
              const ticket = document.querySelector('.panel-of-ticket').getBoundingClientRect();
              const seen = [...document.querySelectorAll('.mud-snackbar')].map(t => t.getBoundingClientRect()).filter(t => t.height > 0);
              return seen.length > 0 && seen.every(t => t.top >= ticket.bottom || t.right <= ticket.left);
            }
            """), Stop);
        LocatorBoundingBoxResult after = await BoxAsync(desk["ticket-submit"]);
        Assert.Equal((before.X, before.Y), (after.X, after.Y));
        // What keys do is told below the button, where it moves nothing either.
        await page.Page.Keyboard.PressAsync("Alt+Shift+A");
        await desk.SeesAsync("arm", "data-armed", "true");
        Assert.Equal(before.Y, (await BoxAsync(desk["ticket-submit"])).Y);
        Assert.Equal(ticket.Height, (await BoxAsync(page.Page.Locator(".panel-of-ticket"))).Height);
        // Armed keys are typed into a field that has the focus, and the badge does not say otherwise.
        await desk["ticket-quantity"].FocusAsync();
        await Assertions.Expect(desk["arm"]).ToHaveTextAsync("Typing", new() { UseInnerText = true });
        await desk["ticket-quantity"].BlurAsync();
        await Assertions.Expect(desk["arm"]).ToHaveTextAsync("Armed", new() { UseInnerText = true });
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task Every_page_of_the_settings_has_its_navigation_and_heading_in_the_same_place(int width, int height)
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(width, height);
        await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await page.Page.GotoAsync(new Uri(app.Address, "settings").ToString());
        string[] addresses = await page.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.settings-nav a')].map(a => a.getAttribute('href'))");
        Assert.Contains("/settings/risk", addresses);
        var first = await PlacesAsync(page);

        foreach (string address in addresses)
        {
            await page.Page.GotoAsync(new Uri(app.Address, address).ToString());
            await Assertions.Expect(page.Page.Locator("#splash, [data-interactive='false']")).ToHaveCountAsync(0);
            await Assertions.Expect(page.Page.Locator($".settings-nav a[href='{address}']")).ToHaveAttributeAsync("aria-current", "page");
            Assert.Equal(first, await PlacesAsync(page));
            Assert.True(await page.Page.Locator(".settings-nav [aria-current]").EvaluateAsync<bool>("a => { const r = a.getBoundingClientRect(), n = a.parentElement.getBoundingClientRect(); return r.left >= n.left && r.right <= n.right; }"), $"The link of {address} is out of sight.");
            Assert.Equal(width, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    [Fact]
    public async Task On_a_wall_of_4k_the_numbers_are_large_and_the_watchlist_fills_its_panel()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(3840, 2160);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk.SeesAsync("watch-last-SPY");

        LocatorBoundingBoxResult list = await BoxAsync(desk["watchlist"]), spark = await BoxAsync(desk["watch-spark-SPY"]);

        Assert.True(await FontSizeAsync(desk["watch-row-SPY"]) >= 18);
        Assert.True(await FontSizeAsync(page.Page.Locator(".ladder-row").First) >= 18);
        Assert.True(spark.Width >= list.Width / 8, $"The hour is {spark.Width} wide in a list of {list.Width}.");

        await page.Page.GotoAsync(new Uri(app.Address, "/positions").ToString());
        await desk.SeesAsync("pnl-tiles");
        await Until.TrueAsync("the limits of the account", async () => await page.Page.Locator(".pnl-tile .usage").CountAsync() > 0, Stop);
        // The page that comes alive makes them anew: one that is not there any more has no size.
        await Until.TrueAsync("large figures of what is held", async () => await FontSizeAsync(page.Page.Locator(".exposure").First) >= 18, Stop);
        Assert.Empty(await page.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.pnl-tile .usage-name, .pnl-tile .usage')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent.trim())"));
        await page.Page.GotoAsync(new Uri(app.Address, "/risk").ToString());
        await desk.SeesAsync("limit-OrderQuantityMax");
        await Until.TrueAsync("fields of one height, and a limit's figure beside its name", () => page.Page.EvaluateAsync<bool>("""
            () => {
              const box = s => document.querySelector(s)?.getBoundingClientRect(), amount = box("[data-testid='cash-flow-amount']"), reason = box("[data-testid='cash-flow-reason']");
              const [, name, figure] = document.querySelector("[data-testid='limit-OrderQuantityMax']")?.children ?? [];
              return !!figure && Math.abs(amount.height - reason.height) <= 4 && figure.getBoundingClientRect().right - name.getBoundingClientRect().left < innerWidth / 3;
            }
            """), Stop);
        await page.Page.GotoAsync(new Uri(app.Address, "/settings/audit").ToString());
        await Assertions.Expect(page.ById("audit-row").First).ToBeVisibleAsync();
        Assert.True(await page.Page.Locator(".audit-scroll").EvaluateAsync<bool>("e => e.scrollWidth <= e.clientWidth"), "The audit log is cut.");
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(844, 390)]
    public async Task What_is_touched_on_a_phone_is_44_pixels_high_and_nothing_is_wider_than_the_screen(int width, int height)
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(width, height, hasTouch: true);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].TapAsync();
        await Assertions.Expect(desk["tour"]).ToHaveCountAsync(0);

        // With figures as large as they get; the next price writes them over.
        int large = await page.Page.EvaluateAsync<int>("(() => { const f = [...document.querySelectorAll('.topbar .figure dd')]; f[0].textContent = '10,999,998.70'; f[1].textContent = '−123,456.30▼'; return document.documentElement.scrollWidth; })()");
        Assert.True(large == width, $"With large figures the desk is {large} wide.");
        foreach (string place in (string[])["watch", "chart", "trade", "positions", "more"])
        {
            await desk[$"nav-{place}"].TapAsync();
            await Assertions.Expect(page.Page.Locator($"[data-testid='desk-page'][data-place='{place}']")).ToBeVisibleAsync();
            int wide = await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.True(wide == width, $"{place} is {wide} wide: {string.Join(", ", await page.Page.EvaluateAsync<string[]>(TooFarRight))}");
            await Until.TrueAsync($"targets of 44 pixels at {place}, not {string.Join(", ", await page.Page.EvaluateAsync<string[]>(TooLow))}", async () => (await page.Page.EvaluateAsync<string[]>(TooLow)).Length == 0, Stop);
            await page.ScreenshotAsync($"touched-{place}-{width}x{height}");
        }
    }

    [Fact]
    public async Task On_a_phone_an_entry_of_the_audit_log_is_read_without_pushing_it_aside()
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(390, 844, hasTouch: true);
        await Desk.OpenAsync(page, app.Address, asNewcomer: true);

        await page.Page.GotoAsync(new Uri(app.Address, "/settings/audit").ToString());

        await Assertions.Expect(page.ById("audit-row").First).ToBeVisibleAsync();
        Assert.True(await page.Page.Locator(".audit-scroll").EvaluateAsync<bool>("e => e.scrollWidth <= e.clientWidth"), "The audit log is cut.");
        Assert.Empty(await page.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.audit td')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.trim())"));
    }

    [Theory]
    [InlineData(720, 1)]
    [InlineData(390, 2)]
    public async Task A_banner_takes_a_second_line_only_where_its_buttons_have_no_room_in_the_first(int width, int lines)
    {
        AppProcess app = await simulated.StartAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(width, 450);
        Desk desk = await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        await desk["tour-skip"].ClickAsync();
        await page.Page.EvaluateAsync("""document.querySelector('.notices').insertAdjacentHTML('beforeend', '<div class="alert-banner" id="notice"><svg class="mud-icon-root" width="20" height="20"></svg><span class="alert-banner-text">SPY is at 401.35.</span><button class="btn btn-small">Acknowledge</button></div>')""");

        LocatorBoundingBoxResult banner = await BoxAsync(page.Page.Locator("#notice")), button = await BoxAsync(page.Page.Locator("#notice .btn"));

        Assert.Equal(lines, banner.Height < 1.5f * button.Height ? 1 : 2);
    }

    [Fact]
    public async Task On_a_phone_the_bars_of_limits_are_of_one_length_so_that_they_can_be_compared()
    {
        (AppProcess app, _) = await simulated.TradedAsync(Stop);
        await using BrowserPage page = await browser.OpenAsync(390, 844, hasTouch: true);
        await Desk.OpenAsync(page, app.Address, asNewcomer: true);
        foreach (string path in (string[])["/risk", "/positions"])
        {
            await page.Page.GotoAsync(new Uri(app.Address, path).ToString());
            await Until.TrueAsync($"bars of one length on {path}", () => page.Page.EvaluateAsync<bool>("() => { const bars = [...document.querySelectorAll('.usage .usage-bar')].map(b => Math.round(b.getBoundingClientRect().width)); return bars.length > 2 && new Set(bars).size === 1 && bars[0] > innerWidth / 2; }"), Stop);
            Assert.Empty(await page.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.usage-name')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent.trim())"));
            Assert.Empty(await page.Page.EvaluateAsync<string[]>(TooFarRight));
        }
    }

    private const string TooFarRight = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 0.5).map(e => `${e.tagName} ${e.className} ${e.dataset?.testid ?? ''}`).slice(0, 8)";

    private static async Task<(float, float, float, float, float)> PlacesAsync(BrowserPage page)
    {
        LocatorBoundingBoxResult navigation = await BoxAsync(page.Page.Locator(".settings-nav")), heading = await BoxAsync(page.Page.Locator("h1")), mode = await BoxAsync(page.ById("mode-badge"));
        return (navigation.X, navigation.Y, heading.X, heading.Y, mode.Y);
    }

    private static async Task SeenWholeAsync(Desk desk, params string[] parts)
    {
        foreach (string part in parts)
        {
            await desk.SeesAsync(part);
            Assert.True(await IsSeenWholeAsync(desk[part]), $"{part} is cut.");
        }
    }

    // Whoever stands at all four corners is cut by nothing.
    private static Task<bool> IsSeenWholeAsync(ILocator part) => part.EvaluateAsync<bool>("e => { const r = e.getBoundingClientRect(), at = (x, y) => { const t = document.elementFromPoint(x, y); return !!t && (e.contains(t) || t.contains(e)); }; return at(r.left + 3, r.top + 3) && at(r.right - 3, r.top + 3) && at(r.left + 3, r.bottom - 3) && at(r.right - 3, r.bottom - 3); }");

    // As the alert of a rule would stand there.
    private static async Task<LocatorBoundingBoxResult> NoticeAsync(BrowserPage page)
    {
        await page.Page.EvaluateAsync("""document.querySelector('.notices').insertAdjacentHTML('beforeend', '<div class="alert-banner" id="notice"><span class="alert-banner-text">The price of SPY has crossed the level that was watched for.</span></div>')""");
        return await BoxAsync(page.Page.Locator("#notice"));
    }

    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator part) => await part.BoundingBoxAsync() ?? throw new InvalidOperationException($"{part} is not seen.");

    private static Task<double> FontSizeAsync(ILocator part) => part.EvaluateAsync<double>("e => parseFloat(getComputedStyle(e).fontSize)");
}
