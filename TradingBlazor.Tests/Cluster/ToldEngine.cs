using StackExchange.Redis;
using TradingBlazor.Tests.Api;
using TradingCore.Orders;
using TradingCore.Persistence.Redis;
using Order = TradingCore.Domain.Order;

namespace TradingBlazor.Tests.Cluster;

/// <summary>Writes to Redis what an engine writes, event by event, so that a test can leave some of it out.</summary>
/// <param name="store">Redis.</param>
/// <param name="token">Fencing token.</param>
/// <param name="news">Number of the last event of the engine before the first one here.</param>
internal sealed class ToldEngine(RedisStore store, long token, long news)
{
    private long _sequence;

    /// <summary>Number of the newest event.</summary>
    public long News { get; private set; } = news;

    /// <summary>Tells one event of an order of its own, and everything anew when <paramref name="isWhole"/>.</summary>
    /// <param name="isHeard">False: the message is lost, and only cache and stream have it.</param>
    /// <param name="isWhole">True: readers are told to read the cache.</param>
    public Task TellAsync(bool isHeard = true, bool isWhole = false) => TellAsync(++News, isHeard, isWhole);

    /// <summary>Tells an event under a number of the test's choice.</summary>
    public async Task TellAsync(long number, bool isHeard = true, bool isWhole = false)
    {
        Order order = Given.Order($"TB-{number}");
        byte[] value = RedisPack.Pack(new OrderNews(order.UpdatedTime, "submitted", "api", $"{number}", "SPY", order.Account, "", order));
        string field = Fields.Order + order.OrderRef.Value;
        await store.CallAsync(db => db.HashSetAsync(store.Keys.Cache, field, RedisPack.Pack(order)), CancellationToken.None);
        await store.CallAsync(async db =>
        {
            try
            {
                return await db.StreamAddAsync(store.Keys.News, "n", value, $"{token}-{number}");
            }
            catch (RedisServerException)
            {
                // The stream has it already, as it is for an engine that tells something again.
                return RedisValue.Null;
            }
        }, CancellationToken.None);
        await SayAsync(isWhole ? [] : [new(field, RedisPack.Pack(order))], isWhole ? [] : [new(number, value)], isHeard, isWhole);
    }

    /// <summary>An event that is not told, as when more wait for Redis than are kept.</summary>
    public void LeaveOut() => News++;

    /// <summary>A sign of life, or the word that everything is to be read.</summary>
    public Task LiveAsync(bool isWhole = false) => SayAsync([], [], true, isWhole);

    /// <summary>What Redis has of events no more.</summary>
    public Task TrimAsync() => store.CallAsync(db => db.StreamTrimAsync(store.Keys.News, 0), CancellationToken.None);

    private async Task SayAsync(IReadOnlyList<KeyValuePair<string, byte[]?>> changes, IReadOnlyList<KeyValuePair<long, byte[]>> events, bool isHeard, bool isWhole)
    {
        _sequence++;
        await store.CallAsync(db => db.HashSetAsync(store.Keys.Cache, Fields.Head, new CacheHead(token, _sequence, News).ToString()), CancellationToken.None);
        byte[] message = new ChangeMessage(token, _sequence, TimeProvider.System.GetUtcNow(), isWhole, changes, events).Pack();
        if (isHeard) await store.CallAsync(db => db.PublishAsync(store.Keys.Changes, message), CancellationToken.None);
    }
}
