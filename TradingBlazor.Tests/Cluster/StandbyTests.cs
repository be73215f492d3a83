using System.Net;
using TradingBlazor.Tests.Harness;
using TradingCore.Persistence;

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
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "api-key"), "the-key-of-the-engine-0123456789-0123456789-0123456789", Stop);
        int port = Loopback.FreePort();
        // The engine of before has the folder.
        using DataFolder held = DataFolder.OpenWhole(folder.Path);
        await using AppProcess standby = await AppProcess.StartAsync("standby-metrics", folder.Path, null,
            ["--Role=engine", $"--Redis:ConnectionString={redis.Server.ConnectionString}", $"--Telemetry:Port={port}", "--Simulator:Enabled=false", "--Tws:Port=1"], Stop);
        using var operations = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };

        using HttpResponseMessage scrape = await operations.GetAsync("metrics", Stop);
        string text = await scrape.Content.ReadAsStringAsync(Stop);

        Assert.Equal((HttpStatusCode.OK, "text/plain"), (scrape.StatusCode, scrape.Content.Headers.ContentType?.MediaType));
        Assert.Contains("\ntradingcore_redis_lease_held{otel_scope_name=\"TradingCore.Redis\"} 0\n", text, StringComparison.Ordinal);
        // Nothing else is open there, and the desk's own port keeps its metrics closed.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await operations.GetAsync("serving", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await standby.Http.GetAsync("metrics", Stop)).StatusCode);
    }
}
