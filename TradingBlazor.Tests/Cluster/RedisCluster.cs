using StackExchange.Redis;
using TradingBlazor.Tests.Harness;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Cluster;

/// <summary>A Redis Cluster of three masters, each with a third of the slots and none with a replica.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16_384;
    private const int Count = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly List<RedisServer> _masters = [];
    private ConnectionMultiplexer? _admin;

    /// <summary>The masters.</summary>
    public IReadOnlyList<RedisServer> Masters => _masters;

    /// <summary>All three, once each knows who has which slot.</summary>
    public static async Task<RedisCluster> StartAsync(CancellationToken stop)
    {
        var cluster = new RedisCluster();
        try
        {
            await cluster.FormAsync(stop);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The slot of a key.</summary>
    public int SlotOf(RedisKey key) => _admin!.HashSlot(key);

    /// <summary>The master that had the slot at the start.</summary>
    public RedisServer FirstMasterOf(int slot) => _masters[Enumerable.Range(0, Count).Last(i => FirstSlot(i) <= slot)];

    /// <summary>Every key that a master holds.</summary>
    public async Task<string[]> KeysAsync(RedisServer master) => (string[])(await TellAsync(master, "KEYS", "*"))!;

    /// <summary>How often a master has answered with an error of a kind.</summary>
    public async Task<long> ErrorsAsync(RedisServer master, string kind)
    {
        string line = ((string)(await TellAsync(master, "INFO", "errorstats"))!).Split("\r\n").FirstOrDefault(l => l.StartsWith($"errorstat_{kind}:count=", StringComparison.Ordinal)) ?? "=0";
        return long.Parse(line[(line.IndexOf('=') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Moves a slot, with the keys in it, to another master while programs use it, as a person who moves slots does.</summary>
    public async Task MoveAsync(int slot, RedisServer from, RedisServer to, CancellationToken stop)
    {
        string fromId = (string)(await TellAsync(from, "CLUSTER", "MYID"))!, toId = (string)(await TellAsync(to, "CLUSTER", "MYID"))!;
        await TellAsync(to, "CLUSTER", "SETSLOT", slot, "IMPORTING", fromId);
        await TellAsync(from, "CLUSTER", "SETSLOT", slot, "MIGRATING", toId);
        await Until.TrueAsync("the slot to be empty", async () =>
        {
            string[] keys = (string[])(await TellAsync(from, "CLUSTER", "GETKEYSINSLOT", slot, 100))!;
            if (keys.Length > 0) await TellAsync(from, ["MIGRATE", "127.0.0.1", to.Port, "", 0, 5_000, "REPLACE", "KEYS", .. keys]);
            return keys.Length == 0;
        }, stop);
        foreach (RedisServer master in (RedisServer[])[to, from, .. _masters.Where(m => m != to && m != from)]) await TellAsync(master, "CLUSTER", "SETSLOT", slot, "NODE", toId);
    }

    /// <summary>Waits until every master says that all slots are served.</summary>
    public Task WholeAsync(CancellationToken stop) => Until.TrueAsync("the cluster to be whole", async () =>
    {
        foreach (RedisServer master in _masters)
        {
            string info = (string)(await TellAsync(master, "CLUSTER", "INFO"))!;
            if (!info.Contains("cluster_state:ok", StringComparison.Ordinal) || !info.Contains($"cluster_known_nodes:{Count}", StringComparison.Ordinal)) return false;
        }
        return true;
    }, stop);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_admin is not null) await _admin.DisposeAsync();
        foreach (RedisServer master in _masters) await master.DisposeAsync();
        _folder.Dispose();
    }

    private async Task FormAsync(CancellationToken stop)
    {
        int[] buses = [.. Enumerable.Range(0, Count).Select(_ => Loopback.FreePort())];
        // The bus between the masters has a port of its own: the usual one, 10,000 above the other, need not be free, or be a port at all.
        for (int i = 0; i < Count; i++)
            _masters.Add(await RedisServer.StartNewAsync(stop, "--cluster-enabled", "yes", "--cluster-config-file", Path.Combine(_folder.Path, $"nodes-{i}.conf"), "--cluster-node-timeout", "1000", "--cluster-port", $"{buses[i]}"));
        _admin = await ConnectAsync();
        for (int i = 0; i < Count; i++) await TellAsync(_masters[i], "CLUSTER", "ADDSLOTSRANGE", FirstSlot(i), FirstSlot(i + 1) - 1);
        for (int i = 1; i < Count; i++) await TellAsync(_masters[0], "CLUSTER", "MEET", "127.0.0.1", _masters[i].Port, buses[i]);
        await WholeAsync(stop);
        // What connected to three that were not one yet does not know that they are a cluster now.
        await _admin.DisposeAsync();
        _admin = await ConnectAsync();
    }

    private async Task<ConnectionMultiplexer> ConnectAsync() => await ConnectionMultiplexer.ConnectAsync($"{string.Join(',', _masters.Select(m => m.ConnectionString))},allowAdmin=true,abortConnect=false");

    private Task<RedisResult> TellAsync(RedisServer master, params object[] words) => _admin!.GetServer("127.0.0.1", master.Port).ExecuteAsync((string)words[0], words[1..]);

    private static int FirstSlot(int master) => Slots * master / Count;
}
