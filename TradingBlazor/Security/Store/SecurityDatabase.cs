using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using TradingCore.Persistence;

namespace TradingBlazor.Security.Store;

/// <summary>Makes contexts of the security tables, and brings the tables to the form of this version once.</summary>
internal sealed class SecurityDatabase
{
    private const int TimeoutSeconds = 5;

    // Somebody waits at a page for it, so not for longer than the locks below may take.
    private const int CommandSeconds = 12;

    // A process that is stopped in the middle would hold the lock for ever: the server ends its transaction, and what it had not committed is not there.
    private const string Bounds = "SET LOCAL idle_in_transaction_session_timeout = '10s'; SET LOCAL lock_timeout = '15s'; ";
    private const string AuditLock = Bounds + "LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE";
    private const string AdminsLock = Bounds + "SELECT pg_advisory_xact_lock(hashtext('tradingblazor.admins'))";
    private const string AddressesLock = Bounds + "LOCK TABLE address_rules IN SHARE ROW EXCLUSIVE MODE";

    // One for the process.
    private static readonly SemaphoreSlim Admins = new(1, 1);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly Func<SecurityContext> _create;
    private readonly Task _gate;
    private readonly bool _isSqlite;
    private readonly bool _isReader;
    private readonly Lock _lock = new();
    private Task? _ready;

    private SecurityDatabase(Func<SecurityContext> create, bool isSqlite, Task? gate, bool isReader = false)
    {
        _isReader = isReader;
        _create = create;
        _isSqlite = isSqlite;
        _gate = gate ?? Task.CompletedTask;
    }

    /// <summary>The database that the settings name.</summary>
    /// <param name="options">Where the history is.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="gate">Ends when the history is open: a start of the trading system never waits for these tables.</param>
    /// <param name="isReader">True in a web process: the engine alone changes the form of the tables, because two that do at once are in each other's way.</param>
    public static SecurityDatabase Of(PersistenceOptions options, DataFolder folder, Task gate, bool isReader = false) =>
        options.Provider == PersistenceProvider.PostgreSql ? Postgres(options.ConnectionString, gate, isReader) : Sqlite(folder.Database, gate);

