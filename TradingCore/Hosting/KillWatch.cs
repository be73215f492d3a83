using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Persistence;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Hosting;

/// <summary>
/// Two ways to the kill switch that need neither browser nor network: the file <c>kill</c> in the data folder, looked for several times a second, and the
/// signal <c>SIGUSR1</c> to the process (K2 for everything).
/// </summary>
public sealed class KillWatch(DataFolder folder, IRiskCommands commands, TimeProvider clock, ILogger<KillWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // No name in PosixSignal: raw numbers are allowed. 10 on Linux, 30 on macOS.
    private static readonly int SigUsr1 = OperatingSystem.IsMacOS() ? 30 : 10;

    private string? _seen;
    private bool _isEmptySeen;

    /// <summary>Path of the file.</summary>
    public string File => Path.Combine(folder.Root, KillFile.Name);

    /// <summary>True while the file is there; then the switch cannot be armed again.</summary>
    public bool IsHeldByFile => System.IO.File.Exists(File);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PosixSignalRegistration? signal = Listen(stoppingToken);
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do await LookAsync(stoppingToken).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal end.
        }
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken stop)
    {
        string text;
        try
        {
            if (!IsHeldByFile)
            {
                _seen = null;
                _isEmptySeen = false;
                return;
            }
            text = await System.IO.File.ReadAllTextAsync(File, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is there and cannot be read: somebody wanted to stop something.
            text = "K2 firm the file cannot be read";
        }
        if (text == _seen) return;
        // A shell creates the file before it writes it: an empty one is taken for a word only when it stays empty.
        if (string.IsNullOrWhiteSpace(text) && !_isEmptySeen)
        {
            _isEmptySeen = true;
            return;
        }
        _seen = text;
        KillFile file = KillFile.Parse(text);
        await EngageAsync(file.Level, file.Scope, file.Reason.Length > 0 ? file.Reason : "the file 'kill' is in the data folder", "file", stop).ConfigureAwait(false);
    }

    private PosixSignalRegistration? Listen(CancellationToken stop)
    {
        if (OperatingSystem.IsWindows()) return null;
        return PosixSignalRegistration.Create((PosixSignal)SigUsr1, context =>
        {
            // Without this the runtime would go on to the default, which ends the process.
            context.Cancel = true;
            _ = EngageAsync(KillLevel.Cancel, RiskScope.Firm, "signal SIGUSR1", "signal", stop);
        });
    }

    private async Task EngageAsync(KillLevel level, RiskScope scope, string reason, string source, CancellationToken stop)
    {
        try
        {
            KillResult result = await commands.EngageKillSwitchAsync(scope, level, reason, new CommandContext(source, source), stop).ConfigureAwait(false);
            log.KillAnswered(source, result.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The program ends; a file is found again at the next start.
        }
    }
}
