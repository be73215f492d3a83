using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TradingBlazor.Tests.Harness;

/// <summary>
/// A program that a test runs beside itself. Its output is kept line by line; it never outlives the test. Thread-safe.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>Long enough for two busy cores; a wait that reaches it has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private const int Sigterm = 15;
    private const int Sigstop = 19;
    private const int Sigcont = 18;

    private readonly Process _process;
    private readonly string _name;
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Seen)> _waiters = [];
    private bool _ended;

    private ChildProcess(Process process, string name) => (_process, _name) = (process, name);

    /// <summary>Starts <paramref name="fileName"/>.</summary>
    /// <param name="name">Name of the log among the artefacts.</param>
    /// <param name="fileName">Program, looked up on the path.</param>
    /// <param name="arguments">Arguments, unquoted.</param>
    /// <param name="environment">Variables added to the test's own; a null value removes one.</param>
    /// <param name="workingDirectory">Working directory; the test's own when null.</param>
    public static ChildProcess Start(
        string name, string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach ((string key, string? value) in environment ?? new Dictionary<string, string?>()) start.Environment[key] = value;
        var process = new Process { StartInfo = start };
        var child = new ChildProcess(process, name);
        process.OutputDataReceived += (_, e) => child.Add(e.Data);
        process.ErrorDataReceived += (_, e) => child.Add(e.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = child.WatchAsync();
        return child;
    }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>True once it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Everything it has written so far, standard output and error in the order of arrival.</summary>
    public string Output
    {
        get { lock (_lines) return string.Join('\n', _lines); }
    }

    /// <summary>Waits for a line, also one that was already written.</summary>
    /// <exception cref="InvalidOperationException">The program ended without writing it.</exception>
    /// <exception cref="TimeoutException">It was not written in time.</exception>
    public async Task<string> WaitForLineAsync(Func<string, bool> matches, CancellationToken stop)
    {
        TaskCompletionSource<string> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lines)
        {
            if (_lines.Find(l => matches(l)) is { } line) return line;
            if (_ended) throw new InvalidOperationException($"{_name} ended without the expected line. It wrote:\n{string.Join('\n', _lines)}");
            _waiters.Add((matches, seen));
        }
        try
        {
            return await seen.Task.WaitAsync(Patience, stop);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_name} did not write the expected line within {Patience.TotalSeconds} s. It wrote:\n{Output}");
        }
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    /// <exception cref="TimeoutException">It is still running.</exception>
    public async Task<int> WaitForExitAsync(CancellationToken stop)
    {
        try
        {
            await _process.WaitForExitAsync(stop).WaitAsync(Patience, stop);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_name} did not end within {Patience.TotalSeconds} s. It wrote:\n{Output}");
        }
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does: nothing of its own runs any more.</summary>
    public async Task KillAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It was faster.
        }
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does (SIGTERM), and returns the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken stop)
    {
        if (!_process.HasExited) _ = Kill(_process.Id, Sigterm);
        return await WaitForExitAsync(stop);
    }

    /// <summary>Stops it in the middle of what it does: its sockets stay open and it says nothing. <see cref="Resume"/> lets it go on.</summary>
    public void Suspend() => _ = Kill(_process.Id, Sigstop);

    /// <summary>Lets it go on after <see cref="Suspend"/>.</summary>
    public void Resume() => _ = Kill(_process.Id, Sigcont);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await File.WriteAllTextAsync(Artifacts.PathOf("logs", $"{_name}-{_process.Id}.log"), Output);
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);

    private void Add(string? line)
    {
        if (line is null) return;
        lock (_lines)
        {
            _lines.Add(line);
            foreach ((_, TaskCompletionSource<string> seen) in _waiters.Where(w => w.Matches(line))) seen.TrySetResult(line);
        }
    }

    private async Task WatchAsync()
    {
        await _process.WaitForExitAsync(); // also waits until all output was read
        lock (_lines)
        {
            _ended = true;
            foreach ((_, TaskCompletionSource<string> seen) in _waiters)
                seen.TrySetException(new InvalidOperationException($"{_name} ended without the expected line. It wrote:\n{string.Join('\n', _lines)}"));
        }
    }
}