    /// <summary>A SQLite file.</summary>
    internal static SecurityDatabase Sqlite(string file, Task? gate = null, params IInterceptor[] interceptors)
    {
        // Not pooled, as the history's connections: a pooled one keeps the file open after the program gave the folder back.
        string connection = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = TimeoutSeconds, Pooling = false }.ToString();
        DbContextOptions<SqliteSecurityContext> options = new DbContextOptionsBuilder<SqliteSecurityContext>()
            .UseSqlite(connection, o => o.MigrationsHistoryTable(SecurityContext.MigrationsTable)).AddInterceptors(interceptors).Options;
        return new SecurityDatabase(() => new SqliteSecurityContext(options), isSqlite: true, gate);
    }

    /// <summary>A PostgreSQL database.</summary>
    internal static SecurityDatabase Postgres(string connectionString, Task? gate = null, bool isReader = false)
    {
        NpgsqlConnectionStringBuilder settings = Settings(connectionString);
        DbContextOptions<PostgresSecurityContext> options = new DbContextOptionsBuilder<PostgresSecurityContext>()
            .UseNpgsql(settings.ToString(), o => o.MigrationsHistoryTable(SecurityContext.MigrationsTable)).Options;
        return new SecurityDatabase(() => new PostgresSecurityContext(options), isSqlite: false, gate, isReader);
    }

    /// <summary>A connection string with what this program needs where it says nothing of its own.</summary>
    internal static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { IncludeErrorDetail = false };
        // What is given stands in the text alone: the builder says of every name that it has it.
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        if (!given.ContainsKey("Timeout")) settings.Timeout = TimeoutSeconds;
        if (!given.ContainsKey("Command Timeout") && !given.ContainsKey("CommandTimeout")) settings.CommandTimeout = CommandSeconds;
        if (string.IsNullOrEmpty(settings.ApplicationName)) settings.ApplicationName = "TradingBlazor security";
        return settings;
    }

    /// <summary>A context; the caller disposes it. Await <see cref="ReadyAsync"/> first.</summary>
    public SecurityContext CreateContext() => _create();

    /// <summary>Ends when the tables can be used. The first call begins the work, and one after a failure begins it anew.</summary>
    public Task ReadyAsync(CancellationToken stop)
    {
        lock (_lock)
        {
            if (_ready is null || _ready.IsFaulted) _ready = Task.Run(MigrateAsync, CancellationToken.None);
            return _ready.WaitAsync(stop);
        }
    }

    /// <summary>A context on tables that can be used.</summary>
    public async Task<SecurityContext> OpenAsync(CancellationToken stop)
    {
        await ReadyAsync(stop);
        return _create();
    }

    /// <summary>Begins a transaction in which nobody else, in whatever process, adds to the audit log: what is read as its end stays its end until the commit. Readers do not wait.</summary>
    /// <exception cref="System.Data.Common.DbException">The lock was not given in time.</exception>
    public Task<IDbContextTransaction> BeginAuditAsync(SecurityContext db, CancellationToken stop) => BeginAloneAsync(db, AuditLock, stop);

    /// <summary>Begins a transaction in which nobody else, in whatever process, changes the list of addresses: what a change is judged by is what it changes. Readers do not wait.</summary>
    /// <exception cref="System.Data.Common.DbException">The lock was not given in time.</exception>
    public Task<IDbContextTransaction> BeginAddressesAsync(SecurityContext db, CancellationToken stop) => BeginAloneAsync(db, AddressesLock, stop);

    /// <summary>Held while it is judged and changed who is an admin: nobody else, in whatever process, does so meanwhile. Dispose it.</summary>
    /// <remarks>Not a transaction of the change itself, because the framework's users have a connection of their own. Of a SQLite file one process alone has users.</remarks>
    /// <exception cref="System.Data.Common.DbException">The lock was not given in time.</exception>
    public async Task<IAsyncDisposable> TakeAdminsAsync(CancellationToken stop)
    {
        await Admins.WaitAsync(stop);
        SecurityContext? db = null;
        try
        {
            if (!_isSqlite) await BeginAloneAsync(db = await OpenAsync(stop), AdminsLock, stop);
            return new Turn(db);
        }
        catch
        {
            if (db is not null) await db.DisposeAsync();
            Admins.Release();
            throw;
        }
    }

    private sealed class Turn(SecurityContext? db) : IAsyncDisposable
    {
        // The transaction, and with it the lock, ends with the connection.
        public async ValueTask DisposeAsync()
        {
            try
            {
                if (db is not null) await db.DisposeAsync();
            }
            finally
            {
                Admins.Release();
            }
        }
    }

    private async Task<IDbContextTransaction> BeginAloneAsync(SecurityContext db, string postgresLock, CancellationToken stop)
    {
        // SQLite begins as the only writer of the file at once (BEGIN IMMEDIATE).
        IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(stop);
        if (_isSqlite) return transaction;
        try
        {
            await db.Database.ExecuteSqlRawAsync(postgresLock, stop);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    private async Task MigrateAsync()
    {
        await _gate;
        await using SecurityContext db = _create();
        if (_isReader)
        {
            while ((await db.Database.GetPendingMigrationsAsync()).Any()) await Task.Delay(Look, TimeProvider.System);
            return;
        }
        // As the history sets it: readers do not stop the writer. It stays with the file.
        if (_isSqlite) await db.Database.ExecuteSqlAsync($"PRAGMA journal_mode=WAL");
        if (_isSqlite && await TableAsync(db, "__EFMigrationsLock"))
        {
            // A killed process leaves its lock behind for ever; the data folder is held by this process alone, and the history is done with it.
            await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\"");
        }
        await db.Database.MigrateAsync();
    }

    private static async Task<bool> TableAsync(SecurityContext db, string name) =>
        await db.Database.SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = {name}").SingleAsync() > 0;
}
