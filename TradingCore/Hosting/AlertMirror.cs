using Microsoft.Extensions.Hosting;
using TradingCore.Alerts;
using TradingCore.Persistence.History;

namespace TradingCore.Hosting;

/// <summary>In a web process: shows the alerts that the engine raises and stores. Judging and sending are the engine's alone, or everything would be sent by every process.</summary>
internal sealed class AlertMirror(AlertDesk desk, IAlertStore store, AlertStorage storage, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await storage.Opened.WaitAsync(stoppingToken).ConfigureAwait(false);
            using var timer = new PeriodicTimer(Interval, clock);
            do
            {
                try
                {
                    desk.Mirror(await store.LoadAsync(stoppingToken).ConfigureAwait(false));
                }
                catch (Exception e) when (HistoryDatabase.FindTrouble(e) is not null)
                {
                    // The database is away: what is shown stands still, and the page of the history says why.
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal end.
        }
    }
}
