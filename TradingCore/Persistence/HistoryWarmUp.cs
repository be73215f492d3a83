using Microsoft.EntityFrameworkCore;
using TradingCore.Persistence.History;

namespace TradingCore.Persistence;

/// <summary>
/// Builds the database model and compiles its code on another core while the program is still reading its settings. Measured, that is
/// about half of the processor time between the start and the first price, and it depends on no setting.
/// </summary>
public static class HistoryWarmUp
{
    // One for the process: what is compiled and cached is the process's, too.
    private static readonly Lazy<Task> Once = new(() => Task.Run(RunAsync));

    /// <summary>Starts it, or returns the one that was started.</summary>
    /// <returns>Ends when the history can be opened without that cost.</returns>
    public static Task Start() => Once.Value;

    private static async Task RunAsync()
    {
        TradingDbContext db = await new SqliteDatabase(":memory:").OpenAsync(CancellationToken.None).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await db.Database.MigrateAsync().ConfigureAwait(false);
            await db.JournalPosition.AsNoTracking().SingleOrDefaultAsync().ConfigureAwait(false);
        }
    }
}
