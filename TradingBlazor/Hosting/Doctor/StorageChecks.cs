using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using StackExchange.Redis;
using TradingCore.Persistence;

namespace TradingBlazor.Hosting.Doctor;

/// <summary>Database and Redis. Nothing is written into either.</summary>
internal static class StorageChecks
{
    private const int PatienceSeconds = 5;

    /// <summary>The database of the history.</summary>
    public static Task<Finding> DatabaseAsync(PersistenceOptions options, string folder, CancellationToken stop) =>
        options.Provider == PersistenceProvider.PostgreSql ? PostgresAsync(options.ConnectionString, stop) : SqliteAsync(DataFolder.DatabaseIn(folder), stop);

    /// <summary>Redis.</summary>
    /// <param name="connection">Where it is; empty when it is not used.</param>
    public static async Task<Finding> RedisAsync(string connection)
    {
        const string Check = "redis";
        if (connection.Length == 0) return Finding.Ok(Check, "Not configured; it is needed only when engine and web processes are apart.");
        try
        {
            ConfigurationOptions options = ConfigurationOptions.Parse(connection);
            options.AbortOnConnectFail = true;
            options.ConnectRetry = 1;
            options.ConnectTimeout = options.SyncTimeout = options.AsyncTimeout = PatienceSeconds * 1_000;
            await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(options);
            TimeSpan trip = await redis.GetDatabase().PingAsync();
            Version version = redis.GetServer(redis.GetEndPoints()[0]).Version;
            return Finding.Ok(Check, string.Create(CultureInfo.InvariantCulture, $"Redis {version} answers within {trip.TotalMilliseconds:0.0} ms."));
        }
        catch (Exception e) when (e is RedisException or ArgumentException or TimeoutException)
        {
            return Finding.Fail(Check, $"Redis does not answer: {FirstLine(e.Message)}", "Start it, or correct Redis:ConnectionString. Without it one process (Role=all) trades on; engine and web apart need it.");
        }
    }

    private static async Task<Finding> SqliteAsync(string file, CancellationToken stop)
    {
        const string Check = "database";
        if (!File.Exists(file)) return Finding.Ok(Check, $"SQLite: '{file}' is not there yet; the first start makes it.");
        try
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = PatienceSeconds }.ToString());
            await connection.OpenAsync(stop);
            await using SqliteCommand look = connection.CreateCommand();
            look.CommandText = "PRAGMA quick_check(1)";
            string? verdict = (string?)await look.ExecuteScalarAsync(stop);
            string found = string.Create(CultureInfo.InvariantCulture, $"SQLite: '{file}', {new FileInfo(file).Length / 1024:#,##0} KiB");
            return verdict == "ok"
                ? Finding.Ok(Check, $"{found}, is whole.")
                : Finding.Fail(Check, $"{found}, is damaged: {verdict}", "Restore a backup: TradingBlazor -- restore FILE --Persistence:Folder=PATH. Orders and positions are compared with the broker at the start.");
        }
        catch (SqliteException e)
        {
            return Finding.Fail(Check, $"SQLite: '{file}' cannot be read: {e.Message}", "Restore a backup, or look whether another program holds the file.");
        }
    }

    private static async Task<Finding> PostgresAsync(string text, CancellationToken stop)
    {
        const string Check = "database";
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(text) { Timeout = PatienceSeconds, CommandTimeout = PatienceSeconds, Pooling = false };
            await using var connection = new NpgsqlConnection(settings.ToString());
            long began = Stopwatch.GetTimestamp();
            await connection.OpenAsync(stop);
            await using var may = new NpgsqlCommand("SELECT has_schema_privilege(current_schema(), 'CREATE')", connection);
            bool isAllowed = await may.ExecuteScalarAsync(stop) is true;
            string found = string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {connection.PostgreSqlVersion} at {settings.Host}:{settings.Port}, database '{connection.Database}', answers within {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");
            return isAllowed ? Finding.Ok(Check, $"{found}.") : Finding.Fail(Check, $"{found}, and user '{settings.Username}' may not make tables.", $"GRANT CREATE ON SCHEMA public TO {settings.Username};");
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or System.Net.Sockets.SocketException or TimeoutException)
        {
            return Finding.Fail(Check, $"PostgreSQL does not answer: {FirstLine(e.GetBaseException().Message)}", "Start the server, or correct Persistence:ConnectionString; the database and its user must be there: see PostgreSQL in docs/operations.md.");
        }
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
