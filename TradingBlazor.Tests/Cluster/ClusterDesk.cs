using TradingBlazor.Tests.Harness;
using TradingCore.Tests.Architecture;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Cluster;

/// <summary>What differs between desks of many processes.</summary>
internal sealed record ClusterPlan
{
    /// <summary>True for nginx in front.</summary>
    public bool HasProxy { get; init; } = true;

    /// <summary>Data folder of the engine; one of the desk's own when null.</summary>
    public string? EngineFolder { get; init; }

    /// <summary>Arguments of the simulated gateway.</summary>
    public IReadOnlyList<string> GatewayArguments { get; init; } = ["--seed", "7"];

    /// <summary>Settings of the engine.</summary>
    public IReadOnlyList<string> EngineSettings { get; init; } = ["--MarketData:Watchlist:0=SPY", "--Bars:BackfillOnSubscribe=false"];

    /// <summary>Further settings of the web processes.</summary>
    public IReadOnlyList<string> WebSettings { get; init; } = [];

    /// <summary>Further variables of the engine's environment.</summary>
    public IReadOnlyDictionary<string, string?>? EngineEnvironment { get; init; }
}

/// <summary>A gateway, PostgreSQL, Redis, an engine, two web processes and nginx in front, each a process of its own on loopback.</summary>
internal sealed class ClusterDesk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ClusterPlan _plan;
    private readonly CancellationToken _stop;
    private readonly int _proxyPort = Loopback.FreePort();
    private ChildProcess? _nginx;
    private string _connection = "";
    private int _starts;

    private ClusterDesk(ClusterPlan plan, CancellationToken stop) => (_plan, _stop) = (plan, stop);

    /// <summary>PostgreSQL.</summary>
    public PostgresServer Database { get; private set; } = null!;

    /// <summary>The simulated gateway.</summary>
    public SimulatorProcess Gateway { get; private set; } = null!;

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
    public static Task<ClusterDesk> StartAsync(CancellationToken stop) => StartAsync(new ClusterPlan(), stop);

    /// <summary>Everything, as planned.</summary>
    public static async Task<ClusterDesk> StartAsync(ClusterPlan plan, CancellationToken stop)
    {
        var desk = new ClusterDesk(plan, stop);
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
    public Task<AppProcess> StartEngineAsync() =>
        StartAsync("engine", _plan.EngineFolder ?? Path.Combine(_folder.Path, "engine"), null, ["--Simulator:Enabled=false", $"--Tws:Port={Gateway.Port}", .. _plan.EngineSettings], _plan.EngineEnvironment);

    /// <summary>A gateway in the place of one that was killed.</summary>
    public async Task RestartGatewayAsync()
    {
        SimulatorProcess killed = Gateway;
        Gateway = await StartGatewayAsync(killed.Port);
        await killed.DisposeAsync();
    }

    /// <summary>A web process in the place of one that was killed.</summary>
    public async Task RestartWebAsync(int index) => Webs[index] = await StartWebAsync(index, Webs[index].Address.Port);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? part in new IAsyncDisposable?[] { _nginx, Webs[0], Webs[1], Engine, Redis, Gateway, Database })
            if (part is not null) await part.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartAllAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "command-key"), "a secret of more than thirty-two characters\n", _stop);
        Task<PostgresServer> database = PostgresServer.StartNewAsync(_stop);
        Task<SimulatorProcess> gateway = StartGatewayAsync(null);
        Redis = await RedisServer.StartNewAsync(_stop);
        Database = await database;
        Gateway = await gateway;
        _connection = await Database.NewDatabaseAsync(_stop);
        foreach (int i in (int[])[0, 1])
        {
            string data = Path.Combine(_folder.Path, $"web{i + 1}");
            Directory.CreateDirectory(data);
            // One key for both, as a deployment gives it to them.
            await File.WriteAllTextAsync(Path.Combine(data, "api-key"), "the-key-of-both-web-processes-0123456789-0123456789", _stop);
        }
        Task<AppProcess> engine = StartEngineAsync(), first = StartWebAsync(0, null), second = StartWebAsync(1, null);
        Engine = await engine;
        (Webs[0], Webs[1]) = (await first, await second);
        if (!_plan.HasProxy) return;
        _nginx = Proxy();
        await Until.TrueAsync("nginx to listen", () => Loopback.AcceptsAsync(_proxyPort, _stop), _stop);
        Person.Learn(Address, KeyFile);
    }

    private Task<SimulatorProcess> StartGatewayAsync(int? port) => SimulatorProcess.StartAsync($"cluster-gateway-{Interlocked.Increment(ref _starts)}", port, _plan.GatewayArguments, _stop);

    private Task<AppProcess> StartWebAsync(int index, int? port) => StartAsync($"web{index + 1}", Path.Combine(_folder.Path, $"web{index + 1}"), port, _plan.WebSettings);

    private Task<AppProcess> StartAsync(string name, string data, int? port, IEnumerable<string> settings, IReadOnlyDictionary<string, string?>? environment = null) => AppProcess.StartAsync(
        $"cluster-{name}-{Interlocked.Increment(ref _starts)}", data, port,
        [$"--Role={(name == "engine" ? "engine" : "web")}", "--Persistence:Provider=PostgreSql", $"--Persistence:ConnectionString={_connection}", $"--Redis:ConnectionString={Redis.ConnectionString}",
        $"--Redis:CommandKeyFile={Path.Combine(_folder.Path, "command-key")}", "--Redis:LeaseTime=00:00:05", "--Redis:SilentAfter=00:00:02", "--Security:BehindProxy=true", .. settings], _stop, environment);

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
