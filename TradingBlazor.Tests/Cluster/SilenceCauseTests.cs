using TradingCore.Persistence.Redis;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Cluster;

/// <summary>What a web process says first when it hears nothing any more, on a real Redis that dies.</summary>
public sealed class SilenceCauseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Redis_that_died_is_the_cause_from_the_first_word_on()
    {
        await using RedisServer server = await RedisServer.StartNewAsync(Stop);
        var options = new RedisOptions { ConnectionString = server.ConnectionString, SilentAfter = TimeSpan.FromSeconds(1) };
        await using Mirrored web = await Mirrored.StartAsync(options, Stop);
        var engine = new ToldEngine(web.Store, 1_000, 500);
        await Harness.Until.TrueAsync("the engine to be heard", async () =>
        {
            await engine.LiveAsync();
            return web.View.AwayReason.Length == 0;
        }, Stop);

        await server.KillAsync();
        await Harness.Until.TrueAsync("the silence to be told", () => Task.FromResult(web.View.AwayReason.Length > 0), Stop);

        Assert.StartsWith("Redis is away: ", web.View.AwayReason, StringComparison.Ordinal);
    }
}
