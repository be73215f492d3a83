using Microsoft.EntityFrameworkCore;
using TradingCore.Engine.Ports;
using TradingCore.Persistence;
using TradingCore.Persistence.History;
using TradingCore.Tests.Shared;

namespace TradingCore.Tests.Persistence;

[Collection(PostgresTestsCollection.Name)]
public sealed class PostgresHistoryTests(SharedPostgres postgres) : HistoryTests
{
    private string _connectionString = "";

    private protected override Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder) => PostgresAsync(postgres, c => _connectionString = c);

    [Fact]
    public async Task An_empty_database_gets_its_tables_and_the_start_after_a_start_keeps_them()
    {
        string connectionString = await postgres.Server.NewDatabaseAsync(Stop);
        await using var stored = new StoredFolder(Folder, () => new PostgresDatabase(connectionString, TimeProvider.System));
        await stored.StartAsync();
        await stored.AppendAsync(new OrderIdsReserved(1, 42));

        RecoveredState state = await stored.StartAsync();

        Assert.Equal(42, state.OrderIdHighWater[1]);
    }

    [Theory]
    [InlineData("Password=wrong", "does not let the user 'trader' in")]
    [InlineData("Database=not_there", "has no database 'not_there'. Create it (createdb not_there)")]
    [InlineData("Port=1", "cannot be reached")]
    [InlineData("Host=host.invalid", "cannot be reached")]
    public async Task A_connection_string_that_leads_nowhere_stops_the_start_with_a_sentence(string wrong, string expected)
    {
        await using var stored = new StoredFolder(Folder, () => new PostgresDatabase($"{_connectionString};{wrong}", TimeProvider.System));

        PersistenceException e = await Assert.ThrowsAsync<PersistenceException>(stored.StartAsync);

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_on_the_database_is_refused_while_the_first_lives()
    {
        await Stored.StartAsync();
        using var other = new TemporaryFolder();
        var database = new PostgresDatabase(_connectionString, new ImpatientTime());
        await using var second = new StoredFolder(other, () => database);

        PersistenceException e = await Assert.ThrowsAsync<PersistenceException>(second.StartAsync);

        Assert.Contains("is in use by another process", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_notices_within_half_a_minute_that_a_machine_is_cut_off_and_gives_its_locks_back()
    {
        await using var database = new PostgresDatabase(_connectionString, TimeProvider.System);

        await using TradingDbContext db = await database.OpenAsync(Stop);
        string[] told = await db.Database.SqlQuery<string>($"SELECT setting AS \"Value\" FROM pg_settings WHERE name LIKE 'tcp_keepalives_%' ORDER BY name").ToArrayAsync(Stop);

        // Times asked, seconds until the first time, and between two.
        Assert.Equal(["4", "10", "5"], told);
    }

    [Fact]
    public async Task A_new_machine_carries_on_the_history_of_one_that_is_gone()
    {
        await Stored.StartAsync();
        await Stored.AppendAsync(new OrderIdsReserved(1, 42));
        await Stored.KillAsync();
        using var other = new TemporaryFolder();
        await using var moved = new StoredFolder(other, () => new PostgresDatabase(_connectionString, TimeProvider.System));

        RecoveredState state = await moved.StartAsync();
        await moved.AppendAsync(new OrderIdsReserved(1, 99));

        Assert.Equal(42, state.OrderIdHighWater[1]);
        Assert.Equal(99, (await moved.StartAsync()).OrderIdHighWater[1]);
    }

    /// <summary>Every wait is over at once, and the clock says that it took a minute.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        private long _timestamp;

        public override long GetTimestamp() => Interlocked.Add(ref _timestamp, TimestampFrequency * 60);
    }
}
