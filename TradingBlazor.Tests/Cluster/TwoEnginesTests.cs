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
        await using AppProcess first = await StartAsync("first", gateway, redis, folder);
        using RestApi trading = await RestApi.OfAsync(first, Stop);
        await TradesAsync(first);
        await using AppProcess second = await StartAsync("second", gateway, redis, folder);
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

        await using AppProcess back = await StartAsync("first", gateway, redis, folder);
        await StandsByAsync(back);
        // Another size, because the same order again within two seconds is a mistake to Risk.
        string after = (string)(await next.SubmitAsync(new { symbol = "SPY", side = "SELL", quantity = 2, type = "MKT" }, Stop))["id"]!;
        await next.OrderInStateAsync(after, "filled", Stop);
        await StandsByAsync(back);
        Assert.Equal(1m, (decimal)Assert.Single(await next.ListAsync("positions", Stop))!["quantity"]!);
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

    private static async Task<AppProcess> StartAsync(string name, SimulatorProcess gateway, RedisServer redis, TemporaryFolder folder)
    {
        string data = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(data);
        // One that stands by has made none yet.
        string key = Path.Combine(data, "api-key");
        if (!File.Exists(key)) await File.WriteAllTextAsync(key, $"the-key-of-the-{name}-engine-0123456789-0123456789-0123456789", Stop);
        return await AppProcess.StartAsync($"two-engines-{name}-{Guid.NewGuid():N}"[..40], data, null,
            ["--Role=engine", "--Simulator:Enabled=false", $"--Tws:Port={gateway.Port}", "--MarketData:Watchlist:0=SPY", "--Bars:BackfillOnSubscribe=false",
            $"--Redis:ConnectionString={redis.ConnectionString}", "--Redis:Lease=Required", "--Redis:LeaseTime=00:00:03"], Stop);
    }
}
