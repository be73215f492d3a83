using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Latency;

/// <summary>The built web app as a process of its own, with a data folder of its own that goes with it.</summary>
internal sealed class AppUnderTest : IAsyncDisposable
{
    // Beside a build, the framework looks for a file of the component libraries at every request; a published program, which is what people run, does not.
    private const string Variable = "APP_UNDER_TEST";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private AppUnderTest(Process process, DirectoryInfo folder, HttpClient http)
    {
        _process = process;
        _folder = folder;
        Http = http;
    }

    /// <summary>Its process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Resident memory and processor time now.</summary>
    public (long ResidentBytes, TimeSpan Processor) Sample()
    {
        _process.Refresh();
        return (_process.WorkingSet64, _process.TotalProcessorTime);
    }

    /// <summary>The API key of the app.</summary>
    public string Key => Http.DefaultRequestHeaders.GetValues("X-Api-Key").Single();

    /// <summary>A client with the API key of the app.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts the app of the same build configuration, or the published one whose TradingBlazor.dll the environment's <c>APP_UNDER_TEST</c> names, and waits until it answers.</summary>
    /// <param name="settings">Settings, such as <c>--Tws:Port=4002</c>.</param>
    /// <exception cref="FileNotFoundException">The app is not built.</exception>
    public static async Task<AppUnderTest> StartAsync(params string[] settings)
    {
        string root = Root(), program = Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(root, "TradingBlazor", "bin", Configuration(), "net10.0", "TradingBlazor.dll");
        if (!File.Exists(program)) throw new FileNotFoundException($"The app is not built: run 'dotnet build -c {Configuration()} TradingBlazor' first.", program);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("app-under-test");
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}/"));
        var info = new ProcessStartInfo("dotnet", [program, $"--urls={address}", $"--Persistence:Folder={folder.FullName}", .. settings])
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
            RedirectStandardOutput = true,
        };
        // As every way to start it does: docs/decisions/0028-the-workstations-collector.md. Another value of the environment stays.
        info.Environment.TryAdd("DOTNET_GCgen0size", "0x8000000");
        Process process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var app = new AppUnderTest(process, folder, new HttpClient { BaseAddress = address, Timeout = Patience });
        try
        {
            await app.UntilAsync("health", _ => true);
            string key = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "api-key"));
            app.Http.DefaultRequestHeaders.Add("X-Api-Key", key.Trim());
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks until the answer is a success and its text is what is waited for.</summary>
    /// <exception cref="TimeoutException">It was not within two minutes.</exception>
    public async Task UntilAsync(string path, Func<string, bool> isIt)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Patience; await beat.WaitForNextTickAsync())
        {
            if (_process.HasExited) throw new InvalidOperationException($"The app ended with exit code {_process.ExitCode}; see above.");
            try
            {
                using HttpResponseMessage answer = await Http.GetAsync(path);
                if (answer.IsSuccessStatusCode && isIt(await answer.Content.ReadAsStringAsync())) return;
            }
            catch (HttpRequestException)
            {
                // It is still starting.
            }
        }
        throw new TimeoutException($"{path} did not become what was waited for within {Patience.TotalMinutes} minutes.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Configuration() => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    private static string Root()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "TradingBlazor.sln"))) return d.FullName;
        }
        throw new DirectoryNotFoundException("The benchmarks do not run from within the repository.");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
