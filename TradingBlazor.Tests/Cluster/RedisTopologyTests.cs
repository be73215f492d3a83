using StackExchange.Redis;
using TradingBlazor.Cluster;
using TradingBlazor.Tests.Harness;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Orders;
using TradingCore.Persistence.Redis;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Cluster;

/// <summary>Redis as it is run where it must not fail: behind Sentinel, and as a Cluster.</summary>
public sealed class RedisTopologyTests
{
    private static readonly CommandContext Who = new("api", "api key");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_Sentinel_makes_the_replica_the_master_everybody_goes_on_there_by_themselves_and_no_order_is_lost()
    {
        await using SentinelDesk redis = await SentinelDesk.StartAsync(Stop);
        await using EngineHost engine = await EngineHost.StartAsync(redis.ConnectionString, Stop);
        var options = new RedisOptions { ConnectionString = redis.ConnectionString, SilentAfter = TimeSpan.FromSeconds(1) };
        await using Mirrored web = await Mirrored.StartAsync(options, Stop);
        await web.HeardAsync(Stop);
        List<string> sent = [await EngineHost.RestAsync(web.Commands, 300m, Stop)];
        await ShownAsync(web, sent);

        await redis.Master.KillAsync();
        // The engine needs Redis for nothing.
        for (int i = 0; i < 3; i++) sent.Add(await EngineHost.RestAsync(engine.Commands, 301m + i, Stop));
        await Until.TrueAsync("the loss to be seen", () => Task.FromResult(web.View.AwayReason.Length > 0), Stop);
        sent.Add(await EngineHost.RestAsync(engine.Commands, 310m, Stop));
        await web.HeardAsync(Stop);
        sent.Add(await EngineHost.RestAsync(web.Commands, 311m, Stop));
        await ShownAsync(web, sent);

        await using ConnectionMultiplexer replica = await ConnectionMultiplexer.ConnectAsync(redis.Replica.ConnectionString);
        Assert.True(await replica.GetDatabase().KeyExistsAsync(web.Store.Keys.Lease));
        // Every order was told to whoever follows them, once and in order, or they were told that something is missing: that depends on what the replica had.
        string[] told = [.. web.News().Where(n => n.Kind == "submitted").Select(n => n.Order!.OrderRef.Value)];
        Assert.Equal(told.Distinct(), told);
        if (web.News().All(n => n.Kind != OrderNews.Missed)) Assert.Equal(sent, told);
    }

    [Fact]
    public async Task In_a_Cluster_every_script_and_every_key_is_of_one_slot()
    {
        using var folder = new TemporaryFolder();
        await using RedisServer redis = await RedisServer.StartNewAsync(Stop, "--cluster-enabled", "yes", "--cluster-config-file", Path.Combine(folder.Path, "nodes.conf"));
        Assert.Contains("OK", await AskAsync(redis, "addslotsrange", "0", "16383"), StringComparison.Ordinal);
        await Until.TrueAsync("the cluster to be whole", async () => (await AskAsync(redis, "info")).Contains("cluster_state:ok", StringComparison.Ordinal), Stop);
        await using ConnectionMultiplexer node = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},allowAdmin=true");
        IServer server = node.GetServers()[0];

        var options = new RedisOptions { ConnectionString = redis.ConnectionString, CommandKey = Mirrored.Secret };
        await using (EngineHost engine = await EngineHost.StartAsync(redis.ConnectionString, Stop))
        {
            await using Mirrored web = await Mirrored.StartAsync(options, Stop);
            await web.HeardAsync(Stop);
            string order = await EngineHost.RestAsync(web.Commands, 300m, Stop);
            await ShownAsync(web, [order]);
            CommandResult cancelled = await web.Commands.CancelAsync(new OrderRef(order), Who, Stop);
            Assert.True(cancelled.Outcome == CommandOutcome.Accepted, cancelled.Message);
            await Until.TrueAsync("the order to be cancelled", () => Task.FromResult(web.View.Orders.Any(o => o.OrderRef.Value == order && o.State == OrderState.Cancelled)), Stop);
            SealedHash cookies = SharedKeys.HashOf(web.Store, options);
            await cookies.WriteAsync("a", [1, 2, 3], Stop);
            Assert.Equal([1, 2, 3], (await cookies.ReadAsync(Stop))["a"]);
        }

        HashSet<int> used = [.. server.Keys(pattern: "*").Select(k => node.HashSlot(k))];
        string errors = (await server.InfoRawAsync("errorstats"))!;
        Assert.Single(used);
        // Of all that was asked nothing went over the border of a slot, or to another node.
        Assert.All(new[] { "CROSSSLOT", "MOVED", "CLUSTERDOWN" }, e => Assert.DoesNotContain(e, errors, StringComparison.Ordinal));
    }

    // By its own client: another one would ask a cluster that is not whole yet for more than this.
    private static async Task<string> AskAsync(RedisServer redis, params string[] words)
    {
        await using ChildProcess client = ChildProcess.Start("redis-cli", "redis-cli", ["-p", $"{redis.Port}", "cluster", .. words]);
        await client.WaitForExitAsync(Stop);
        return client.Output;
    }

    private static Task ShownAsync(Mirrored web, IReadOnlyCollection<string> orders) =>
        Until.TrueAsync("every order to be shown as working", () => Task.FromResult(orders.All(r => web.View.Orders.Any(o => o.OrderRef.Value == r && o.State == OrderState.Working))), Stop);
}
