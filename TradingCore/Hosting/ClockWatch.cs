using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TradingCore.Engine;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;

namespace TradingCore.Hosting;

/// <summary>Tells people when the machine's clock is set while the program runs: the times that they see, and the hours by which is traded, follow from it.</summary>
/// <param name="machine">Clock of the machine.</param>
/// <param name="clock">Clock of the program.</param>
/// <param name="post">Tells the engine.</param>
/// <param name="log">Log.</param>
internal sealed class ClockWatch(TimeProvider machine, TimeProvider clock, Func<EngineEvent, bool> post, ILogger<ClockWatch> log) : BackgroundService
{
    /// <summary>Smaller jumps are corrections of a running clock.</summary>
    public static readonly TimeSpan JumpMin = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private (DateTimeOffset Time, long At) _before = (machine.GetUtcNow(), machine.GetTimestamp());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, machine);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                (DateTimeOffset Time, long At) now = (machine.GetUtcNow(), machine.GetTimestamp());
                TimeSpan jump = now.Time - _before.Time - machine.GetElapsedTime(_before.At, now.At);
                _before = now;
                if (jump.Duration() >= JumpMin) Tell(jump);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal end.
        }
    }

    private void Tell(TimeSpan jump)
    {
        var far = TimeSpan.FromSeconds(Math.Round(jump.Duration().TotalSeconds));
        string by = far.ToString(far < TimeSpan.FromDays(1) ? @"hh\:mm\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);
        string text = jump > TimeSpan.Zero
            ? $"The clock of this machine was set forward by {by}, or the machine slept. The program follows it."
            : $"The clock of this machine was set back by {by}. The program's time goes on, a tenth slower, until the machine's has come up to it; a restart takes the machine's time over at once.";
        log.ClockSet(text);
        post(new SessionNotice(NoticeSeverity.Warning, text, CallsPerson: false) { Time = clock.GetUtcNow() });
    }
}
