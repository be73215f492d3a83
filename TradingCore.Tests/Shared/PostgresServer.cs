using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Npgsql;

namespace TradingCore.Tests.Shared;

/// <summary>A real PostgreSQL server as a child process, on a free port and in a folder of its own. It never outlives the tests, also when they are killed.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Its only user.</summary>
    public const string User = "trader";

    /// <summary>Password of <see cref="User"/>.</summary>
    public const string Password = "not-a-secret";

    private const int Interrupt = 2;   // SIGINT: end all sessions, then stop
    private const int Quit = 3;        // SIGQUIT: stop at once, as a crash
    private const int KillSignal = 9;
    private const int StopSignal = 19;
    private const int ContinueSignal = 18;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Of a server only the command line tells whose it is, because it writes over the environment it was given: test.sh finds the mark of its run there.
    private readonly string _root = Directory.CreateTempSubdirectory($"tradingblazor-postgres-{Environment.GetEnvironmentVariable("TRADINGBLAZOR_TEST_RUN")}-").FullName;
    private Process? _process;
    private Process? _watcher;
    private int _databases;
    private bool _isStanding;

    /// <summary>Port on 127.0.0.1; the same at every start.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Where its files are.</summary>
    internal string Folder => _root;

    /// <summary>A server that runs and takes connections.</summary>
    public static async Task<PostgresServer> StartNewAsync(CancellationToken stop)
    {
        var server = new PostgresServer();
        try
        {
            await server.InitialiseAsync(stop);
            await server.StartAsync(stop);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>How to connect to one of its databases.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Database={database};Username={User};Password={Password}";

    /// <summary>Makes a database of its own for one test and says how to connect to it.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="template">A database that nobody is connected to, to start as a copy of.</param>
    public async Task<string> NewDatabaseAsync(CancellationToken stop, string template = "template0")
    {
        string name = $"test_{Interlocked.Increment(ref _databases)}";
        await using NpgsqlConnection connection = new(ConnectionString("postgres"));
        await connection.OpenAsync(stop);
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name} TEMPLATE {template}";
        await command.ExecuteNonQueryAsync(stop);
        return ConnectionString(name);
    }

    /// <summary>Starts it and waits until it takes connections.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        _process = Launch("postgres", "-D", Path.Combine(_root, "data"), "-p", $"{Port}", "-h", "127.0.0.1", "-k", "", "-F", "-c", "max_connections=200", "-c", "shared_buffers=16MB");
        _watcher = Watch(_process.Id);
        long began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await using NpgsqlConnection connection = new(ConnectionString("postgres") + ";Pooling=false");
                await connection.OpenAsync(stop);
                return;
            }
            catch (NpgsqlException e)
            {
                if (_process.HasExited || TimeProvider.System.GetElapsedTime(began) > Patience) throw new InvalidOperationException($"PostgreSQL did not start: {Log()}", e);
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, stop);
            }
        }
    }

    /// <summary>Stops it in good order: every connection is ended.</summary>
    public Task StopAsync(CancellationToken stop) => EndAsync(Interrupt, stop);

    /// <summary>Ends it as a loss of power would: nobody is told.</summary>
    public Task KillAsync(CancellationToken stop) => EndAsync(KillSignal, stop);

    /// <summary>Lets it stand still with its connections open: the server and everything it has started.</summary>
    public void Suspend()
    {
        _isStanding = true;
        Signal(StopSignal);
    }

    /// <summary>Lets it go on after <see cref="Suspend"/>.</summary>
    public void Resume()
    {
        _isStanding = false;
        Signal(ContinueSignal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isStanding) Resume();
        await EndAsync(Quit, CancellationToken.None);
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>Leaves it as the death of this process does. For the test of that.</summary>
    internal int Abandon()
    {
        _watcher!.StandardInput.Close();
        return _process!.Id;
    }

    // The server first, so that it starts nothing more.
    private void Signal(int signal)
    {
        if (_process is null or { HasExited: true }) return;
        _ = Kill(_process.Id, signal);
        foreach (string child in File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            _ = Kill(int.Parse(child, CultureInfo.InvariantCulture), signal);
    }

    private async Task EndAsync(int signal, CancellationToken stop)
    {
        if (_process is null) return;
        if (!_process.HasExited) _ = Kill(_process.Id, signal);
        await _process.WaitForExitAsync(stop).WaitAsync(Patience, TimeProvider.System, stop);
        // Before the id of the process can be another one's.
        _watcher?.Kill();
        _watcher?.Dispose();
        _process.Dispose();
        (_process, _watcher) = (null, null);
    }

    private async Task InitialiseAsync(CancellationToken stop)
    {
        string passwordFile = Path.Combine(_root, "password");
        await File.WriteAllTextAsync(passwordFile, Password, stop);
        // The server refuses to run as root; its folder then belongs to the user that its package brought.
        if (IsRoot) await RunAsync("chown", ["-R", "postgres", _root], stop);
        using Process initialise = Launch("initdb", "-D", Path.Combine(_root, "data"), "-U", User, "--pwfile", passwordFile, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        await initialise.WaitForExitAsync(stop).WaitAsync(Patience, TimeProvider.System, stop);
        if (initialise.ExitCode != 0) throw new InvalidOperationException($"initdb failed: {Log()}");
    }

    private Process Launch(string program, params string[] arguments)
    {
        string path = Find(program);
        string log = Path.Combine(_root, "log");
        // Through a shell for the log file alone, which it replaces itself by: the process id is the server's.
        string[] asUser = IsRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments] : [path, .. arguments];
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1", log, .. asUser]) { WorkingDirectory = _root };
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
    }

    // Ends the server and removes its folder when this process is gone, however it went: then its end of the pipe is closed. Nobody else has that end.
    private Process Watch(int server)
    {
        const string Script = "exec 2>/dev/null; trap '' TERM INT; read -r _; kill -QUIT \"$0\"; while kill -0 \"$0\"; do sleep 0.2; done; rm -rf \"$1\"";
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, $"{server}", _root]) { RedirectStandardInput = true };
        return Process.Start(start) ?? throw new InvalidOperationException("/bin/sh could not be started.");
    }

    private string Log() => File.Exists(Path.Combine(_root, "log")) ? File.ReadAllText(Path.Combine(_root, "log")) : "it wrote nothing.";

    private static async Task RunAsync(string program, string[] arguments, CancellationToken stop)
    {
        using Process process = Process.Start(program, arguments);
        await process.WaitForExitAsync(stop).WaitAsync(Patience, TimeProvider.System, stop);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed.");
    }

    private static string Find(string program)
    {
        const string Packaged = "/usr/lib/postgresql";
        IEnumerable<string> folders = Directory.Exists(Packaged)
            ? Directory.GetDirectories(Packaged).OrderByDescending(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out int v) ? v : 0).Select(d => Path.Combine(d, "bin"))
            : [];
        folders = folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries));
        return folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{program} of PostgreSQL is not on this machine: apt-get install postgresql, or run ./test.sh, which does.");
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
