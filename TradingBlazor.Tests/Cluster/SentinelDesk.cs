using System.Globalization;
using StackExchange.Redis;
using TradingBlazor.Tests.Harness;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Cluster;

/// <summary>A master, a replica and a Sentinel that makes the replica the master when the master is dead.</summary>
internal sealed class SentinelDesk : IAsyncDisposable
{
    private const string Service = "desk";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Loopback.FreePort();
    private ChildProcess? _sentinel;

    /// <summary>The master at the start.</summary>
    public RedisServer Master { get; private set; } = null!;

    /// <summary>Its replica.</summary>
    public RedisServer Replica { get; private set; } = null!;

    /// <summary>How programs connect: they know the Sentinel alone.</summary>
    public string ConnectionString => $"127.0.0.1:{_port},serviceName={Service}";

    /// <summary>All three, once the Sentinel knows both servers.</summary>
    public static async Task<SentinelDesk> StartAsync(CancellationToken stop)
    {
        var desk = new SentinelDesk();
        try
        {
            desk.Master = await RedisServer.StartNewAsync(stop, "--repl-diskless-sync-delay", "0");
            desk.Replica = await RedisServer.StartNewAsync(stop, "--replicaof", $"127.0.0.1 {desk.Master.Port}");
            await using (ConnectionMultiplexer master = await ConnectionMultiplexer.ConnectAsync($"{desk.Master.ConnectionString},allowAdmin=true"))
                await Until.TrueAsync("the replica to follow", async () => (await master.GetServers()[0].InfoRawAsync("replication"))!.Contains("state=online", StringComparison.Ordinal), stop);
            string file = Path.Combine(desk._folder.Path, "sentinel.conf");
            await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"""
                port {desk._port}
                bind 127.0.0.1
                dir {desk._folder.Path}
                sentinel monitor {Service} 127.0.0.1 {desk.Master.Port} 1
                sentinel down-after-milliseconds {Service} 500
                sentinel failover-timeout {Service} 3000

                """), stop);
            desk._sentinel = ChildProcess.Start("redis-sentinel", "redis-server", [file, "--sentinel"]);
            await Until.TrueAsync("the Sentinel to listen", () => Loopback.AcceptsAsync(desk._port, stop), stop);
            await using (ConnectionMultiplexer sentinel = await ConnectionMultiplexer.SentinelConnectAsync($"127.0.0.1:{desk._port}"))
                await Until.TrueAsync("the Sentinel to know the replica", async () => (await sentinel.GetServers()[0].SentinelReplicasAsync(Service)).Length == 1, stop);
            return desk;
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? part in new IAsyncDisposable?[] { _sentinel, Replica, Master })
            if (part is not null) await part.DisposeAsync();
        _folder.Dispose();
    }
}
