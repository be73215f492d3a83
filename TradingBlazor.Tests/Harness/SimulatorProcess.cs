namespace TradingBlazor.Tests.Harness;

/// <summary>The simulated gateway as a program of its own, so that a test can kill it while the app lives, and the other way round.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private SimulatorProcess(ChildProcess process, int port) => (_process, Port) = (process, port);

    /// <summary>Port it listens on.</summary>
    public int Port { get; }

    /// <summary>The process.</summary>
    public ChildProcess Process => _process;

    /// <summary>Starts <c>serve</c> and waits until the port accepts a connection.</summary>
    /// <param name="name">Name of its log among the artefacts.</param>
    /// <param name="port">Port; a free one when null. Given when it must come back where clients look for it.</param>
    /// <param name="arguments">Further arguments, such as <c>--seed 7</c>.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<SimulatorProcess> StartAsync(string name, int? port, IEnumerable<string> arguments, CancellationToken stop)
    {
        int chosen = port ?? Loopback.FreePort();
        var simulator = new SimulatorProcess(
            ChildProcess.Start(name, "dotnet", [BuiltProgram.PathOf("TwsSimulator"), "serve", "--port", $"{chosen}", .. arguments]), chosen);
        try
        {
            await Until.TrueAsync($"{name} to accept a connection on port {chosen}", () => simulator.AcceptsAsync(stop), stop);
            return simulator;
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Asks it to end (SIGTERM) and returns the exit code.</summary>
    public Task<int> StopAsync(CancellationToken stop) => _process.StopAsync(stop);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private Task<bool> AcceptsAsync(CancellationToken stop) =>
        _process.HasExited
            ? throw new InvalidOperationException($"The simulator ended at the start. It wrote:\n{_process.Output}")
            : Loopback.AcceptsAsync(Port, stop);
}
