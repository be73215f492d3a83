using System.ComponentModel.DataAnnotations;
using TradingCore.Persistence;
using TwsSimulator;

namespace TradingBlazor.Hosting;

/// <summary>The embedded simulated gateway, section <c>Simulator</c>.</summary>
public sealed class SimulatorSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Simulator";

    /// <summary>Whether the simulated gateway is started in this process and connected to.</summary>
    /// <value>True, unless <c>Tws:Host</c> or <c>Tws:Port</c> is set: whoever names a gateway means that one.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>TCP port on loopback, for other clients that want the same market.</summary>
    /// <value>0 to 65535; 0 takes a free one. Default 0.</value>
    [Range(0, 65535)]
    public int Port { get; set; }

    /// <summary>Seed of the market; the same seed gives the same prices at the same time.</summary>
    /// <value>Default 1.</value>
    public long Seed { get; set; } = 1;

    /// <summary>Instruments to offer.</summary>
    /// <value>Empty offers all.</value>
    public string[] Symbols { get; set; } = [];

    /// <summary>Folder with recorded data to play instead of the computed market.</summary>
    /// <value>Empty computes.</value>
    public string ReplayFolder { get; set; } = "";

    /// <summary>Seconds of the market per second of the clock, for replays.</summary>
    /// <value>0 to 100000; 0 plays as fast as it can be read. Default 1.</value>
    [Range(0d, 100_000d)]
    public double Speed { get; set; } = 1;

    /// <summary>Where in the recorded data the replay starts, UTC.</summary>
    /// <value>Null starts at the first bar.</value>
    public DateTimeOffset? ReplayStart { get; set; }

    /// <summary>Whether the recorded data repeats.</summary>
    public bool ReplayLoop { get; set; }

    /// <summary>Whether a replay stands still until somebody has subscribed.</summary>
    public bool ReplayWaitsForSubscriber { get; set; } = true;

    /// <summary>Whether the computed market keeps to the exchanges' hours instead of trading around the clock.</summary>
    public bool RealHours { get; set; }

    /// <summary>Time an order needs to reach the market.</summary>
    /// <value>0 to 60 seconds. Default 20 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan OrderLatency { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Dollars a new account is opened with.</summary>
    /// <value>0 to 1,000,000,000,000. Default 1,000,000.</value>
    [Range(typeof(decimal), "0", "1000000000000", ParseLimitsInInvariantCulture = true)]
    public decimal StartingCash { get; set; } = 1_000_000m;

    /// <summary>File with a fault script that is played from the start, to try what the desk does when things go wrong.</summary>
    /// <value>Empty plays none.</value>
    public string Faults { get; set; } = "";

    /// <summary>The simulator's own options.</summary>
    /// <param name="folder">Data folder, in which it keeps its account.</param>
    internal SimulatorOptions ToOptions(DataFolder folder) => ToOptions(folder.Simulator);

    /// <summary>What the simulator itself finds wrong, as a sentence; null when all is well.</summary>
    internal string? FindFault() => ToOptions((string?)null).FindFault();

    private SimulatorOptions ToOptions(string? stateFolder) => new()
    {
        Port = Port,
        Seed = Seed,
        Symbols = Symbols,
        ReplayFolder = string.IsNullOrWhiteSpace(ReplayFolder) ? null : Path.GetFullPath(ReplayFolder),
        Speed = Speed,
        ReplayStart = ReplayStart,
        ReplayLoop = ReplayLoop,
        ReplayWaitsForSubscriber = ReplayWaitsForSubscriber,
        RealHours = RealHours,
        StateFolder = stateFolder,
        OrderLatency = OrderLatency,
        StartingCash = StartingCash,
        FaultsFile = string.IsNullOrWhiteSpace(Faults) ? null : Path.GetFullPath(Faults),
    };
}
