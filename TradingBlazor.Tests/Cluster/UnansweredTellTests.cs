using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Persistence.Redis;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Cluster;

/// <summary>A real Redis that carries out what the engine tells it, after the engine has given up waiting for the answer.</summary>
public sealed class UnansweredTellTests
{
    // The engine tells something every half second, and the call must begin and be given up within this time.
    private const int LongerThanAnAnswerIsWaitedForMs = 4_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_told_after_a_call_that_was_not_answered_has_a_number_that_no_reader_has_seen()
    {
        await using RedisServer server = await RedisServer.StartNewAsync(Stop);
        var options = new RedisOptions { ConnectionString = $"{server.ConnectionString},allowAdmin=true", LeaseTime = TimeSpan.FromMinutes(1) };
        await using RedisStore store = await ReadyStore.OpenAsync(options, Stop);
        var lease = new EngineLease(store, options, "a", "engine a", TimeProvider.System, NullLogger<EngineLease>.Instance);
        await lease.TryTakeAsync(Stop);
        var heard = new ConcurrentQueue<ChangeMessage>();
        (await store.SubscribeAsync(store.Keys.Changes, Stop)).OnMessage(m => heard.Enqueue(ChangeMessage.Read((byte[])m.Message!)));
        var view = new FakeView();
        var depth = new FakeMarketDepth();
        using var relay = new DepthRelay(depth, new FakeNews(), TimeProvider.System);
        using var publisher = new RedisPublisher(store, lease, new ViewCollector(view, new FakeRisk(), new FakeNews(), depth, relay), view, TimeProvider.System, NullLogger<RedisPublisher>.Instance);

        await publisher.StartAsync(Stop);
        await Harness.Until.TrueAsync("the state to be told", () => Task.FromResult(!heard.IsEmpty), Stop);
        await store.CallAsync(db => db.ExecuteAsync("CLIENT", "PAUSE", LongerThanAnAnswerIsWaitedForMs, "WRITE"), Stop);
        await Harness.Until.TrueAsync("the state to be told twice", () => Task.FromResult(heard.Count(m => m.IsReset) >= 2), Stop);
        await publisher.StopAsync(CancellationToken.None);

        Assert.Equal(heard.Select(m => m.Sequence).Distinct(), heard.Select(m => m.Sequence));
    }
}
