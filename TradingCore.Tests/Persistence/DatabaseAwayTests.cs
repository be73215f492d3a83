using Microsoft.Data.Sqlite;
using TradingCore.Engine.Ports;
using TradingCore.Persistence.History;
using TradingCore.Tests.Shared;

namespace TradingCore.Tests.Persistence;

/// <summary>The database is away for a while: the journal takes entries all the same, the status says so, and the history catches up by itself.</summary>
public sealed class DatabaseAwayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_SQLite_file_that_another_program_locks_delays_the_history_and_nothing_else()
    {
        string file = _folder.Below("trading.db");
        await using var stored = new StoredFolder(_folder, () => new SqliteDatabase(file, busyTimeoutSeconds: 1));
        await stored.StartAsync();
        await using var other = new SqliteConnection($"Data Source={file};Pooling=False");
        await other.OpenAsync(Stop);
        await ExecuteAsync(other, "BEGIN EXCLUSIVE");

        await AssertDelayedAsync(stored, "is locked by another program", () => ExecuteAsync(other, "ROLLBACK"));
    }

    [Fact]
    public async Task A_PostgreSQL_server_that_is_stopped_and_started_delays_the_history_and_nothing_else()
    {
        await using PostgresServer server = await PostgresServer.StartNewAsync(Stop);
        string connectionString = await server.NewDatabaseAsync(Stop);
        await using var stored = new StoredFolder(_folder, () => new PostgresDatabase(connectionString, TimeProvider.System));
        await stored.StartAsync();
        await stored.AppendAsync(new OrderIdsReserved(1, 1));
        await server.StopAsync(Stop);

        await AssertDelayedAsync(stored, "cannot be reached", () => server.StartAsync(Stop));
    }

    [Fact]
    public async Task A_PostgreSQL_server_that_stands_still_delays_the_history_is_told_at_once_and_nothing_is_stored_twice()
    {
        await using PostgresServer server = await PostgresServer.StartNewAsync(Stop);
        string connectionString = await server.NewDatabaseAsync(Stop);
        await using var stored = new StoredFolder(_folder, () => new PostgresDatabase(connectionString, TimeProvider.System));
        await stored.StartAsync();
        await stored.AppendAsync(new OrderIdsReserved(1, 1));
        server.Suspend();

        await AssertDelayedAsync(stored, "The database does not answer.", () =>
        {
            server.Resume();
            return Task.CompletedTask;
        });
    }

    private static async Task AssertDelayedAsync(StoredFolder stored, string expected, Func<Task> bringBack)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task running = stored.Writer.RunAsync(stop.Token);

        for (int i = 2; i <= 50; i++) stored.Journal.Append([new OrderIdsReserved(1, i)]);
        // Before the database has said why, it is told that it does not answer.
        await UntilAsync(stored, () => stored.Writer.Failure.Contains(expected, StringComparison.Ordinal));
        stored.Journal.Append([new OrderIdsReserved(1, 64)]);
        long journaled = stored.Journal.LastSequence;
        bool wasBehind = stored.Writer.StoredSequence < journaled;
        await bringBack();
        await UntilAsync(stored, () => stored.Writer.StoredSequence == journaled && stored.Writer.Failure.Length == 0);
        await stop.CancelAsync();
        await running;

        Assert.True(wasBehind);
        Assert.Equal(64, (await stored.StartAsync()).OrderIdHighWater[1]);
    }

    // The pauses of the writer are of the test's clock.
    private static async Task UntilAsync(StoredFolder stored, Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        while (!condition())
        {
            stored.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Stop);
    }
}
