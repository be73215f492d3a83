using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TradingCore.Persistence;
using TradingCore.Persistence.History;

namespace TradingCore.Hosting;

/// <summary>In a web process: waits until the engine has brought the shared tables to the form of this version, and gives the data folder back at the end.</summary>
internal sealed class WebStorage(HistoryDatabase database, HistoryWriter history, DataFolder folder, TimeProvider clock, ILogger<WebStorage> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string told = "";
        try
        {
            while (true)
            {
                try
                {
                    TradingDbContext db = database.CreateDbContext();
                    await using (db.ConfigureAwait(false))
                        if (!(await db.Database.GetPendingMigrationsAsync(stoppingToken).ConfigureAwait(false)).Any()) break;
                    Tell($"The {database.Name} has not been opened by an engine of this version yet.");
                }
                catch (Exception e) when (HistoryDatabase.FindTrouble(e) is { } trouble)
                {
                    Tell(database.Explain(trouble));
                }
                await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(false);
            }
            history.MarkOpened();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped during the start.
        }

        void Tell(string why)
        {
            if (told == why) return;
            told = why;
            log.StorageWaits(why);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await database.DisposeAsync().ConfigureAwait(false);
        folder.Dispose();
    }
}
