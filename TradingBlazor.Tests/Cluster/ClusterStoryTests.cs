using System.Net;
using System.Text.Json.Nodes;
using TradingBlazor.Tests.Harness;
using RestApi = TradingBlazor.Tests.Stories.Api;

namespace TradingBlazor.Tests.Cluster;

/// <summary>One engine, two web processes, Redis and nginx, and the loss of each of them.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed class ClusterStoryTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_desk_of_many_processes_trades_through_the_loss_of_a_web_process_of_Redis_and_of_the_engine()
    {
        await using ClusterDesk desk = await ClusterDesk.StartAsync(new ClusterPlan { WebSettings = ["--Security:SecondPersonNotional=10000"] }, Stop);
        using var api = new RestApi(await desk.ClientAsync());
        using RestApi engine = await RestApi.OfAsync(desk.Engine, Stop), first = await RestApi.OfAsync(desk.Webs[0], Stop), second = await RestApi.OfAsync(desk.Webs[1], Stop);
        await Task.WhenAll(first.ReadyToTradeAsync("SPY", Stop), second.ReadyToTradeAsync("SPY", Stop));

        // An order through nginx is the engine's, and both web processes show it.
        JsonNode order = await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 3, type = "MKT" }, Stop);
        string bought = (string)order["id"]!;
        await Task.WhenAll(engine.OrderInStateAsync(bought, "filled", Stop), first.OrderInStateAsync(bought, "filled", Stop), second.OrderInStateAsync(bought, "filled", Stop));
        long token = (long)(await first.GetAsync("status", Stop))["redis"]!["fencingToken"]!;

        // What waits for a second person at one web process is confirmed at the other, and sent once.
        string confirmed = await ConfirmedElsewhereAsync(desk, first, second);
        await engine.OrderInStateAsync(confirmed, "working", Stop);
        await engine.CancelAsync(confirmed, Stop);

        // A program without a library, which talks to the hub in several requests: they reach one process.
        using var folder = new TemporaryFolder();
        string sample = Path.Combine(folder.Path, "sample.py");
        await File.WriteAllTextAsync(sample, Hubs.DocumentedClientsTests.CodeOf("python"), Stop);
        await using (ChildProcess snake = ChildProcess.Start("cluster-python", "python3", [sample], new Dictionary<string, string?> { ["DESK_ADDRESS"] = desk.Address.ToString().TrimEnd('/'), ["DESK_KEY"] = (await File.ReadAllTextAsync(desk.KeyFile, Stop)).Trim() }))
        {
            const string Own = "my order is ";
            string sent = (await snake.WaitForLineAsync(l => l.StartsWith(Own, StringComparison.Ordinal), Stop))[Own.Length..];
            await snake.WaitForLineAsync(l => l.Contains($" SPY {sent} filled 2 ", StringComparison.Ordinal), Stop);
            Assert.DoesNotContain("coming back", snake.Output, StringComparison.Ordinal);
        }

        // A browser through nginx; its web process dies, and the page comes back at the other one, signed in.
        await using BrowserPage page = await browser.OpenAsync();
        page.ExpectNoServer();
        // What nginx says of a process that is gone.
        page.Expect(t => t.StartsWith("response: 502 ", StringComparison.Ordinal));
        using Person trader = await Person.CreateAsync(desk.Address, desk.KeyFile, "trader", Stop);
        await trader.SignInAsync(page);
        await page.Page.GotoAsync(desk.Address.ToString());
        await page.Page.Locator("[data-testid=connection-chip][data-state=ready]").WaitForAsync();
        await page.Page.EvaluateAsync("window.__before = true");
        string route = (await page.Page.Context.CookiesAsync()).First(c => c.Name == "tb_route").Value;
        int served = await ServesAsync(route, desk);
        // A program at the same process, through nginx too.
        await using var follower = new OrderFollower(desk.Address, (await File.ReadAllTextAsync(desk.KeyFile, Stop)).Trim(), route);
        await Until.TrueAsync("the program to know the order", () => Task.FromResult(follower.StateOf(bought) == "filled"), Stop);
        await desk.Webs[served].KillAsync();
        await page.Page.WaitForFunctionAsync("() => window.__before === undefined", null, new() { Timeout = (float)ChildProcess.Patience.TotalMilliseconds });
        await page.Page.Locator("[data-testid=connection-chip][data-state=ready]").WaitForAsync();
        Assert.DoesNotContain("sign-in", page.Page.Url, StringComparison.Ordinal);
        await Until.TrueAsync("the program to be back at the other process", () => Task.FromResult(follower.Lost > 0 && follower.StateOf(bought) == "filled"), Stop);
        AppProcess left = desk.Webs[1 - served];
        using RestApi other = await RestApi.OfAsync(left, Stop);

        // Two programs at two processes change the order with the same tag: the engine lets one of them win.
        string contested = (string)(await engine.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 2, type = "LMT", limitPrice = 300 }, Stop))["id"]!;
        await other.OrderInStateAsync(contested, "working", Stop);
        await OneChangeWinsAsync(left.Http, desk.Engine.Http, contested);
        await Until.TrueAsync("the change to be told once", () => Task.FromResult(follower.EventsOf(contested).Count(k => k == "modify requested") == 1), Stop);
        await engine.CancelAsync(contested, Stop);
        await other.OrderInStateAsync(contested, "cancelled", Stop);

        // Redis dies with all it held. The engine trades on; the web process says what it does not know.
        string resting = (string)(await engine.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 1, type = "LMT", limitPrice = 300 }, Stop))["id"]!;
        await other.OrderInStateAsync(resting, "working", Stop);
        await Until.TrueAsync("the program to be told of the new order", () => Task.FromResult(follower.StateOf(resting) == "working"), Stop);
        Assert.Equal(1, follower.Told(resting, "working"));
        await desk.Redis.KillAsync();
        JsonNode degraded = await Until.NotNullAsync("the web process to say that it hears nothing", async () => await other.GetAsync("status", Stop) is { } s && (bool?)s["tradingEnabled"] is false ? s : null, Stop);
        Assert.Contains("Redis is away", (string)degraded["tradingDisabledReason"]!, StringComparison.Ordinal);
        Assert.True((bool)degraded["redis"]!["degraded"]!);
        Assert.True((bool)(await other.GetAsync("quotes/SPY", Stop))["isStale"]!);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await left.Http.GetAsync("ready", Stop)).StatusCode);
        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => other.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 1, type = "MKT" }, Stop));
        Assert.StartsWith("503", refused.Message, StringComparison.Ordinal);
        string meanwhile = (string)(await engine.SubmitAsync(new { symbol = "SPY", side = "SELL", quantity = 1, type = "MKT" }, Stop))["id"]!;
        await engine.OrderInStateAsync(meanwhile, "filled", Stop);

        // It comes back empty: the engine fills it again, with what happened meanwhile.
        await desk.Redis.StartAsync(Stop);
        await other.ReadyToTradeAsync("SPY", Stop);
        await other.OrderInStateAsync(meanwhile, "filled", Stop);
        await other.OrderInStateAsync(resting, "working", Stop);
        await Until.TrueAsync("the program to be told what was filled without Redis", () => Task.FromResult(follower.StateOf(meanwhile) == "filled"), Stop);

        // A second engine stands by; the first is killed, and the second trades only after it has compared itself with the broker.
        await using AppProcess standby = await desk.StartEngineAsync();
        Assert.Contains("standby", await standby.Http.GetStringAsync("health", Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await standby.Http.GetAsync("ready", Stop)).StatusCode);
        await desk.Engine.KillAsync();
        using RestApi next = await RestApi.OfAsync(standby, Stop);
        await Until.TrueAsync("the standby to be the engine", async () => (await standby.Http.GetAsync("api/v1/status", Stop)).IsSuccessStatusCode, Stop);
        await next.ReadyToTradeAsync("SPY", Stop);
        await next.OrderInStateAsync(resting, "working", Stop);
        await other.ReadyToTradeAsync("SPY", Stop);
        JsonNode after = await other.GetAsync("status", Stop);
        Assert.True((long)after["redis"]!["fencingToken"]! > token);
        Assert.True((bool)after["verified"]!);
        JsonNode position = Assert.Single(await other.ListAsync("positions", Stop))!;
        Assert.Equal(4m, (decimal)position["quantity"]!);
        // A program that comes to the new engine late is told of what was before by what it begins with: it is there once it knows an order of the new one.
        string ofTheNew = (string)(await other.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 1, type = "LMT", limitPrice = 299m }, Stop))["id"]!;
        await Until.TrueAsync("the program to follow the new engine", () => Task.FromResult(follower.StateOf(ofTheNew) == "working"), Stop);
        await api.CancelAsync(resting, Stop);
        await other.OrderInStateAsync(resting, "cancelled", Stop);
        await Until.TrueAsync("the program to be told of the cancel", () => Task.FromResult(follower.StateOf(resting) == "cancelled"), Stop);
        Assert.Equal((1, 1), (follower.Told(resting, "cancelled"), follower.Told(meanwhile, "filled")));
        // Through the loss of a web process, of Redis and of the engine: each event once, none left out, each after those before it.
        Assert.Empty(follower.Faults);
        Assert.True(follower.Events >= 8, $"{follower.Events} events came.");
    }

    private static async Task<string> ConfirmedElsewhereAsync(ClusterDesk desk, RestApi sender, RestApi other)
    {
        string approval = (string)(await sender.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 40, type = "LMT", limitPrice = 300 }, Stop))["approvalId"]!;
        await Until.TrueAsync("the other process to show what waits", async () => (await other.ListAsync("approvals", Stop)).Any(a => (string?)a!["id"] == approval && (string?)a["state"] == "waiting"), Stop);
        using Person second = await Person.CreateAsync(desk.Webs[1].Address, desk.KeyFile, "riskManager", Stop);
        string token = (string)JsonNode.Parse(await second.Http.GetStringAsync("api/v1/session", Stop))!["csrfToken"]!;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/approvals/{approval}/approve");
        request.Headers.Add("X-Csrf-Token", token);
        using HttpResponseMessage answer = await second.Http.SendAsync(request, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        JsonNode sent = await Until.NotNullAsync("the order to be sent", async () => await other.GetAsync($"approvals/{approval}", Stop) is { } a && a["orderId"] is not null ? a : null, Stop);
        Assert.Equal(("approved", second.Name), ((string?)sent["state"], (string?)sent["decidedBy"]));
        return (string)sent["orderId"]!;
    }

    private static async Task OneChangeWinsAsync(HttpClient one, HttpClient two, string order)
    {
        HttpResponseMessage[] answers = [];
        // A tag that the broker's word has made old meanwhile tries nothing.
        await Until.TrueAsync("both programs to have the same tag", async () =>
        {
            string[] tags = await Task.WhenAll(TagAsync(one, order), TagAsync(two, order));
            if (tags[0] != tags[1]) return false;
            answers = await Task.WhenAll(ChangeAsync(one, order, tags[0], 301m), ChangeAsync(two, order, tags[0], 302m));
            return answers.Any(a => a.IsSuccessStatusCode);
        }, Stop);
        HttpResponseMessage lost = Assert.Single(answers, a => !a.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, lost.StatusCode);
        Assert.Contains("Read it again and decide anew.", await lost.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private static async Task<string> TagAsync(HttpClient http, string order)
    {
        using HttpResponseMessage answer = await http.GetAsync($"api/v1/orders/{order}", Stop);
        return answer.Headers.ETag!.Tag;
    }

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient http, string order, string tag, decimal price)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"api/v1/orders/{order}") { Content = System.Net.Http.Json.JsonContent.Create(new { limitPrice = price }) };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return http.SendAsync(request, Stop);
    }

    // Killing the one that has no page must not be what is tried.
    private static async Task<int> ServesAsync(string cookie, ClusterDesk desk)
    {
        using var http = new HttpClient { BaseAddress = desk.Address };
        http.DefaultRequestHeaders.Add("Cookie", $"tb_route={cookie}");
        http.DefaultRequestHeaders.Add("X-Api-Key", (await File.ReadAllTextAsync(desk.KeyFile, Stop)).Trim());
        string started = (string)JsonNode.Parse(await http.GetStringAsync("api/v1/status", Stop))!["startedTime"]!;
        string own = (string)JsonNode.Parse(await desk.Webs[0].Http.GetStringAsync("api/v1/status", Stop))!["startedTime"]!;
        return started == own ? 0 : 1;
    }
}
