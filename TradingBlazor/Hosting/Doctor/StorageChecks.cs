using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using StackExchange.Redis;
using TradingCore.Persistence;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Hosting.Doctor;

/// <summary>Database and Redis. Nothing is written into either.</summary>
internal static class StorageChecks
{
    private const int PatienceSeconds = 5;
    private const int DefaultRedisPort = 6379;

    /// <summary>The database of the history.</summary>
    public static Task<Finding> DatabaseAsync(PersistenceOptions options, string folder, CancellationToken stop) =>
        options.Provider == PersistenceProvider.PostgreSql ? PostgresAsync(options.ConnectionString, stop) : SqliteAsync(DataFolder.DatabaseIn(folder), stop);

    /// <summary>Redis.</summary>
    /// <param name="connection">Where it is; empty when it is not used.</param>
    /// <param name="prefix">Start of every name there, null for the usual one: in a Cluster the master that has them must live.</param>
    public static async Task<Finding> RedisAsync(string connection, string? prefix = null)
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
            await redis.GetDatabase().KeyExistsAsync(new RedisKeys(prefix ?? new RedisOptions().KeyPrefix).Fence);
            Version version = redis.GetServer(redis.GetEndPoints()[0]).Version;
            return Finding.Ok(Check, string.Create(CultureInfo.InvariantCulture, $"Redis {version} answers within {trip.TotalMilliseconds:0.0} ms."));
        }
        catch (RedisServerException e) when (e.Message.StartsWith("CLUSTERDOWN", StringComparison.Ordinal) || e.Message.StartsWith("LOADING", StringComparison.Ordinal) || e.Message.StartsWith("MASTERDOWN", StringComparison.Ordinal))
        {
            return Finding.Fail(Check, $"Redis answers and serves nothing: {FirstLine(e.Message)}", "Look at its servers, in a Cluster at 'CLUSTER INFO' and 'CLUSTER NODES' of each: one that loads its data is there in a moment, one that is dead must be started. The engine trades on meanwhile.");
        }
        catch (Exception e) when (e is RedisException or ArgumentException or TimeoutException)
        {
            const string Harmless = "Without Redis one process (Role=all) trades on; engine and web apart need it.";
            return await UnreachableAsync(connection) is { } unreachable
                ? Finding.Fail(Check, $"Redis does not answer: {unreachable}", $"Start it, or correct Redis:ConnectionString. {Harmless}")
                : Finding.Fail(Check, $"Redis takes connections and does not let this program in: {Innermost(e)}", $"Look at user, password, ssl and serviceName in Redis:ConnectionString. {Harmless}");
        }
    }

    /// <summary>Why none of the addresses takes a connection; null when one does. The driver's own message tells how to program it, and not what is wrong.</summary>
    private static async Task<string?> UnreachableAsync(string connection)
    {
        var reasons = new List<string>();
        foreach (EndPoint address in ConfigurationOptions.Parse(connection).EndPoints)
        {
            EndPoint whole = address switch
            {
                DnsEndPoint { Port: 0 } dns => new DnsEndPoint(dns.Host, DefaultRedisPort),
                IPEndPoint { Port: 0 } ip => new IPEndPoint(ip.Address, DefaultRedisPort),
                _ => address,
            };
            string name = whole is DnsEndPoint host ? $"{host.Host}:{host.Port}" : $"{whole}";
            try
            {
                // A name may mean several addresses, of which the socket tries each.
                using Socket socket = whole is UnixDomainSocketEndPoint ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(whole).WaitAsync(TimeSpan.FromSeconds(PatienceSeconds));
                return null;
            }
            catch (Exception e) when (e is SocketException or TimeoutException)
            {
                reasons.Add($"{name}: {(e is TimeoutException ? $"no answer within {PatienceSeconds} s" : e.Message)}.");
            }
        }
        return reasons.Count > 0 ? string.Join(' ', reasons) : "no address is named.";
    }

    private static string Innermost(Exception e)
    {
        string text = FirstLine(e.GetBaseException().Message);
        int advice = text.IndexOf(" To allow this multiplexer", StringComparison.Ordinal);
        return advice < 0 ? text : text[..advice];
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
            await using var only = new NpgsqlCommand("SHOW transaction_read_only", connection);
            bool isReadOnly = await only.ExecuteScalarAsync(stop) is "on";
            string found = string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {connection.PostgreSqlVersion} at {settings.Host}:{settings.Port}, database '{connection.Database}', answers within {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");
            if (isReadOnly) return Finding.Fail(Check, $"{found}, and only for reading.", "It may be a standby: name the primary in Persistence:ConnectionString, or take default_transaction_read_only off.");
            return isAllowed ? Finding.Ok(Check, $"{found}.") : Finding.Fail(Check, $"{found}, and user '{settings.Username}' may not make tables.", $"GRANT CREATE ON SCHEMA public TO {settings.Username};");
        }
        catch (PostgresException e)
        {
            return Finding.Fail(Check, $"PostgreSQL answers and refuses: {e.MessageText}.", e.SqlState switch
            {
                PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "Correct Username and Password in Persistence:ConnectionString, or make the user: see PostgreSQL in docs/operations.md. pg_hba.conf says who may come from where.",
                PostgresErrorCodes.InvalidCatalogName => "Make the database, such as with createdb, or correct Database in Persistence:ConnectionString.",
                PostgresErrorCodes.TooManyConnections => "Raise max_connections in postgresql.conf, or end what holds the others.",
                PostgresErrorCodes.CannotConnectNow => "It is starting or stopping: look again in a moment, and into its log when that does not help.",
                _ => "Its log tells more.",
            });
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or SocketException or TimeoutException)
        {
            return Finding.Fail(Check, $"PostgreSQL does not answer{Where(text)}: {FirstLine(e.GetBaseException().Message)}", "Start the server, or correct Persistence:ConnectionString; the database and its user must be there: see PostgreSQL in docs/operations.md.");
        }
    }

    private static string Where(string text)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            return $" at {settings.Host}:{settings.Port}";
        }
        catch (ArgumentException)
        {
            return "";
        }
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
