using TradingCore.Tests.Architecture;

namespace TradingBlazor.Tests.Harness;

/// <summary>The built app as a process of its own, on a loopback port and a data folder that the test chose.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private AppProcess(ChildProcess process, Uri address, string dataFolder)
    {
        _process = process;
        Address = address;
        DataFolder = dataFolder;
        Http = new HttpClient { BaseAddress = address, Timeout = ChildProcess.Patience };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Its data folder.</summary>
    public string DataFolder { get; }

    /// <summary>Client with the API key, once the app has answered.</summary>
    public HttpClient Http { get; }

    /// <summary>The process.</summary>
    public ChildProcess Process => _process;

    /// <summary>Starts it and waits until it answers on <c>/health</c>.</summary>
    /// <param name="name">Name of its log among the artefacts.</param>
    /// <param name="dataFolder">Data folder; the same one at a second start finds what the first left.</param>
    /// <param name="port">Port; a free one when null. Given when a browser must find it again after a restart.</param>
    /// <param name="arguments">Further settings, such as <c>--Simulator:Seed=7</c>.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="environment">Further variables of its environment.</param>
    public static async Task<AppProcess> StartAsync(
        string name, string dataFolder, int? port, IEnumerable<string> arguments, CancellationToken stop, IReadOnlyDictionary<string, string?>? environment = null)
    {
        AppProcess app = Launch(name, dataFolder, port, arguments, environment);
        try
        {
            await Until.TrueAsync(
                $"{name} to answer on {app.Address}health",
                async () => !app._process.HasExited
                    ? (await app.Http.GetAsync("health", stop)).IsSuccessStatusCode
                    : throw new InvalidOperationException($"{name} ended at the start. It wrote:\n{app._process.Output}"),
                stop);
            string key = Path.Combine(dataFolder, "api-key");
            app.Http.DefaultRequestHeaders.Add("X-Api-Key", (await File.ReadAllTextAsync(key, stop)).Trim());
            Person.Learn(app.Address, key);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and waits for nothing: for starts that are meant to fail.</summary>
    public static AppProcess Launch(string name, string dataFolder, int? port, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var address = new Uri($"http://127.0.0.1:{port ?? Loopback.FreePort()}/");
        ChildProcess process = ChildProcess.Start(
            name,
            "dotnet",
            [BuiltProgram.PathOf("TradingBlazor"), $"--urls={address.ToString().TrimEnd('/')}", $"--Persistence:Folder={dataFolder}",
            // A busy machine is no broker that does not answer.
            "--Trading:UnknownAfter=00:00:30", "--Tws:RequestTimeout=00:01:00",
            // Nothing is measured here, and two cores have better things to do at each of some hundred starts.
            "--Trading:Rehearse=false",
            // All pages come from one address, and a quick machine opens more of them in a minute than people would sign in.
            "--Security:SignInsPerMinute=100000", "--Security:StrangerRequestsPerMinute=100000", .. arguments],
            // What dotnet run sets from the launch profile: the static files of the packages are served from where they lie.
            new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>())
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["DOTNET_ENVIRONMENT"] = null,
                ["DOTNET_GCgen0size"] = "0x8000000",
                // A process that lives for seconds never earns back what it takes to measure its own code and to compile it a second time.
                ["DOTNET_TieredPGO"] = "0",
                ["DOTNET_TC_CallCountingDelayMs"] = "186A0",
                // Pages that are made writable and executable in turn cost a start a quarter of its processor time, most of which is compiling.
                ["DOTNET_EnableWriteXorExecute"] = "0"
            },
            RepositoryFiles.PathOf("TradingBlazor"));
        return new AppProcess(process, address, dataFolder);
    }

    /// <summary>A client that sends the API key which the app wrote at its first start.</summary>
    public async Task<HttpClient> ClientWithKeyAsync(CancellationToken stop)
    {
        string key = await File.ReadAllTextAsync(Path.Combine(DataFolder, "api-key"), stop);
        var client = new HttpClient { BaseAddress = Address, Timeout = ChildProcess.Patience };
        client.DefaultRequestHeaders.Add("X-Api-Key", key.Trim());
        return client;
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Asks it to end (SIGTERM) and returns the exit code.</summary>
    public Task<int> StopAsync(CancellationToken stop) => _process.StopAsync(stop);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }
}
