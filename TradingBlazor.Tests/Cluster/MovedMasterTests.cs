using StackExchange.Redis;
using TradingCore.Persistence.Redis;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Cluster;

/// <summary>A master that is made a replica while programs are connected to it, as a Sentinel does with one that comes back, or by hand.</summary>
public sealed class MovedMasterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_that_meets_the_old_master_is_made_at_the_new_one()
    {
        // The replica may not have what the master had yet: what counts is where the call goes.
        await using RedisServer old = await RedisServer.StartNewAsync(Stop), next = await RedisServer.StartNewAsync(Stop, "--replicaof", $"127.0.0.1 {old.Port}");
        await using RedisStore store = await ReadyStore.OpenAsync(new RedisOptions { ConnectionString = $"{old.ConnectionString},{next.ConnectionString}" }, Stop);

        await RoleAsync(next, "NO", "ONE");
        await RoleAsync(old, "127.0.0.1", $"{next.Port}");
        await WriteAsync(store);

        await using ConnectionMultiplexer there = await ConnectionMultiplexer.ConnectAsync(next.ConnectionString);
        Assert.Equal(1, (long)await there.GetDatabase().StringGetAsync(store.Keys.Fence));
    }

    [Fact]
    public async Task Without_a_new_master_the_reason_is_a_sentence_and_nothing_counts_as_done()
    {
        await using RedisServer old = await RedisServer.StartNewAsync(Stop);
        await using RedisStore store = await ReadyStore.OpenAsync(new RedisOptions { ConnectionString = old.ConnectionString }, Stop);

        await RoleAsync(old, "127.0.0.1", "1");
        RedisAwayException away = await Assert.ThrowsAsync<RedisAwayException>(() => WriteAsync(store));

        // What can be read from a replica is what it had once: that it answers does not mean that Redis works.
        RedisAwayException still = await Assert.ThrowsAsync<RedisAwayException>(() => store.ProbeAsync(Stop));

        const string Sentence = "Redis is away: the server that answers is a replica, and the new master is not known yet.";
        Assert.Equal((Sentence, false, Sentence), (away.Message, away.IsSent, still.Message));
    }

    [Theory]
    [InlineData("READONLY You can't write against a read only replica. script: 8d1, on @user_script:4.", "is a replica, and")]
    [InlineData("ERR Error running script (call to f_8d1): @user_script:4: -READONLY You can't write against a read only replica.", "is a replica, and")]
    [InlineData("LOADING Redis is loading the dataset in memory", "still reads its data")]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'.", "all the memory")]
    [InlineData("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.", "cannot write its data")]
    [InlineData("CLUSTERDOWN Hash slot not served", "has no master")]
    public void What_a_server_refuses_for_a_while_is_told_in_words(string told, string sentence) => Assert.Contains(sentence, RedisRefusal.SentenceOf(told), StringComparison.Ordinal);

    [Theory]
    [InlineData("ERR wrong number of arguments for 'get' command")]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value")]
    [InlineData("NOPERM this user has no permissions to run the 'get' command")]
    public void A_call_that_is_wrong_is_not_called_a_server_that_is_away(string told) => Assert.Null(RedisRefusal.SentenceOf(told));

    private static Task<long> WriteAsync(RedisStore store) => store.CallAsync(async db => (long)await db.ScriptEvaluateAsync("return redis.call('INCR', KEYS[1])", [store.Keys.Fence]), Stop);

    private static async Task RoleAsync(RedisServer server, string host, string port)
    {
        await using ConnectionMultiplexer hand = await ConnectionMultiplexer.ConnectAsync($"{server.ConnectionString},allowAdmin=true");
        await hand.GetServers()[0].ExecuteAsync("REPLICAOF", host, port);
    }
}
