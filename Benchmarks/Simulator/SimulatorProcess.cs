using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Benchmarks.Simulator;

/// <summary>The simulator as a program of its own, so that its processor time and memory are told apart from those of the measurement.</summary>
internal sealed partial class SimulatorProcess : IDisposable
{
    private readonly Process _process;

    private SimulatorProcess(Process process, IPEndPoint endPoint)
    {
        _process = process;
        EndPoint = endPoint;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts <c>serve</c> on a free port.</summary>
    /// <param name="arguments">Further arguments of <c>serve</c>.</param>
    public static async Task<SimulatorProcess> StartAsync(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "TwsSimulator.dll");
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        // With the frameworks of this program: what they bring is not beside the simulator here.
        string own = Path.Combine(AppContext.BaseDirectory, "Benchmarks");
        foreach (string argument in (string[])["exec", "--runtimeconfig", $"{own}.runtimeconfig.json", "--depsfile", $"{own}.deps.json", program, "serve", "--port", "0", .. arguments]) info.ArgumentList.Add(argument);
        Process process = Process.Start(info)!;
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The simulator did not start; see above.");
        Match told = Listening().Match(line);
        if (!told.Success) throw new InvalidOperationException($"The simulator said '{line}' instead of where it listens.");
        return new SimulatorProcess(process, IPEndPoint.Parse(told.Groups[1].Value));
    }

    /// <summary>Processor time used so far and memory held now.</summary>
    public (TimeSpan Processor, long WorkingSetBytes) Sample()
    {
        _process.Refresh();
        return (_process.TotalProcessorTime, _process.WorkingSet64);
    }

    public void Dispose() => _process.End();

    [GeneratedRegex(@"listening on (\S+),")]
    private static partial Regex Listening();
}
