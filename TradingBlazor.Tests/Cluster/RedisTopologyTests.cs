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
        await using ConnectionMultiplexer replica = await ConnectionMultiplexer.ConnectAsync(redis.Replica.ConnectionString);
        await Until.TrueAsync("the replica to be the master", async () => await IsMasterAsync(replica), Stop);
        // What is shown from here on came over the new master; how long nobody heard anything depends on how quick Sentinel is.
        sent.Add(await EngineHost.RestAsync(engine.Commands, 310m, Stop));
        await ShownAsync(web, sent);
        await web.HeardAsync(Stop);
        sent.Add(await EngineHost.RestAsync(web.Commands, 311m, Stop));
        await ShownAsync(web, sent);

        Assert.True(await replica.GetDatabase().KeyExistsAsync(web.Store.Keys.Lease));
        // Every order was told to whoever follows them, once and in order, or they were told that something is missing: that depends on what the replica had.
        string[] told = [.. web.News().Where(n => n.Kind == "submitted").Select(n => n.Order!.OrderRef.Value)];
        Assert.Equal(told.Distinct(), told);
        if (web.News().All(n => n.Kind != OrderNews.Missed)) Assert.Equal(sent, told);
    }

    [Fact]
    public async Task In_a_Cluster_of_three_masters_everything_is_in_one_slot_which_may_move_and_whose_master_may_die()
    {
        await using RedisCluster redis = await RedisCluster.StartAsync(Stop);
        var keys = new RedisKeys(new RedisOptions().KeyPrefix);
        int slot = redis.SlotOf(keys.Lease);
        RedisServer owner = redis.FirstMasterOf(slot);
        RedisServer[] others = [.. redis.Masters.Where(m => m != owner)];
        // They know a master that has nothing of theirs.
        var options = new RedisOptions { ConnectionString = others[0].ConnectionString, CommandKey = Mirrored.Secret, SilentAfter = TimeSpan.FromSeconds(1) };
        await using EngineHost engine = await EngineHost.StartAsync(others[0].ConnectionString, Stop);
        await using Mirrored web = await Mirrored.StartAsync(options, Stop);
        await web.HeardAsync(Stop);

        string cancelled = await CarriedAsync(web, 300m);
        CommandResult cancel = await web.Commands.CancelAsync(new OrderRef(cancelled), Who, Stop);
        Assert.True(cancel.Outcome == CommandOutcome.Accepted, cancel.Message);
        await Until.TrueAsync("the order to be cancelled", () => Task.FromResult(web.View.Orders.Any(o => o.OrderRef.Value == cancelled && o.State == OrderState.Cancelled)), Stop);
        SealedHash cookies = SharedKeys.HashOf(web.Store, options);
        await cookies.WriteAsync("a", [1, 2, 3], Stop);
        Assert.Equal([1, 2, 3], (await cookies.ReadAsync(Stop))["a"]);
        string[] kept = await redis.KeysAsync(owner);
        Assert.All(new[] { keys.Lease, keys.Fence, keys.Cache, keys.News, keys.DataProtection }, k => Assert.Contains(k.ToString(), kept));
        Assert.All(kept, k => Assert.Equal(slot, redis.SlotOf(k)));
        foreach (RedisServer other in others) Assert.Empty(await redis.KeysAsync(other));

        // The slot moves: whoever asks its old master is sent to the new one, and goes.
        await redis.MoveAsync(slot, owner, others[1], Stop);
        List<string> sent = [await CarriedAsync(web, 301m)];
        Assert.Empty(await redis.KeysAsync(owner));
        Assert.True(await redis.ErrorsAsync(owner, "MOVED") > 0);
        Assert.Equal([1, 2, 3], (await cookies.ReadAsync(Stop))["a"]);

        // Its master dies with all it held. The engine trades on, whoever looks is told, and all is back with the master.
        await others[1].KillAsync();
        sent.Add(await EngineHost.RestAsync(engine.Commands, 302m, Stop));
        await Until.TrueAsync("the loss to be seen", () => Task.FromResult(web.View.AwayReason.Contains("Redis is away", StringComparison.Ordinal)), Stop);
        await others[1].StartAsync(Stop);
        await redis.WholeAsync(Stop);
        await web.HeardAsync(Stop);
        sent.Add(await CarriedAsync(web, 303m));
        await ShownAsync(web, sent);

        foreach (RedisServer master in redis.Masters) Assert.Equal(0, await redis.ErrorsAsync(master, "CROSSSLOT"));
        Assert.Equal(slot, Assert.Single((await redis.KeysAsync(others[1])).Select(k => redis.SlotOf(k)).Distinct()));
    }

    // Sentinel cuts the lines of those who ask just then.
    private static async Task<bool> IsMasterAsync(ConnectionMultiplexer server)
    {
        try
        {
            return (await server.GetServers()[0].RoleAsync()).Value == "master";
        }
        catch (RedisConnectionException)
        {
            return false;
        }
    }

    // While a slot moves, or a master is new, a command may not be carried out; a program sends it again with its key.
    private static async Task<string> CarriedAsync(Mirrored web, decimal price)
    {
        var spec = new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 1m, Type = OrderType.Limit, LimitPrice = price };
        CommandContext repeatable = Who with { IdempotencyKey = $"{Guid.NewGuid():N}" };
        SubmitResult result = null!;
        await Until.TrueAsync("a command to be carried out", async () => (result = await web.Commands.SubmitAsync(spec, repeatable, Stop)).Outcome is SubmitOutcome.Accepted or SubmitOutcome.AlreadyAccepted, Stop);
        string order = result.Order!.OrderRef.Value;
        await ShownAsync(web, [order]);
        return order;
    }

    private static Task ShownAsync(Mirrored web, IReadOnlyCollection<string> orders) =>
        Until.TrueAsync("every order to be shown as working", () => Task.FromResult(orders.All(r => web.View.Orders.Any(o => o.OrderRef.Value == r && o.State == OrderState.Working))), Stop);
}
