using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using TradingCore.Engine.Ports;
using TradingCore.Persistence;
using TradingCore.Persistence.History;

namespace TradingCore.Tests.Persistence;

public sealed class SqliteHistoryTests : HistoryTests
{
    private protected override Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder) => SqliteAsync(folder);

    [Fact]
    public async Task A_history_that_was_deleted_while_segments_are_gone_stops_the_start()
    {
        Stored.Options.SegmentBytesMax = 1;
        await Stored.StartAsync();
        for (int i = 1; i <= 3; i++) Stored.Journal.Append([new OrderIdsReserved(1, i)]);
        await Stored.Writer.CatchUpAsync(Stop);
        await Stored.KillAsync();
        File.Delete(Folder.Below("trading.db"));

        PersistenceException e = await Assert.ThrowsAsync<PersistenceException>(Stored.StartAsync);

        Assert.Contains("The history ends at entry 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("backup", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_stops_the_start_with_a_sentence()
    {
        await File.WriteAllTextAsync(Folder.Below("trading.db"), new string('x', 5_000), Stop);

        PersistenceException e = await Assert.ThrowsAsync<PersistenceException>(Stored.StartAsync);

        Assert.Contains(Folder.Below("trading.db"), e.Message, StringComparison.Ordinal);
        Assert.Contains("damaged or is not a database", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_after_one_that_was_killed_in_the_middle_of_a_migration_carries_it_on()
    {
        // The mark that the framework leaves when a process dies while it migrates; the framework itself would wait for ever.
        await using (var connection = new SqliteConnection($"Data Source={Folder.Below("trading.db")};Pooling=false"))
        {
            await connection.OpenAsync(Stop);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-10-05 14:30:15');
                """;
            await command.ExecuteNonQueryAsync(Stop);
        }

        await Stored.StartAsync();

        await using TradingDbContext db = Stored.Database.CreateDbContext();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Stop));
    }

    [Fact]
    public async Task After_a_hundred_thousand_fills_a_start_reads_those_of_the_last_days()
    {
        await Stored.StartAsync();
        await Stored.AppendAsync(new FillWritten(Given.Fill("first.01", 1m) with { Time = Given.Now.AddDays(-400), ReceivedTime = Given.Now.AddDays(-400) }));
        await using (TradingDbContext db = Stored.Database.CreateDbContext())
        {
            // 300 a day, one after the other, each of one share.
            int inserted = await db.Database.ExecuteSqlRawAsync(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                INSERT INTO fills (exec_key, exec_id, order_ref, order_id, perm_id, client_id, account, ticker, con_id, contract, side, quantity, price, time, received_time, exchange,
                                   commission, commission_currency, version, first_sequence, first_index, is_checkpointed)
                SELECT 'x' || i, 'x' || i || '.01', order_ref, order_id, perm_id, client_id, account, ticker, con_id, contract, side, quantity, price,
                       strftime('%Y-%m-%dT%H:%M:%S', '2026-10-05 12:00:00', '-' || (i / 300) || ' days', '-' || (i % 300) || ' seconds') || '.0000000Z',
                       strftime('%Y-%m-%dT%H:%M:%S', '2026-10-05 12:00:00', '-' || (i / 300) || ' days', '-' || (i % 300) || ' seconds') || '.0000000Z',
                       exchange, '0.35', 'USD', version, first_sequence, i, 0
                FROM n, fills WHERE exec_key = 'first'
                """, Stop);
            Assert.Equal(100_000, inserted);
        }
        RecoveredState first = await Stored.StartAsync();

        RecoveredState second = await Stored.StartAsync();

        Assert.InRange(first.Fills.Count, 8_000, 9_100);
        Assert.Equal(first.Fills.Count, second.Fills.Count);
        PositionBalance balance = Assert.Single(second.Balances);
        Assert.Equal(-100_001m, balance.Ledger.Quantity + second.Fills.Sum(f => f.SignedQuantity));
        Assert.Equal(100_000 * 0.35m, balance.Ledger.Commission + second.Fills.Sum(f => f.Commission ?? 0m));
    }
}
