using System.Net;
using StackExchange.Redis;
using TradingBlazor.Tests.Harness;
using TradingCore.Persistence;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Tests.Cluster;

/// <summary>An engine that waits for the place of another one.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class StandbyTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_standby_is_up_for_whoever_collects_metrics_and_holds_no_lease()
    {
        using var folder = new TemporaryFolder();
        // What looks like the end of a sentence in its name is none.
        string data = Path.Combine(folder.Path, "data. of the desk");
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "api-key"), "the-key-of-the-engine-0123456789-0123456789-0123456789", Stop);
        int port = Loopback.FreePort();
        // The engine of before has the folder.
        using DataFolder held = DataFolder.OpenWhole(data);
        await using AppProcess standby = await AppProcess.StartAsync("standby-metrics", data, null,
            ["--Role=engine", $"--Redis:ConnectionString={redis.Server.ConnectionString}", $"--Telemetry:Port={port}", "--Simulator:Enabled=false", "--Tws:Port=1"], Stop);
        using var operations = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };

        using HttpResponseMessage scrape = await operations.GetAsync("metrics", Stop);
        string text = await scrape.Content.ReadAsStringAsync(Stop);

        Assert.Equal((HttpStatusCode.OK, "text/plain"), (scrape.StatusCode, scrape.Content.Headers.ContentType?.MediaType));
        Assert.Contains("\ntradingcore_redis_lease_held{otel_scope_name=\"TradingCore.Redis\"} 0\n", text, StringComparison.Ordinal);
        string ready = await (await standby.Http.GetAsync("ready", Stop)).Content.ReadAsStringAsync(Stop);
        Assert.Contains($"data. of the desk' is in use by another process (pid {Environment.ProcessId}), the engine. This one takes over when that ends.", System.Text.Json.JsonDocument.Parse(ready).RootElement.GetProperty("dependencies").GetProperty("lease").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Stop it first", ready, StringComparison.Ordinal);
        // Nothing else is open there, and the desk's own port keeps its metrics closed.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await operations.GetAsync("serving", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await standby.Http.GetAsync("metrics", Stop)).StatusCode);
    }

    [Fact]
    public async Task An_engine_that_finds_its_lease_in_other_hands_ends_with_an_error_code_and_says_that_it_had_started()
    {
        using var folder = new TemporaryFolder();
        var keys = new RedisKeys("lost-lease");
        await using AppProcess engine = await AppProcess.StartAsync("lost-lease", folder.Path, null,
            ["--Role=engine", $"--Redis:ConnectionString={redis.Server.ConnectionString}", "--Redis:KeyPrefix=lost-lease", "--Redis:LeaseTime=00:00:02", "--Simulator:Enabled=false", "--Tws:Port=1"], Stop);
        await using ConnectionMultiplexer other = await ConnectionMultiplexer.ConnectAsync(redis.Server.ConnectionString);
        await Until.TrueAsync("the engine to have the lease", () => other.GetDatabase().KeyExistsAsync(keys.Lease), Stop);

        await other.GetDatabase().StringSetAsync(keys.Lease, "another folder|1|the other engine");
        int code = await engine.Process.WaitForExitAsync(Stop);

        Assert.Equal(1, code);
        Assert.Contains("TradingBlazor has ended: Another engine (the other engine) has the lease of this account now", engine.Process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot start", engine.Process.Output, StringComparison.Ordinal);
    }
}
