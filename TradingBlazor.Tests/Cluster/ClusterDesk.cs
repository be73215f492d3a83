using TradingBlazor.Tests.Harness;
using TradingCore.Tests.Architecture;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Cluster;

/// <summary>A gateway, PostgreSQL, Redis, an engine, two web processes and nginx in front, each a process of its own on loopback.</summary>
internal sealed class ClusterDesk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationToken _stop;
    private readonly int _proxyPort = Loopback.FreePort();
    private PostgresServer _database = null!;
    private SimulatorProcess _gateway = null!;
    private ChildProcess _nginx = null!;
    private string _connection = "";
    private int _starts;

    private ClusterDesk(CancellationToken stop) => _stop = stop;

    /// <summary>Redis.</summary>
    public RedisServer Redis { get; private set; } = null!;

    /// <summary>The engine that trades.</summary>
    public AppProcess Engine { get; set; } = null!;

    /// <summary>The two web processes.</summary>
    public AppProcess[] Webs { get; } = new AppProcess[2];

    /// <summary>nginx, where people and programs come.</summary>
    public Uri Address => new($"http://127.0.0.1:{_proxyPort}/");

    /// <summary>File of the key that both web processes know.</summary>
    public string KeyFile => Path.Combine(Webs[0].DataFolder, "api-key");

    /// <summary>Everything, ready to trade.</summary>
    public static async Task<ClusterDesk> StartAsync(CancellationToken stop)
    {
        var desk = new ClusterDesk(stop);
        try
        {
            await desk.StartAllAsync();
            return desk;
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client through nginx with the key.</summary>
    public async Task<HttpClient> ClientAsync()
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = ChildProcess.Patience };
        client.DefaultRequestHeaders.Add("X-Api-Key", (await File.ReadAllTextAsync(KeyFile, _stop)).Trim());
        return client;
    }

    /// <summary>One more engine on the same data folder.</summary>
    public Task<AppProcess> StartEngineAsync() => StartAsync("engine", Path.Combine(_folder.Path, "engine"), null, "--Simulator:Enabled=false", $"--Tws:Port={_gateway.Port}", "--MarketData:Watchlist:0=SPY", "--Bars:BackfillOnSubscribe=false");

    /// <summary>A web process in the place of one that was killed.</summary>
    public async Task RestartWebAsync(int index) => Webs[index] = await StartAsync($"web{index + 1}", Webs[index].DataFolder, Webs[index].Address.Port);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? part in new IAsyncDisposable?[] { _nginx, Webs[0], Webs[1], Engine, Redis, _gateway, _database })
            if (part is not null) await part.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartAllAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "command-key"), "a secret of more than thirty-two characters\n", _stop);
        Task<PostgresServer> database = PostgresServer.StartNewAsync(_stop);
        Task<SimulatorProcess> gateway = SimulatorProcess.StartAsync("cluster-gateway", null, ["--seed", "7"], _stop);
        Redis = await RedisServer.StartNewAsync(_stop);
        _database = await database;
        _gateway = await gateway;
        _connection = await _database.NewDatabaseAsync(_stop);
        foreach (int i in (int[])[0, 1])
        {
            string data = Path.Combine(_folder.Path, $"web{i + 1}");
            Directory.CreateDirectory(data);
            // One key for both, as a deployment gives it to them.
            await File.WriteAllTextAsync(Path.Combine(data, "api-key"), "the-key-of-both-web-processes-0123456789-0123456789", _stop);
        }
        Task<AppProcess> engine = StartEngineAsync(), first = StartAsync("web1", Path.Combine(_folder.Path, "web1"), null), second = StartAsync("web2", Path.Combine(_folder.Path, "web2"), null);
        Engine = await engine;
        (Webs[0], Webs[1]) = (await first, await second);
        _nginx = Proxy();
        await Until.TrueAsync("nginx to listen", () => Loopback.AcceptsAsync(_proxyPort, _stop), _stop);
        Person.Learn(Address, KeyFile);
    }

    private Task<AppProcess> StartAsync(string name, string data, int? port, params string[] settings) => AppProcess.StartAsync(
        $"cluster-{name}-{Interlocked.Increment(ref _starts)}", data, port,
        [$"--Role={(name == "engine" ? "engine" : "web")}", "--Persistence:Provider=PostgreSql", $"--Persistence:ConnectionString={_connection}", $"--Redis:ConnectionString={Redis.ConnectionString}",
        $"--Redis:CommandKeyFile={Path.Combine(_folder.Path, "command-key")}", "--Redis:LeaseTime=00:00:05", "--Redis:SilentAfter=00:00:02", "--Security:BehindProxy=true", .. settings], _stop);

    private ChildProcess Proxy()
    {
        string site = File.ReadAllText(RepositoryFiles.PathOf("deploy/nginx/tradingblazor-cluster.conf"))
            .Replace("listen 8080;", $"listen 127.0.0.1:{_proxyPort};", StringComparison.Ordinal)
            .Replace("127.0.0.1:5081", Webs[0].Address.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:5082", Webs[1].Address.Authority, StringComparison.Ordinal);
        string folder = Path.Combine(_folder.Path, "nginx");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "site.conf"), site);
        string[] temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            worker_processes 1;
            pid {{folder}}/pid;
            events { worker_connections 256; }
            http {
                access_log off;
                {{string.Join('\n', temporary.Select(t => $"{t}_temp_path {folder}/{t};"))}}
                include site.conf;
            }
            """);
        return ChildProcess.Start("cluster-nginx", File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx", ["-p", folder, "-e", "stderr", "-c", Path.Combine(folder, "nginx.conf"), "-g", "daemon off;"]);
    }
}
