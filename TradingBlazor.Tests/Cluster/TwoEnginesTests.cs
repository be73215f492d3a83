using System.Net;
using System.Text.Json.Nodes;
using TradingBlazor.Tests.Harness;
using TradingCore.Tests.Shared;
using RestApi = TradingBlazor.Tests.Stories.Api;

namespace TradingBlazor.Tests.Cluster;

/// <summary>Two engines with data folders of their own at one gateway: the lease alone says which of them trades.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class TwoEnginesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_holder_trades_the_other_takes_over_verified_and_the_first_does_not_trade_when_it_is_back()
    {
        using var folder = new TemporaryFolder();
        Task<SimulatorProcess> starting = SimulatorProcess.StartAsync("two-engines-gateway", null, ["--seed", "7"], Stop);
        await using RedisServer redis = await RedisServer.StartNewAsync(Stop);
        await using SimulatorProcess gateway = await starting;
        await using AppProcess first = await StartAsync("first", gateway.Port, redis.Port, folder);
        using RestApi trading = await RestApi.OfAsync(first, Stop);
        await TradesAsync(first);
        await using AppProcess second = await StartAsync("second", gateway.Port, redis.Port, folder);
        await trading.ReadyToTradeAsync("SPY", Stop);
        string resting = (string)(await trading.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 1, type = "LMT", limitPrice = 300 }, Stop))["id"]!;
        string bought = (string)(await trading.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 4, type = "MKT" }, Stop))["id"]!;
        await trading.OrderInStateAsync(bought, "filled", Stop);
        await trading.OrderInStateAsync(resting, "working", Stop);
        await StandsByAsync(second);
        long token = (long)(await trading.GetAsync("status", Stop))["redis"]!["fencingToken"]!;

        await first.KillAsync();
        await TradesAsync(second);
        using RestApi next = await RestApi.OfAsync(second, Stop);
        await next.ReadyToTradeAsync("SPY", Stop);
        JsonNode status = await next.GetAsync("status", Stop);

        // It knows from the broker what it has not in its own folder.
        Assert.True((bool)status["verified"]!);
        Assert.True((long)status["redis"]!["fencingToken"]! > token);
        Assert.Equal(4m, (decimal)Assert.Single(await next.ListAsync("positions", Stop))!["quantity"]!);
        Assert.Contains(await next.ListAsync("orders?state=open", Stop), o => (decimal)o!["limitPrice"]! == 300m && (decimal)o["quantity"]! == 1m);
        string sold = (string)(await next.SubmitAsync(new { symbol = "SPY", side = "SELL", quantity = 1, type = "MKT" }, Stop))["id"]!;
        await next.OrderInStateAsync(sold, "filled", Stop);

        await using AppProcess back = await StartAsync("first", gateway.Port, redis.Port, folder);
        await StandsByAsync(back);
        // Another size, because the same order again within two seconds is a mistake to Risk.
        string after = (string)(await next.SubmitAsync(new { symbol = "SPY", side = "SELL", quantity = 2, type = "MKT" }, Stop))["id"]!;
        await next.OrderInStateAsync(after, "filled", Stop);
        await StandsByAsync(back);
        Assert.Equal(1m, (decimal)Assert.Single(await next.ListAsync("positions", Stop))!["quantity"]!);
    }

    [Fact]
    public async Task A_holder_that_stood_still_for_longer_than_its_lease_sends_nothing_when_it_goes_on_and_ends()
    {
        using var folder = new TemporaryFolder();
        Task<SimulatorProcess> starting = SimulatorProcess.StartAsync("still-engine-gateway", null, ["--seed", "7"], Stop);
        await using RedisServer redis = await RedisServer.StartNewAsync(Stop);
        await using SimulatorProcess gateway = await starting;
        await using var wire = new WireTap(gateway.Port);
        await using AppProcess first = await StartAsync("first", wire.Port, redis.Port, folder);
        using RestApi trading = await RestApi.OfAsync(first, Stop);
        await TradesAsync(first);
        await using AppProcess second = await StartAsync("second", gateway.Port, redis.Port, folder);
        await StandsByAsync(second);
        await trading.ReadyToTradeAsync("SPY", Stop);
        string bought = (string)(await trading.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 4, type = "MKT" }, Stop))["id"]!;
        await trading.OrderInStateAsync(bought, "filled", Stop);

        first.Process.Suspend();
        // They lie in its sockets, and it reads them when another one has the account.
        Task<int>[] late = [.. Enumerable.Range(1, 4).Select(n => OrderAsync(first, n, n % 2 == 0 ? "queue" : "reject"))];
        await TradesAsync(second);
        // It works on, and has the client id of the first one not yet.
        first.Process.Resume();

        // 503 for what may have waited; on a machine that is so busy that it reads one after that, 422: it has no lease any more. What it has not read when it ends gets no answer.
        Assert.All(await Task.WhenAll(late), status => Assert.Contains(status, new[] { 503, 422, NoAnswer }));
        Assert.Equal(1, await first.Process.WaitForExitAsync(Stop));
        Assert.Contains("has the lease of this account now, and two must not trade it. This one has sent no order since.", first.Process.Output, StringComparison.Ordinal);
        Assert.Single(wire.Orders);
        using RestApi next = await RestApi.OfAsync(second, Stop);
        await next.ReadyToTradeAsync("SPY", Stop);
        Assert.Equal(4m, (decimal)Assert.Single(await next.ListAsync("positions", Stop))!["quantity"]!);
    }

    [Fact]
    public async Task A_holder_that_is_cut_off_from_Redis_sends_no_new_orders_cancels_and_ends_when_it_hears_of_the_other_one()
    {
        using var folder = new TemporaryFolder();
        Task<SimulatorProcess> starting = SimulatorProcess.StartAsync("cut-engine-gateway", null, ["--seed", "7"], Stop);
        await using RedisServer redis = await RedisServer.StartNewAsync(Stop);
        await using SimulatorProcess gateway = await starting;
        await using var wire = new WireTap(gateway.Port);
        await using var line = new CutLine(redis.Port);
        await using AppProcess first = await StartAsync("first", wire.Port, line.Port, folder);
        using RestApi trading = await RestApi.OfAsync(first, Stop);
        await TradesAsync(first);
        await using AppProcess second = await StartAsync("second", gateway.Port, redis.Port, folder);
        await trading.ReadyToTradeAsync("SPY", Stop);
        string resting = (string)(await trading.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 1, type = "LMT", limitPrice = 300 }, Stop))["id"]!;
        await trading.OrderInStateAsync(resting, "working", Stop);

        line.Cut();
        await Until.TrueAsync("new orders to stop", async () => (bool?)(await trading.GetAsync("status", Stop))["tradingEnabled"] is false, Stop);
        int sent = wire.Orders.Count;
        string why = (string)(await trading.GetAsync("status", Stop))["tradingDisabledReason"]!;
        int refused = await OrderAsync(first, 1, "queue");
        await trading.CancelAsync(resting, Stop);
        await trading.OrderInStateAsync(resting, "cancelled", Stop);
        await TradesAsync(second);
        int refusedStill = await OrderAsync(first, 2, "reject");
        line.Heal();

        Assert.StartsWith("The lease of this engine cannot be renewed, and another engine could have taken the account over.", why, StringComparison.Ordinal);
        Assert.Equal((422, 422), (refused, refusedStill));
        Assert.Equal(1, await first.Process.WaitForExitAsync(Stop));
        Assert.Equal(sent, wire.Orders.Count);
        using RestApi next = await RestApi.OfAsync(second, Stop);
        await next.ReadyToTradeAsync("SPY", Stop);
    }

    private const int NoAnswer = 0;

    private static async Task<int> OrderAsync(AppProcess app, int quantity, string ifOffline)
    {
        using var order = new StringContent($$"""{"symbol":"SPY","side":"BUY","quantity":{{quantity}},"type":"LMT","limitPrice":300,"ifOffline":"{{ifOffline}}"}""", System.Text.Encoding.UTF8, "application/json");
        try
        {
            using HttpResponseMessage answer = await app.Http.PostAsync("api/v1/orders", order, Stop);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException e) when (e.InnerException is IOException)
        {
            return NoAnswer;
        }
    }

    private static Task TradesAsync(AppProcess app) =>
        Until.TrueAsync("the engine to be ready", async () => (await app.Http.GetAsync("api/v1/status", Stop)).IsSuccessStatusCode, Stop);

    private static async Task StandsByAsync(AppProcess app)
    {
        Assert.Contains("standby", await app.Http.GetStringAsync("health", Stop), StringComparison.Ordinal);
        Assert.False((await app.Http.GetAsync("serving", Stop)).IsSuccessStatusCode);
        using var order = new StringContent("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"MKT"}""", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.Http.PostAsync("api/v1/orders", order, Stop)).StatusCode);
    }

    private static async Task<AppProcess> StartAsync(string name, int gateway, int redis, TemporaryFolder folder)
    {
        string data = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(data);
        // One that stands by has made none yet.
        string key = Path.Combine(data, "api-key");
        if (!File.Exists(key)) await File.WriteAllTextAsync(key, $"the-key-of-the-{name}-engine-0123456789-0123456789-0123456789", Stop);
        return await AppProcess.StartAsync($"two-engines-{name}-{Guid.NewGuid():N}"[..40], data, null,
            ["--Role=engine", "--Simulator:Enabled=false", $"--Tws:Port={gateway}", "--MarketData:Watchlist:0=SPY", "--Bars:BackfillOnSubscribe=false",
            $"--Redis:ConnectionString=127.0.0.1:{redis}", "--Redis:Lease=Required", "--Redis:LeaseTime=00:00:03"], Stop);
    }
}
