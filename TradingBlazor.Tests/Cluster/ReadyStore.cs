using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Tests.Cluster;

/// <summary>A connection to a Redis that runs. On a busy machine the first connection may take longer than the store waits; a test that begins begins with both of its lines there.</summary>
internal static class ReadyStore
{
    /// <summary>A store that has been answered a question and a subscription.</summary>
    public static async Task<RedisStore> OpenAsync(RedisOptions options, CancellationToken stop)
    {
        var store = new RedisStore(options, TimeProvider.System, NullLogger<RedisStore>.Instance);
        await Harness.Until.TrueAsync("Redis to answer", async () =>
        {
            try
            {
                await store.ProbeAsync(stop);
                await (await store.SubscribeAsync(StackExchange.Redis.RedisChannel.Literal(Guid.NewGuid().ToString("N")), stop)).UnsubscribeAsync();
                return true;
            }
            catch (RedisAwayException)
            {
                return false;
            }
        }, stop);
        return store;
    }
}
