using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>One app for all stories of this class.</summary>
public sealed class SecurityApp : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal AppProcess App { get; private set; } = null!;

    internal string KeyFile => Path.Combine(_folder.Path, "api-key");

    internal string Database => Path.Combine(_folder.Path, "trading.db");

    public async ValueTask InitializeAsync() => App = await AppProcess.StartAsync("app-security", _folder.Path, null, ["--Risk:OrderNotionalMax=50000"], CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>Signing in, second factors, second persons and what a viewer may not do, with real browsers.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed class SecurityStoryTests(SecurityApp fixture, Browser browser) : IClassFixture<SecurityApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private AppProcess App => fixture.App;

    [Fact]
    public async Task A_button_that_is_pressed_twice_makes_one_key()
    {
        using Person admin = await PersonAsync("admin");
        await using BrowserPage page = await browser.OpenAsync();
        await admin.SignInAsync(page);
        await page.Page.GotoAsync(Url("settings/keys"));
        await page.ById("key-name").FillAsync("pressed twice");

        await page.ById("key-make").DblClickAsync();

        await Assertions.Expect(page.ById("shown-once")).ToBeVisibleAsync();
        await page.Page.GotoAsync(Url("settings/keys"));
        await Assertions.Expect(page.ById("key-row").Filter(new LocatorFilterOptions { HasText = "pressed twice" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_page_that_is_loaded_again_after_a_form_was_sent_does_it_no_second_time()
    {
        using Person admin = await PersonAsync("admin");
        await using BrowserPage page = await browser.OpenAsync();
        await admin.SignInAsync(page);
        await page.Page.GotoAsync(Url("settings/keys"));
        await page.ById("key-name").FillAsync("loaded again");
        await page.ById("key-make").ClickAsync();
        await Assertions.Expect(page.ById("shown-once")).ToBeVisibleAsync();

        await page.Page.ReloadAsync();

        await Assertions.Expect(page.ById("key-row").Filter(new LocatorFilterOptions { HasText = "loaded again" })).ToHaveCountAsync(1);
        await Assertions.Expect(page.ById("shown-once")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_second_factor_is_set_up_asked_for_locked_after_wrong_codes_and_replaced_by_a_recovery_code()
    {
        using Person trader = await PersonAsync("trader");
        await using BrowserPage page = await browser.OpenAsync();
        await SignInAsync(page, trader.Name);
        await page.Page.GotoAsync(Url("account"));
        await page.ById("authenticator-password").FillAsync(Person.Password);
        await page.ById("authenticator-begin").ClickAsync();
        string key = (await page.ById("authenticator-key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        Assert.True(await page.ById("qr").Locator("svg").IsVisibleAsync());
        await page.ById("code").FillAsync(Code(key, -1));
        await page.ById("authenticator-confirm").ClickAsync();
        await Assertions.Expect(page.ById("recovery-codes").Locator("li")).ToHaveCountAsync(10);
        string[] recovery = [.. await page.ById("recovery-codes").Locator("li").AllInnerTextsAsync()];

        await page.ById("sign-out").ClickAsync();
        await FirstStepAsync(page, trader.Name);
        await page.ById("code").FillAsync("000000");
        await page.ById("code-send").ClickAsync();
        await SeesAsync(page, "second-factor-fault", "wrong");
        await page.ById("code").FillAsync(Code(key, 0));
        await page.ById("code-send").ClickAsync();
        await OnDeskAsync(page);

        await SignOutAsync(page);
        await FirstStepAsync(page, trader.Name);
        await RecoverAsync(page, recovery[3]);
        await OnDeskAsync(page);

        await SignOutAsync(page);
        await FirstStepAsync(page, trader.Name);
        await RecoverAsync(page, recovery[3]);
        await SeesAsync(page, "second-factor-fault", "wrong");
        for (int i = 0; i < 4; i++)
        {
            await page.ById("code").FillAsync($"00000{i}");
            await page.ById("code-send").ClickAsync();
            await SeesAsync(page, "second-factor-fault", "");
        }
        await page.ById("code").FillAsync(Code(key, 1));
        await page.ById("code-send").ClickAsync();
        await SeesAsync(page, "second-factor-fault", "Too many wrong codes");
        Assert.Empty(page.Troubles);
    }

    [Fact]
    public async Task A_passkey_is_made_and_signs_in_without_a_password()
    {
        using Person trader = await PersonAsync("trader");
        await using BrowserPage page = await browser.OpenAsync();
        ICDPSession cdp = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await cdp.SendAsync("WebAuthn.enable");
        await cdp.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        // A passkey belongs to a name; an address has none.
        string there = $"http://localhost:{App.Address.Port}/";
        await SignInAsync(page, trader.Name, there);
        await page.Page.GotoAsync($"{there}account");
        await page.ById("passkey-name").FillAsync("Laptop");
        await page.ById("passkey-password").FillAsync(Person.Password);
        await page.ById("passkey-add").ClickAsync();
        await SeesAsync(page, "passkey-row", "Laptop");

        // The same device again, which has one: what the page says is about this try alone.
        await SeesAsync(page, "account-done", "The passkey is added.");
        await page.ById("passkey-password").FillAsync(Person.Password);
        await page.ById("passkey-add").ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-passkey-fault]")).ToContainTextAsync("This key or device has a passkey here already.");
        await Assertions.Expect(page.ById("account-done")).ToBeHiddenAsync();

        await page.ById("sign-out").ClickAsync();
        await page.ById("passkey-sign-in").ClickAsync();
        await OnDeskAsync(page);

        await page.Page.GotoAsync($"{there}account");
        Assert.Equal(trader.Name, await page.Page.Locator("h1").InnerTextAsync());
        Assert.Empty(page.Troubles);
    }

    [Fact]
    public async Task A_limit_is_raised_by_two_people_with_a_reason_and_a_fresh_second_factor()
    {
        using Person later = await WithStaleFactorAsync(), second = await PersonAsync("riskManager");
        await using BrowserPage one = await browser.OpenAsync(), two = await browser.OpenAsync();
        await later.SignInAsync(one);
        await second.SignInAsync(two);
        await two.Page.GotoAsync(App.Address.ToString());
        await one.Page.GotoAsync(Url("settings/risk"));
        await Assertions.Expect(one.Page.Locator("[data-testid='risk-settings-page'][data-interactive='true']")).ToBeVisibleAsync();

        await one.ById("limits-edit").ClickAsync();
        await one.ById("input-OrderNotionalMax").FillAsync("60000");
        await one.ById("limits-save").ClickAsync();
        await SeesAsync(one, "diff-OrderNotionalMax", "60,000");
        await SeesAsync(one, "diff-OrderNotionalMax", "50,000");
        await one.ById("reason-text").FillAsync("larger orders this week");
        await one.ScreenshotAsync("limits-diff");
        await one.ById("reason-yes").ClickAsync();
        await one.ById("step-up-code").FillAsync("000000");
        await one.ById("step-up-yes").ClickAsync();
        await SeesAsync(one, "step-up-message", "wrong");
        // A code holds for seconds: Enter sends it.
        await one.ById("step-up-code").FillAsync(later.Code(1));
        await one.ScreenshotAsync("step-up");
        await one.ById("step-up-code").PressAsync("Enter");
        await SeesAsync(one, "limits-message", "second person");
        await SeesAsync(one, "limits-version", "version 0");

        await SeesAsync(two, "approval-banner", "OrderNotionalMax 50000 → 60000");
        await two.ScreenshotAsync("approval-banner");
        await two.ById("approve").ClickAsync();
        await SeesAsync(one, "limits-version", "version 1");
        await SeesAsync(one, "change-1", "larger orders this week");
        await SeesAsync(one, "approval-ended", $"Confirmed by {second.Name}");
        Assert.Empty(one.Troubles);
        Assert.Empty(two.Troubles);
    }

    [Fact]
    public async Task A_kill_switch_is_armed_again_by_two_people_with_a_reason_and_a_fresh_second_factor()
    {
        using Person later = await WithStaleFactorAsync(), second = await PersonAsync("riskManager");
        await using BrowserPage one = await browser.OpenAsync(), two = await browser.OpenAsync();
        await later.SignInAsync(one);
        await second.SignInAsync(two);
        await one.Page.GotoAsync(App.Address.ToString());
        await two.Page.GotoAsync(App.Address.ToString());
        using HttpResponseMessage engaged = await App.Http.PostAsJsonAsync("api/v1/risk/kill-switch", new { scope = "symbol:QQQ", level = "K1", reason = "prices look wrong" }, Stop);
        engaged.EnsureSuccessStatusCode();

        await SeesAsync(one, "kill-banner", "Prices look wrong");
        await one.ById("kill-rearm").ClickAsync();
        await one.ById("rearm-reason").FillAsync("the feed is right again");
        await one.ById("rearm-yes").ClickAsync();
        await one.ById("step-up-code").FillAsync(later.Code(1));
        await one.ById("step-up-code").PressAsync("Enter");
        await Assertions.Expect(one.ById("rearm-dialog")).ToHaveCountAsync(0);
        await SeesAsync(one, "approval-banner", "the feed is right again");
        await SeesAsync(one, "kill-banner", "Prices look wrong");
        await one.ScreenshotAsync("rearm-waits");

        await SeesAsync(two, "approval-banner", $"Arming the kill switch K1 of the symbol QQQ again, engaged by api key (prices look wrong): the feed is right again, sent by user {later.Name}");
        await two.ScreenshotAsync("rearm-asks");
        await two.ById("approve").ClickAsync();
        await Assertions.Expect(two.ById("kill-banner")).ToHaveCountAsync(0);
        await SeesAsync(one, "approval-ended", $"Confirmed by {second.Name}");
        await Assertions.Expect(one.ById("kill-banner")).ToHaveCountAsync(0);
        Assert.Empty(one.Troubles);
        Assert.Empty(two.Troubles);
    }

    [Fact]
    public async Task A_viewer_trades_neither_by_a_page_nor_by_an_address_nor_by_REST_nor_by_the_hub()
    {
        using Person viewer = await PersonAsync("viewer");
        await using BrowserPage page = await browser.OpenAsync();
        await viewer.SignInAsync(page);
        await page.Page.GotoAsync(App.Address.ToString());
        await OnDeskAsync(page);
        string token = JsonDocument.Parse(await viewer.Http.GetStringAsync("api/v1/session", Stop)).RootElement.GetProperty("csrfToken").GetString()!;

        HttpStatusCode[] writes =
        [
            await SendAsync(viewer, token, HttpMethod.Post, "api/v1/orders", new { symbol = "SPY", side = "BUY", quantity = 1, type = "MKT" }),
            await SendAsync(viewer, token, HttpMethod.Delete, "api/v1/orders", null),
            await SendAsync(viewer, token, HttpMethod.Post, "api/v1/positions/SPY/close", new { }),
            await SendAsync(viewer, token, HttpMethod.Post, "api/v1/risk/kill-switch", new { level = "K3", reason = "no" }),
            await SendAsync(viewer, token, HttpMethod.Put, "api/v1/risk/limits", new { scope = "firm", reason = "no", values = new { orderNotionalMax = 1 } }),
        ];
        string[] pages = [.. await Task.WhenAll(((string[])["settings/users", "settings/connection", "settings/backup", "settings/audit"]).Select(async p => (await viewer.Http.GetAsync(p, Stop)).Headers.Location?.AbsolutePath ?? "open"))];
        await page.Page.GotoAsync(Url("settings/risk"));
        await SeesAsync(page, "limits-locked", "needs the permission ManageRisk");
        await Assertions.Expect(page.ById("limits-edit")).ToBeDisabledAsync();
        (string[] refused, string quotes) = await TryHubAsync(viewer);
        JsonElement orders = JsonDocument.Parse(await App.Http.GetStringAsync("api/v1/orders", Stop)).RootElement;
        JsonElement status = JsonDocument.Parse(await App.Http.GetStringAsync("api/v1/status", Stop)).RootElement;

        Assert.All(refused, r => Assert.Contains("does not exist", r, StringComparison.Ordinal));
        Assert.Equal("snapshot", quotes);
        Assert.True(status.GetProperty("tradingEnabled").GetBoolean(), status.GetRawText());
        Assert.All(writes, s => Assert.Equal(HttpStatusCode.Forbidden, s));
        Assert.All(pages, p => Assert.Equal("/account/refused", p));
        Assert.Equal(0, orders.GetArrayLength());
        Assert.Empty(page.Troubles);
    }

    [Fact]
    public async Task An_admin_tests_a_connection_saves_a_setting_with_a_reason_and_takes_it_back()
    {
        using Person admin = await PersonAsync("admin");
        await using BrowserPage page = await browser.OpenAsync();
        await admin.SignInAsync(page);
        await page.Page.GotoAsync(Url("settings/connection"));
        await page.ById("value-Simulator.Enabled").SelectOptionAsync("false");
        await page.ById("value-Tws.Port").FillAsync(Loopback.FreePort().ToString(CultureInfo.InvariantCulture));
        await page.ById("settings-test").ClickAsync();
        await SeesAsync(page, "finding-nothingListens", "nobody listens there");

        await page.ById("value-Simulator.Enabled").SelectOptionAsync("true");
        await page.ById("value-Tws.Port").FillAsync("7500");
        await page.ById("value-Tws.ClientId").FillAsync("9");
        await page.ById("settings-review-button").ClickAsync();
        await SeesAsync(page, "review-Tws.ClientId", "9");
        await page.ById("settings-reason").FillAsync("a desk of its own");
        await page.ById("settings-save").ClickAsync();
        await SeesAsync(page, "settings-done", "next start");
        await SeesAsync(page, "settings-change", "a desk of its own");
        await SeesAsync(page, "waits-for-restart", "waits for a restart");
        await page.ById("settings-revert").First.ClickAsync();
        await page.ById("settings-reason").FillAsync("back");
        await page.ById("settings-save").ClickAsync();
        await SeesAsync(page, "settings-done", "Saved");
        await Assertions.Expect(page.ById("value-Tws.ClientId")).ToHaveValueAsync("1");

        await page.Page.GotoAsync(Url("settings/audit?what=settings"));
        await Assertions.Expect(page.ById("audit-row")).ToHaveCountAsync(2);
        await page.ById("audit-verify").ClickAsync();
        await SeesAsync(page, "audit-verdict", "are as they were written");
        Assert.Empty(page.Troubles);
    }

    [Fact]
    public async Task An_admin_who_tests_a_channel_sees_that_it_is_sent_and_then_what_to_do()
    {
        using Person admin = await PersonAsync("admin");
        using var receiver = new TcpListener(IPAddress.Loopback, 0);
        receiver.Start();
        await using BrowserPage page = await browser.OpenAsync();
        await admin.SignInAsync(page);
        await page.Page.GotoAsync(Url("settings/alerts"));
        await page.ById("webhook-name").FillAsync("pager");
        await page.ById("webhook-target").FillAsync($"http://127.0.0.1:{((IPEndPoint)receiver.LocalEndpoint).Port}/");
        await page.ById("webhook-save").ClickAsync();
        await SeesAsync(page, "settings-done", "The channel pager is saved");

        // While the next page is awaited nothing can be asked of this one, so it notes by itself what it shows.
        await page.Page.EvaluateAsync("() => { const b = document.querySelector('[data-testid=channel-test]'); new MutationObserver(() => sessionStorage.setItem('shown', `${b.textContent} ${b.disabled}`)).observe(b, { attributes: true, childList: true }); }");
        Task click = page.ById("channel-test").ClickAsync();
        (await receiver.AcceptTcpClientAsync(Stop)).Dispose();
        await click;
        Assert.Equal("Sending… true", await page.Page.EvaluateAsync<string>("sessionStorage.getItem('shown')"));
        await SeesAsync(page, "settings-fault", "The test over pager did not arrive.");
        await SeesAsync(page, "settings-fault", "Correct the address, or look at the network between.");
        await Assertions.Expect(page.ById("channel-test")).ToBeEnabledAsync();
        Assert.Empty(page.Troubles);
    }

    [Fact]
    public async Task A_backup_is_made_told_how_to_be_restored_and_deleted_only_when_it_is_meant()
    {
        using Person admin = await PersonAsync("admin");
        await using BrowserPage page = await browser.OpenAsync();
        await admin.SignInAsync(page);
        await page.Page.GotoAsync(Url("settings/backup"));
        await page.ById("backup-make").ClickAsync();
        await SeesAsync(page, "settings-done", "Made backup-");
        string name = await page.ById("backup-row").First.Locator("code").InnerTextAsync();

        await SeesAsync(page, "restore-command", Path.Combine("backups", name));
        await Assertions.Expect(page.ById("backup-delete").First).ToBeHiddenAsync();
        await page.ById("backup-delete-ask").First.ClickAsync();
        await page.ById("backup-delete").First.ClickAsync();
        await SeesAsync(page, "settings-done", $"{name} is deleted.");
        Assert.Empty(page.Troubles);
    }

    // With the viewer's own sign-in: the hub has no method that changes anything, under whatever name it is asked for, and what a viewer may see it shows.
    private async Task<(string[] Refused, string Quotes)> TryHubAsync(Person viewer)
    {
        await using HubConnection hub = new HubConnectionBuilder().WithUrl(new Uri(App.Address, "hubs/stream"), o =>
        {
            foreach (System.Net.Cookie cookie in viewer.Cookies()) o.Cookies.Add(App.Address, new System.Net.Cookie(cookie.Name, cookie.Value));
        }).Build();
        await hub.StartAsync(Stop);
        List<string> refused = [];
        foreach ((string method, object?[] arguments) in ((string, object?[])[])[
            ("PlaceOrder", [new { symbol = "SPY", side = "BUY", quantity = 1, type = "MKT" }]), ("SubmitOrder", [new { symbol = "SPY", side = "BUY", quantity = 1, type = "MKT" }]), ("ModifyOrder", ["1", new { quantity = 1 }]),
            ("CancelOrder", ["1"]), ("CancelAll", []), ("ClosePosition", ["SPY"]), ("KillSwitch", ["K3", "no"]), ("SetLimits", [new { orderNotionalMax = 1 }]), ("AddToWatchlist", ["TSLA"])])
            refused.Add((await Assert.ThrowsAsync<HubException>(() => hub.InvokeCoreAsync(method, typeof(object), arguments, Stop))).Message);
        await using IAsyncEnumerator<JsonElement> quotes = hub.StreamAsync<JsonElement>("Quotes", Array.Empty<string>(), Stop).GetAsyncEnumerator(Stop);
        return ([.. refused], await quotes.MoveNextAsync() ? quotes.Current.GetProperty("kind").GetString()! : "");
    }

    // Signed in with a second factor that is not fresh any more.
    private async Task<Person> WithStaleFactorAsync()
    {
        using Person first = await PersonAsync("riskManager");
        await first.AddAuthenticatorAsync(Stop);
        Person later = await first.AgainAsync(Stop);
        MakeStale(later.Name);
        return later;
    }

    private Task<Person> PersonAsync(string role) => Person.CreateAsync(App.Address, fixture.KeyFile, role, Stop);

    private string Url(string path) => new Uri(App.Address, path).ToString();

    private static string Code(string key, int steps) => Totp.Code(Base32.Decode(key), Totp.StepOf(TimeProvider.System.GetUtcNow()) + steps);

    private static Task SeesAsync(BrowserPage page, string testId, string text) => Assertions.Expect(page.ById(testId).First).ToContainTextAsync(text, new() { Timeout = (float)ChildProcess.Patience.TotalMilliseconds });

    private static Task OnDeskAsync(BrowserPage page) => Assertions.Expect(page.Page.Locator("[data-testid='desk-page'][data-interactive='true']")).ToBeVisibleAsync(new() { Timeout = (float)ChildProcess.Patience.TotalMilliseconds });

    private async Task SignInAsync(BrowserPage page, string name, string? address = null)
    {
        await page.Page.GotoAsync($"{address ?? App.Address.ToString()}account/sign-in");
        await FirstStepAsync(page, name);
        await OnDeskAsync(page);
    }

    private static async Task FirstStepAsync(BrowserPage page, string name)
    {
        await page.ById("user-name").FillAsync(name);
        await page.ById("password").FillAsync(Person.Password);
        await page.ById("sign-in").ClickAsync();
    }

    private async Task SignOutAsync(BrowserPage page)
    {
        await page.Page.GotoAsync(Url("account"));
        await page.ById("sign-out").ClickAsync();
    }

    private static async Task RecoverAsync(BrowserPage page, string code)
    {
        await page.Page.Locator(".account-more summary").ClickAsync();
        await page.ById("recovery-code").FillAsync(code);
        await page.ById("recovery-send").ClickAsync();
    }

    /// <summary>As if the second factor had been given long ago; before the session is used for the first time, so that nobody has looked it up yet.</summary>
    private void MakeStale(string name)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = fixture.Database, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "UPDATE sessions SET StrongTime = NULL WHERE UserId = (SELECT Id FROM users WHERE UserName = $name)";
        command.Parameters.AddWithValue("$name", name);
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    private static async Task<HttpStatusCode> SendAsync(Person person, string token, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Csrf-Token", token);
        using HttpResponseMessage answer = await person.Http.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}
