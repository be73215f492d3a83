using System.ComponentModel;
using System.Diagnostics;

namespace TradingCore.Tws;

/// <summary>What became of a run of the restart command.</summary>
/// <param name="IsWell">True when it ended in time with exit code 0.</param>
/// <param name="Text">How it ended, a part of a sentence.</param>
internal readonly record struct RestartResult(bool IsWell, string Text);

/// <summary>Runs the program that restarts the gateway, without a shell and for a bounded time.</summary>
internal static class RestartCommand
{
    /// <summary>Name of the program alone: arguments can hold secrets.</summary>
    public static string NameOf(IReadOnlyList<string> command) => Path.GetFileName(command[0]);

    /// <summary>Runs it and waits for its end. Never throws but for <paramref name="stop"/>, which leaves the program running: it may have just begun to help.</summary>
    public static async Task<RestartResult> RunAsync(IReadOnlyList<string> command, TimeSpan timeout, TimeProvider clock, CancellationToken stop)
    {
        long begun = clock.GetTimestamp();
        // The list is handed over as it is: no shell reads it, so nothing in it can become another command.
        // What it writes goes where this program writes: a gateway that it leaves running must not lose its output when we stop reading.
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardInput = true, CreateNoWindow = true };
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            return new RestartResult(false, $"it cannot be started: {e.Message}");
        }
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return new RestartResult(process.ExitCode == 0, $"it ended with exit code {process.ExitCode} after {clock.GetElapsedTime(begun).TotalSeconds:0.0} s");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            End(process);
            return new RestartResult(false, $"it did not end within {timeout.TotalSeconds:0.#} s and was ended");
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself in between, or may not be ended; the result says that it took too long either way.
        }
    }
}
