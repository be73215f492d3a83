using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace TradingCore.Persistence.History;

/// <summary>The history as a SQLite file in the data folder. Who holds the folder holds the file.</summary>
/// <param name="file">The file.</param>
/// <param name="busyTimeoutSeconds">How long a statement waits for another program that reads or writes the file.</param>
internal sealed class SqliteDatabase(string file, int busyTimeoutSeconds = 5) : HistoryDatabase
{
    private readonly DbContextOptions<SqliteTradingDbContext> _options = new DbContextOptionsBuilder<SqliteTradingDbContext>()
        .UseSqlite(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            DefaultTimeout = busyTimeoutSeconds,
            // A pooled connection would keep the file open after the program gave the folder back.
            Pooling = false,
        }.ToString())
        .Options;

    /// <inheritdoc/>
    public override string Name => $"history '{file}'";

    /// <inheritdoc/>
    public override TradingDbContext CreateDbContext() => new SqliteTradingDbContext(_options);

    /// <inheritdoc/>
    public override async Task<TradingDbContext> OpenAsync(CancellationToken stop)
    {
        TradingDbContext db = CreateDbContext();
        try
        {
            await db.Database.OpenConnectionAsync(stop).ConfigureAwait(false);
            // WAL: readers do not stop the writer. FULL: a committed batch is on the disk, because journal segments are deleted on its word.
            string pragmas = string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout={busyTimeoutSeconds * 1000}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            await db.Database.ExecuteSqlRawAsync(pragmas, stop).ConfigureAwait(false);
            return db;
        }
        catch
        {
            await db.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task MigrateAsync(TradingDbContext db, CancellationToken stop)
    {
        // The framework marks with a row that a migration runs, and waits without end for a row that a killed process left. The data folder is held by
        // this process alone, so whatever is there was left.
        int tables = await db.Database.SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'")
            .SingleAsync(stop).ConfigureAwait(false);
        if (tables > 0) await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\"", stop).ConfigureAwait(false);
        await base.MigrateAsync(db, stop).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override string Explain(Exception trouble)
    {
        const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;
        return trouble is not SqliteException e ? $"The {Name} cannot be used: {trouble.Message}" : e.SqliteErrorCode switch
        {
            Corrupt or NotADatabase => $"The {Name} is damaged or is not a database. Restore it from a backup together with the folder 'journal' beside it.",
            Busy or Locked => $"The {Name} is locked by another program. Close that program.",
            ReadOnly or CannotOpen => $"The {Name} cannot be opened for writing. Make the file and its folder writable.",
            Full => $"The disk that holds the {Name} is full. Make space.",
            IoError => $"The disk that holds the {Name} reports an error: {e.Message}",
            _ => $"The {Name} cannot be used: {e.Message}",
        };
    }
}
