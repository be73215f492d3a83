using TradingBlazor.Tests.Cluster;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Crash.Faults;

/// <summary>
/// What faults happen to: a gateway, PostgreSQL, Redis, an engine on a small disk of its own and two web processes, each a process. Engine and web processes are started
/// again when they end.
/// </summary>
internal sealed class FaultDesk : IAsyncDisposable
{
    private const int DiskMegabytes = 64;

    private readonly HttpClient _admin = new();
    private readonly TemporaryFolder _gatewayState = new();

    private FaultDesk(bool movesClock)
    {
        Disk = SmallDisk.Mount(DiskMegabytes);
        if (movesClock) Clock = new MachineClock();
        Gateway = new Agreement(_admin);
    }

    /// <summary>The processes.</summary>
    public ClusterDesk Processes { get; private set; } = null!;

    /// <summary>The engine.</summary>
    public Supervised Engine { get; private set; } = null!;

    /// <summary>The two web processes.</summary>
    public Supervised[] Webs { get; } = new Supervised[2];

    /// <summary>Where the engine keeps its data.</summary>
    public SmallDisk Disk { get; }

    /// <summary>The engine's time of day; null when it is the machine's.</summary>
    public MachineClock? Clock { get; }

    /// <summary>The other side.</summary>
    public Agreement Gateway { get; }

    /// <summary>Starts everything.</summary>
    /// <param name="seed">Seed of the market.</param>
    /// <param name="movesClock">True when the engine's clock must be movable.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<FaultDesk> StartAsync(int seed, bool movesClock, CancellationToken stop)
    {
        var desk = new FaultDesk(movesClock);
        try
        {
            await desk.StartAllAsync(seed, stop);
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
        foreach (Supervised? program in new Supervised?[] { Webs[0], Webs[1], Engine })
            if (program is not null) await program.DisposeAsync();
        if (Processes is not null) await Processes.DisposeAsync();
        Clock?.Dispose();
        Disk.Dispose();
        _admin.Dispose();
        _gatewayState.Dispose();
    }

    private async Task StartAllAsync(int seed, CancellationToken stop)
    {
        int adminPort = Loopback.FreePort();
        _admin.BaseAddress = new Uri($"http://127.0.0.1:{adminPort}/");
        Processes = await ClusterDesk.StartAsync(new ClusterPlan
        {
            HasProxy = false,
            EngineFolder = Path.Combine(Disk.Path, "engine"),
            // It keeps its account: it is the truth even when it was killed.
            GatewayArguments = ["--seed", $"{seed}", "--admin-port", $"{adminPort}", "--latency-ms", "5", "--state", _gatewayState.Path],
            // Orders that would trade with own ones wait until these are cancelled (R34).
            EngineSettings = [.. Agreement.Settings, "--Risk:SelfMatch=true", "--Risk:SelfMatchDeniesNewest=false"],
            EngineEnvironment = Clock?.Environment,
        }, stop);
        Engine = new Supervised(Processes.Engine, async () => Processes.Engine = await Processes.StartEngineAsync());
        for (int i = 0; i < Webs.Length; i++)
        {
            int index = i;
            Webs[index] = new Supervised(Processes.Webs[index], async () =>
            {
                await Processes.RestartWebAsync(index);
                return Processes.Webs[index];
            });
        }
    }
}
