using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TradingCore.Tests.Shared;

/// <summary>A real Redis as a child process, on a free port of 127.0.0.1. It never outlives the test.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const int StopSignal = 19;
    private const int ContinueSignal = 18;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string[] _settings;
    private Process? _process;

    private RedisServer(string[] settings) => _settings = settings;

    /// <summary>Port; the same at every start.</summary>
    public int Port { get; } = FreePort();

    /// <summary>How to connect.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>A server that runs and takes connections.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="settings">Further settings of the command line.</param>
    public static async Task<RedisServer> StartNewAsync(CancellationToken stop, params string[] settings)
    {
        var server = new RedisServer(settings);
        await server.StartAsync(stop);
        return server;
    }

    /// <summary>Starts it, empty, and waits until it takes connections.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        var start = new ProcessStartInfo("redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. _settings]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        _process = Process.Start(start) ?? throw new InvalidOperationException("redis-server could not be started.");
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        long began = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync(stop))
        {
            if (_process.HasExited || TimeProvider.System.GetElapsedTime(began) > Patience) throw new InvalidOperationException("Redis did not start. Is it on this machine? apt-get install redis-server, or run ./test.sh, which does.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop);
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does; what it held is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Lets it stand still with its connections open.</summary>
    public void Suspend() => _ = Kill(_process!.Id, StopSignal);

    /// <summary>Lets it go on after <see cref="Suspend"/>.</summary>
    public void Resume() => _ = Kill(_process!.Id, ContinueSignal);

    public async ValueTask DisposeAsync() => await KillAsync();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);

    private async Task<bool> AnswersAsync(CancellationToken stop)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port, stop);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray(), stop);
            byte[] answer = new byte[64];
            return await client.GetStream().ReadAsync(answer, stop) > 0 && answer[0] == (byte)'+';
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
