using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace TradingCore.Persistence.History;

/// <summary>The history in a PostgreSQL database, held by a lock of the server for as long as a connection of this process lives.</summary>
internal sealed class PostgresDatabase : HistoryDatabase
{
    /// <summary>Number of the lock; any would do, as long as no other program on the same database takes the same.</summary>
    private const long OwnerLock = 0x54424C4F_434B0001;

    /// <summary>The server may need a moment to notice that a killed process is gone.</summary>
    private static readonly TimeSpan TakePatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TakeStep = TimeSpan.FromMilliseconds(200);

    /// <summary>A server that hears nothing of a machine which was cut off or lost its power keeps its locks for two hours by default; asked for a sign of life it ends the session after half a minute.</summary>
    private const string NoticeTheDead = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4; ";

    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly DbContextOptions<PostgresTradingDbContext> _options;
    private readonly TimeProvider _clock;
    private NpgsqlConnection? _owner;

    /// <param name="connectionString">As <see cref="Settings"/> takes it.</param>
    /// <param name="clock">For waiting.</param>
    public PostgresDatabase(string connectionString, TimeProvider clock)
    {
        _settings = Settings(connectionString);
        _options = new DbContextOptionsBuilder<PostgresTradingDbContext>().UseNpgsql(_settings.ToString()).Options;
        _clock = clock;
    }

    /// <inheritdoc/>
    public override string Name => $"history in PostgreSQL ({_settings.Host}:{_settings.Port}/{_settings.Database})";

    /// <summary>A connection string with what this program needs where it says nothing of its own.</summary>
    /// <exception cref="ArgumentException">It cannot be read, or names no host or database.</exception>
    public static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (string.IsNullOrWhiteSpace(settings.Host) || string.IsNullOrWhiteSpace(settings.Database)) throw new ArgumentException("it names no Host or no Database");
        // Short, because the writer tries again by itself, and a start must say in good time what is wrong.
        if (!IsSet("Timeout")) settings.Timeout = 5;
        if (!IsSet("Command Timeout", "CommandTimeout")) settings.CommandTimeout = 15;
        if (!IsSet("Application Name", "ApplicationName")) settings.ApplicationName = "TradingBlazor";
        // A peer that is gone without a word is noticed by this.
        if (!IsSet("Keepalive", "Keep Alive", "KeepAlive")) settings.KeepAlive = 15;
        settings.IncludeErrorDetail = false;
        return settings;

        bool IsSet(params string[] names) => names.Any(n => connectionString.Contains(n, StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    public override TradingDbContext CreateDbContext() => new PostgresTradingDbContext(_options);

    /// <inheritdoc/>
    public override async Task TakeAsync(CancellationToken stop)
    {
        long began = _clock.GetTimestamp();
        while (!await TryTakeAsync(stop).ConfigureAwait(false))
        {
            if (_clock.GetElapsedTime(began) > TakePatience) throw InUse();
            await Task.Delay(TakeStep, _clock, stop).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override async Task<TradingDbContext> OpenAsync(CancellationToken stop)
    {
        if (_owner is not null && !await IsOwnedAsync(stop).ConfigureAwait(false) && !await TryTakeAsync(stop).ConfigureAwait(false)) throw InUse();
        TradingDbContext db = CreateDbContext();
        try
        {
            await db.Database.OpenConnectionAsync(stop).ConfigureAwait(false);
            // A committed batch is on the disk, whatever the server's default is: journal segments are deleted on its word.
            await db.Database.ExecuteSqlRawAsync(NoticeTheDead + "SET synchronous_commit TO on", stop).ConfigureAwait(false);
            return db;
        }
        catch
        {
            await db.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Explain(Exception trouble)
    {
        if (trouble is not PostgresException e)
            return trouble is NpgsqlException or SocketException or TimeoutException or IOException
                ? $"The {Name} cannot be reached: {trouble.GetBaseException().Message.TrimEnd('.')}. Start the server, or correct Persistence:ConnectionString."
                : $"The {Name} cannot be used: {trouble.Message}";
        return e.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"PostgreSQL at {_settings.Host}:{_settings.Port} does not let the user '{_settings.Username}' in: {e.MessageText}. Correct user and password in Persistence:ConnectionString.",
            PostgresErrorCodes.InvalidCatalogName =>
                $"PostgreSQL at {_settings.Host}:{_settings.Port} has no database '{_settings.Database}'. Create it (createdb {_settings.Database}), or correct Persistence:ConnectionString.",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"The user '{_settings.Username}' may not use the {Name}: {e.MessageText}. It must own the database, or be granted CREATE on its schema.",
            PostgresErrorCodes.DiskFull => $"The disk of PostgreSQL at {_settings.Host}:{_settings.Port} is full. Make space.",
            PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown => $"PostgreSQL at {_settings.Host}:{_settings.Port} is starting up or shutting down: {e.MessageText}.",
            PostgresErrorCodes.TooManyConnections => $"PostgreSQL at {_settings.Host}:{_settings.Port} has no connection left: {e.MessageText}.",
            _ => $"The {Name} cannot be used: {e.MessageText}",
        };
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        if (_owner is null) return;
        await _owner.DisposeAsync().ConfigureAwait(false);
        _owner = null;
    }

    private PersistenceException InUse() =>
        PersistenceException.InUse($"The {Name} is in use by another process of this program", "Stop that one first, or give this one a database of its own in Persistence:ConnectionString.");

    private async Task<bool> IsOwnedAsync(CancellationToken stop)
    {
        try
        {
            NpgsqlCommand command = _owner!.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = "SELECT 1";
                await command.ExecuteScalarAsync(stop).ConfigureAwait(false);
                return true;
            }
        }
        catch (Exception e) when (FindTrouble(e) is not null || e is InvalidOperationException)
        {
            return false;
        }
    }

    private async Task<bool> TryTakeAsync(CancellationToken stop)
    {
        // Not from the pool: the lock lives as long as this connection, which must not be lent to anybody.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_settings.ToString()) { Pooling = false }.ToString());
        bool isTaken = false;
        try
        {
            await connection.OpenAsync(stop).ConfigureAwait(false);
            NpgsqlCommand command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = $"{NoticeTheDead}SELECT pg_try_advisory_lock({OwnerLock})";
                isTaken = (bool)(await command.ExecuteScalarAsync(stop).ConfigureAwait(false))!;
            }
        }
        finally
        {
            if (!isTaken) await connection.DisposeAsync().ConfigureAwait(false);
        }
        if (!isTaken) return false;
        if (_owner is not null) await _owner.DisposeAsync().ConfigureAwait(false);
        _owner = connection;
        return true;
    }
}
