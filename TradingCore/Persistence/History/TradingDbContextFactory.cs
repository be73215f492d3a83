using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace TradingCore.Persistence.History;

/// <summary>Opens the history. The only place that knows the provider.</summary>
internal sealed class TradingDbContextFactory(string databaseFile) : IDbContextFactory<TradingDbContext>
{
    /// <summary>How long a statement waits for another program that reads or writes the file.</summary>
    private const int BusyTimeoutSeconds = 5;

    private readonly DbContextOptions<TradingDbContext> _options = new DbContextOptionsBuilder<TradingDbContext>()
        .UseSqlite(new SqliteConnectionStringBuilder
        {
            DataSource = databaseFile,
            DefaultTimeout = BusyTimeoutSeconds,
            // A pooled connection would keep the file open after the program gave the folder back.
            Pooling = false,
        }.ToString())
        .Options;

    /// <summary>The file.</summary>
    public string DatabaseFile => databaseFile;

    public TradingDbContext CreateDbContext() => new(_options);

    /// <summary>A context on an open connection that is set up for write-behind.</summary>
    public async Task<TradingDbContext> OpenAsync(CancellationToken stop)
    {
        TradingDbContext db = CreateDbContext();
        try
        {
            await db.Database.OpenConnectionAsync(stop).ConfigureAwait(false);
            // WAL: readers do not stop the writer. FULL: a committed batch is on the disk, because journal segments are deleted on its word.
            string pragmas = string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout={BusyTimeoutSeconds * 1000}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            await db.Database.ExecuteSqlRawAsync(pragmas, stop).ConfigureAwait(false);
            return db;
        }
        catch
        {
            await db.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

/// <summary>Used by <c>dotnet ef migrations add</c> only.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<TradingDbContext>
{
    public TradingDbContext CreateDbContext(string[] args) => new TradingDbContextFactory("design.db").CreateDbContext();
}
