using Microsoft.Extensions.Logging.Abstractions;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Persistence.Redis;
using Given = TradingBlazor.Tests.Api.Given;

namespace TradingBlazor.Tests.Cluster;

/// <summary>What the engine tells a real Redis.</summary>
public sealed class RedisPublisherTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_engine_that_still_reads_back_its_last_run_tells_nobody_that_there_are_no_orders()
    {
        var options = new RedisOptions { ConnectionString = redis.Server.ConnectionString, KeyPrefix = Guid.NewGuid().ToString("N") };
        await using RedisStore store = await ReadyStore.OpenAsync(options, Stop);
        var lease = new EngineLease(store, options, "a", "engine a", TimeProvider.System, NullLogger<EngineLease>.Instance);
        await lease.TryTakeAsync(Stop);
        var view = new FakeView { HasBegun = false };
        var depth = new FakeMarketDepth();
        using var relay = new DepthRelay(depth, new FakeNews(), TimeProvider.System);
        using var publisher = new RedisPublisher(store, lease, new ViewCollector(view, new FakeRisk(), new FakeNews(), depth, relay), view, TimeProvider.System, NullLogger<RedisPublisher>.Instance);
        await publisher.StartAsync(Stop);

        await Harness.Until.TrueAsync("some beats to be over", async () => view.BegunAsked > 3 || await store.CallAsync(db => db.KeyExistsAsync(store.Keys.Cache), Stop), Stop);
        bool isTold = await store.CallAsync(db => db.KeyExistsAsync(store.Keys.Cache), Stop);
        view.Orders = [Given.Order("TB-1")];
        view.HasBegun = true;

        Assert.False(isTold);
        await Harness.Until.TrueAsync("the order to be told", () => store.CallAsync(db => db.HashExistsAsync(store.Keys.Cache, Fields.Order + "TB-1"), Stop), Stop);
        await publisher.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_master_that_lacks_the_newest_of_the_state_is_told_all_of_it_again()
    {
        var options = new RedisOptions { ConnectionString = redis.Server.ConnectionString, KeyPrefix = Guid.NewGuid().ToString("N") };
        await using RedisStore store = await ReadyStore.OpenAsync(options, Stop);
        var lease = new EngineLease(store, options, "a", "engine a", TimeProvider.System, NullLogger<EngineLease>.Instance);
        await lease.TryTakeAsync(Stop);
        var view = new FakeView { Orders = [Given.Order("TB-1"), Given.Order("TB-2")] };
        var depth = new FakeMarketDepth();
        using var relay = new DepthRelay(depth, new FakeNews(), TimeProvider.System);
        using var publisher = new RedisPublisher(store, lease, new ViewCollector(view, new FakeRisk(), new FakeNews(), depth, relay), view, TimeProvider.System, NullLogger<RedisPublisher>.Instance);
        await publisher.StartAsync(Stop);
        await using Mirrored web = await Mirrored.StartAsync(options, Stop);
        await web.HeardAsync(Stop);

        // As a replica that became the master before it had the last order, and what it was told with it.
        await store.CallAsync(async db =>
        {
            await db.HashDeleteAsync(store.Keys.Cache, Fields.Order + "TB-2");
            await db.HashSetAsync(store.Keys.Cache, Fields.Head, new CacheHead(lease.Token, 0, 0).ToString());
            return true;
        }, Stop);
        view.Orders = [Given.Order("TB-1"), Given.Order("TB-2"), Given.Order("TB-3")];

        await Harness.Until.TrueAsync("the lost order to be in Redis again", () => store.CallAsync(db => db.HashExistsAsync(store.Keys.Cache, Fields.Order + "TB-2"), Stop), Stop);
        await Harness.Until.TrueAsync("the new one to be shown", () => Task.FromResult(web.View.Orders.Any(o => o.OrderRef == new OrderRef("TB-3"))), Stop);
        Assert.Equal(3, web.View.Orders.Count);
        await publisher.StopAsync(CancellationToken.None);
    }
}
