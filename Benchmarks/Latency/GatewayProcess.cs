using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Latency;

/// <summary>Starts the gateway's side and talks to it.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private readonly Process _process;

    private GatewayProcess(Process process, int tapPort, int echoPort) => (_process, TapPort, EchoPort) = (process, tapPort, echoPort);

    /// <summary>Where the client of the gateway connects to.</summary>
    public int TapPort { get; }

    /// <summary>Where whoever answers the echo connects to.</summary>
    public int EchoPort { get; }

    /// <summary>Starts it as a process of its own.</summary>
    public static async Task<GatewayProcess> StartAsync()
    {
        var info = new ProcessStartInfo("dotnet", [typeof(GatewayProcess).Assembly.Location, "latency-gateway"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        Process process = Process.Start(info)!;
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The gateway's side did not start; see above.");
        int[] ports = [.. line.Split(' ').Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
        return new GatewayProcess(process, ports[0], ports[1]);
    }

    /// <summary>Tells it what to do.</summary>
    public void Say(string command) => _process.StandardInput.WriteLine(command);

    /// <summary>Its next line.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public async Task<string> HearAsync() => await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The gateway's side has ended; see above.");

    public void Dispose() => _process.End();
}
