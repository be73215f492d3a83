using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Persistence.Redis;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Cluster;

/// <summary>The lease of the engine, on a real Redis.</summary>
public sealed class EngineLeaseTests(SharedRedis redis) : IClassFixture<SharedRedis>, IAsyncDisposable
{
    private readonly List<RedisStore> _stores = [];
    private readonly string _prefix = Guid.NewGuid().ToString("N");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_engine_waits_while_the_first_renews_and_takes_over_with_a_higher_token_when_it_does_not()
    {
        // The second one is looked at while it holds: it takes it for longer than a machine under load can need for that.
        EngineLease first = await LeaseAsync("a"), second = await LeaseAsync("b", time: TimeSpan.FromSeconds(30));
        string taken = await first.TryTakeAsync(Stop), refused = await second.TryTakeAsync(Stop);
        await first.RenewAsync(Stop);

        await UntilTakenAsync(second);
        await first.RenewAsync(Stop);

        Assert.Equal("", taken);
        Assert.Equal("engine a has the lease.", refused);
        Assert.True(second.Token > first.Token);
        Assert.True(second.IsHeld);
        Assert.Equal("engine b", first.Other);
        Assert.Contains("Another engine (engine b) has the lease", first.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_has_the_lock_of_the_same_data_folder_need_not_wait_for_the_dead_one()
    {
        EngineLease dead = await LeaseAsync("a"), next = await LeaseAsync("a");
        await dead.TryTakeAsync(Stop);

        string taken = await next.TryTakeAsync(Stop);

        Assert.Equal("", taken);
        Assert.True(next.Token > dead.Token);
    }

    [Fact]
    public async Task What_is_given_back_at_an_ordered_end_is_free_at_once()
    {
        EngineLease first = await LeaseAsync("a"), second = await LeaseAsync("b");
        await first.TryTakeAsync(Stop);

        await first.ReleaseAsync();
        string taken = await second.TryTakeAsync(Stop);

        Assert.Equal("", taken);
        Assert.False(first.IsHeld);
    }

    [Fact]
    public async Task A_Redis_that_has_forgotten_everything_gives_the_lease_back_to_its_holder_and_lets_others_wait()
    {
        await using RedisServer own = await RedisServer.StartNewAsync(Stop);
        EngineLease holder = await LeaseAsync("a", LeaseMode.Required, own, TimeSpan.FromSeconds(30)), stranger = await LeaseAsync("b", LeaseMode.Required, own, TimeSpan.FromSeconds(30));
        await UntilTakenAsync(await LeaseAsync("a", LeaseMode.Required, own, TimeSpan.FromSeconds(1)));
        await holder.TryTakeAsync(Stop);
        long before = holder.Token;

        await own.KillAsync();
        await own.StartAsync(Stop);
        string refused = await AnsweredAsync(() => stranger.TryTakeAsync(Stop));
        await AnsweredAsync(async () => { await holder.RenewAsync(Stop); return ""; });

        Assert.StartsWith("Redis knows of no engine.", refused, StringComparison.Ordinal);
        Assert.True(holder.Token > before);
        Assert.True(holder.IsHeld);
        Assert.Equal("", holder.Other);
    }

    [Fact]
    public async Task A_Redis_that_has_forgotten_everything_gives_the_next_engine_a_higher_token_than_the_one_that_died_meanwhile()
    {
        await using RedisServer own = await RedisServer.StartNewAsync(Stop);
        EngineLease dead = await LeaseAsync("a", LeaseMode.Single, own), next = await LeaseAsync("a", LeaseMode.Single, own);
        await UntilTakenAsync(dead);

        await own.KillAsync();
        await own.StartAsync(Stop);
        string taken = await AnsweredAsync(() => next.TryTakeAsync(Stop));

        Assert.Equal("", taken);
        Assert.True(next.Token > dead.Token);
    }

    [Fact]
    public async Task A_holder_whose_lease_was_taken_anew_by_a_call_that_was_not_answered_learns_its_token_when_it_renews()
    {
        EngineLease holder = await LeaseAsync("a");
        await holder.TryTakeAsync(Stop);
        RedisStore store = _stores[^1];
        // What Redis holds after the call, of which the holder has heard nothing.
        await store.CallAsync(db => db.StringSetAsync(store.Keys.Fence, holder.Token + 5), Stop);
        long before = holder.Token;

        await holder.RenewAsync(Stop);

        Assert.Equal(before + 5, holder.Token);
        Assert.True(holder.IsHeld);
        Assert.Equal("", holder.Other);
    }

    [Fact]
    public async Task Without_Redis_a_single_engine_goes_on_and_one_that_needs_the_lease_stops_new_orders_by_its_own_clock()
    {
        await using RedisServer own = await RedisServer.StartNewAsync(Stop);
        EngineLease single = await LeaseAsync("a", LeaseMode.Single, own);
        await single.TryTakeAsync(Stop);
        await using RedisStore other = await ReadyStore.OpenAsync(Options(LeaseMode.Required, own, "other", TimeSpan.FromSeconds(1)), Stop);
        var required = new EngineLease(other, Options(LeaseMode.Required, own, "other", TimeSpan.FromSeconds(1)), "a", "engine a", TimeProvider.System, NullLogger<EngineLease>.Instance);
        await UntilTakenAsync(required);
        string whileHeld = required.Problem;

        await own.KillAsync();
        await Harness.Until.TrueAsync("the lease to end by the own clock", () => Task.FromResult(!required.IsHeld && !single.IsHeld), Stop);

        Assert.Equal("", whileHeld);
        Assert.Equal("", single.Problem);
        Assert.Contains("another engine could have taken the account over", required.Problem, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RedisStore store in _stores) await store.DisposeAsync();
    }

    private static async Task UntilTakenAsync(EngineLease lease) =>
        await Harness.Until.TrueAsync("the lease to be taken", async () => (await lease.TryTakeAsync(Stop)).Length == 0, Stop);

    private static Task<string> AnsweredAsync(Func<Task<string>> call) => Harness.Until.NotNullAsync<string>("Redis to answer again", async () =>
    {
        try
        {
            return await call();
        }
        catch (RedisAwayException)
        {
            return null;
        }
    }, Stop);

    private static RedisOptions Options(LeaseMode mode, RedisServer server, string prefix, TimeSpan time) => new() { ConnectionString = server.ConnectionString, KeyPrefix = prefix, Lease = mode, LeaseTime = time };

    private async Task<EngineLease> LeaseAsync(string name, LeaseMode mode = LeaseMode.Single, RedisServer? server = null, TimeSpan? time = null)
    {
        RedisOptions options = Options(mode, server ?? redis.Server, _prefix, time ?? TimeSpan.FromSeconds(1));
        RedisStore store = await ReadyStore.OpenAsync(options, Stop);
        _stores.Add(store);
        return new EngineLease(store, options, name, $"engine {name}", TimeProvider.System, NullLogger<EngineLease>.Instance);
    }
}
