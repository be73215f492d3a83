using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TradingBlazor.Tests.Harness;
using RestApi = TradingBlazor.Tests.Stories.Api;

namespace TradingBlazor.Tests.Cluster;

/// <summary>A desk of many processes, and the simulated gateway's own account of what came to it.</summary>
public sealed class StandingDesk : IAsyncLifetime
{
    /// <summary>The processes.</summary>
    internal ClusterDesk Processes { get; private set; } = null!;

    /// <summary>Client of the gateway's admin port.</summary>
    internal HttpClient Admin { get; } = new();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        int port = Loopback.FreePort();
        Admin.BaseAddress = new Uri($"http://127.0.0.1:{port}/");
        Processes = await ClusterDesk.StartAsync(new ClusterPlan { HasProxy = false, GatewayArguments = ["--seed", "7", "--admin-port", $"{port}"] }, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        if (Processes is not null) await Processes.DisposeAsync();
    }
}

/// <summary>Parts that stand still with their connections open, instead of dying: nobody is told by the operating system that they are gone.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class StandingPartsTests(StandingDesk desk) : IClassFixture<StandingDesk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private AppProcess Engine => desk.Processes.Engine;

    private AppProcess Web => desk.Processes.Webs[0];

    [Fact]
    public async Task Redis_that_stands_still_holds_up_no_order_of_the_engine_and_web_processes_refuse_soon_and_come_back()
    {
        await ReadyAsync();

        desk.Processes.Redis.Suspend();
        await Until.TrueAsync("the web process to notice", async () => (bool?)(await StatusAsync(Web))["redis"]!["degraded"] is true, Stop);
        var watch = Stopwatch.StartNew();
        int[] refused = await Task.WhenAll(Enumerable.Range(1, 30).Select(async n => (await OrderAsync(Web, 200 + n)).Status));
        TimeSpan refusedAfter = watch.Elapsed;
        watch.Restart();
        (int accepted, JsonNode? order) = await OrderAsync(Engine, 250);
        TimeSpan acceptedAfter = watch.Elapsed;
        desk.Processes.Redis.Resume();

        Assert.All(refused, status => Assert.Equal(503, status));
        Assert.Equal(201, accepted);
        // A call of Redis is waited for two seconds.
        Assert.True(refusedAfter < TimeSpan.FromSeconds(5) && acceptedAfter < TimeSpan.FromSeconds(2), $"Refused after {refusedAfter}, accepted after {acceptedAfter}.");
        await ReadyAsync();
        // What happened meanwhile is told.
        await Until.TrueAsync("the order to be shown", async () => (await Web.Http.GetAsync($"api/v1/orders/{(string)order!["id"]!}", Stop)).IsSuccessStatusCode, Stop);
        Assert.Equal(201, (await OrderAsync(Web, 251)).Status);
    }

    [Fact]
    public async Task PostgreSQL_that_stands_still_holds_up_no_order_is_told_by_ready_and_gets_every_row_once()
    {
        await ReadyAsync();

        desk.Processes.Database.Suspend();
        (int accepted, JsonNode? order) = await OrderAsync(Web, 260);
        string id = (string)order!["id"]!;
        await Until.TrueAsync("ready to say so", async () => (await TextAsync(Engine, "ready")).Contains("The history cannot be written, entries wait in the journal: The database does not answer.", StringComparison.Ordinal), Stop);
        using HttpResponseMessage health = await Web.Http.GetAsync("health", Stop);
        desk.Processes.Database.Resume();

        Assert.Equal(201, accepted);
        Assert.True(health.IsSuccessStatusCode);
        await ReadyAsync();
        JsonNode stored = await Until.NotNullAsync("the order to be stored", async () => (await Web.Http.GetFromJsonAsync<JsonNode>("api/v1/history/orders?limit=100", Stop))!["items"]!.AsArray().Where(o => (string)o!["id"]! == id).ToArray() is [{ } one] ? one : null, Stop);
        Assert.Equal(260m, (decimal)stored["limitPrice"]!);
    }

    [Fact]
    public async Task An_order_sent_to_a_gateway_that_stands_still_is_told_as_unknown_and_is_there_once_when_it_goes_on()
    {
        await ReadyAsync();
        string key = Guid.NewGuid().ToString("N");

        desk.Processes.Gateway.Process.Suspend();
        int first = (await OrderAsync(Web, 270, key)).Status;
        using HttpResponseMessage kill = await Web.Http.PostAsJsonAsync("api/v1/risk/kill-switch", new { level = "K2", scope = "symbol:QQQ", reason = "The gateway stands still." }, Stop);
        desk.Processes.Gateway.Process.Resume();

        Assert.Equal(503, first);
        Assert.True(kill.IsSuccessStatusCode);
        int again = 0;
        await Until.TrueAsync("the order to be decided", async () => (again = (await OrderAsync(Web, 270, key)).Status) != 503, Stop);
        JsonNode truth = (await desk.Admin.GetFromJsonAsync<JsonNode>("state", Stop))!;
        Assert.Equal(200, again);
        Assert.Single(truth["orders"]!.AsArray(), o => (decimal?)o!["limitPrice"] == 270m);
    }

    private static async Task<(int Status, JsonNode? Order)> OrderAsync(AppProcess app, decimal limit, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders") { Content = JsonContent.Create(new { symbol = "SPY", side = "BUY", quantity = 1, type = "LMT", limitPrice = limit }) };
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString("N"));
        using HttpResponseMessage answer = await app.Http.SendAsync(request, Stop);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop)));
    }

    private static async Task<string> TextAsync(AppProcess app, string path)
    {
        using HttpResponseMessage answer = await app.Http.GetAsync(path, Stop);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static async Task<JsonNode> StatusAsync(AppProcess app) => (await app.Http.GetFromJsonAsync<JsonNode>("api/v1/status", Stop))!;

    private async Task ReadyAsync()
    {
        foreach (AppProcess app in new[] { Engine, Web })
        {
            using RestApi api = await RestApi.OfAsync(app, Stop);
            await api.ReadyToTradeAsync("SPY", Stop);
        }
    }
}
