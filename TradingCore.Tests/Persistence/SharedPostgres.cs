using TradingCore.Persistence.History;
using TradingCore.Tests.Shared;

namespace TradingCore.Tests.Persistence;

/// <summary>One server for all tests of the collection; each test has databases of its own in it.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    private const string Template = "migrated";

    private PostgresServer? _server;

    /// <summary>The server.</summary>
    internal PostgresServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartNewAsync(CancellationToken.None);
        await using Npgsql.NpgsqlConnection connection = new(_server.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using Npgsql.NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {Template} TEMPLATE template0";
        await command.ExecuteNonQueryAsync();
        // A copy of tables is made much faster than the tables.
        await using var database = new PostgresDatabase(_server.ConnectionString(Template) + ";Pooling=false", TimeProvider.System);
        await using TradingDbContext db = await database.OpenAsync(CancellationToken.None);
        await database.MigrateAsync(db, CancellationToken.None);
    }

    /// <summary>Connection string of a new database with the tables in it, and nothing in the tables.</summary>
    public Task<string> NewDatabaseAsync() => Server.NewDatabaseAsync(CancellationToken.None, Template);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}

/// <summary>Tests that need PostgreSQL.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTestsCollection : ICollectionFixture<SharedPostgres>
{
    public const string Name = "postgres";
}
