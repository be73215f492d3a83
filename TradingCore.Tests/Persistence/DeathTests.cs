using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Persistence.History;
using TradingCore.Persistence.Journal;

namespace TradingCore.Tests.Persistence;

/// <summary>The process dies at every single step, one after the other, and starts again: what was acknowledged is there, once.</summary>
public sealed class DeathTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_appended_survives_a_death_at_any_operation_of_the_journal()
    {
        int steps = int.MaxValue;
        for (int diesAt = 1; diesAt <= steps; diesAt++)
        {
            using var folder = new TemporaryFolder();
            var disk = new DyingDisk(diesAt);
            var acknowledged = new List<string>();
            try
            {
                // Small segments: the journal goes over to a new one all the time, and old ones are deleted in between.
                using FileJournal journal = Given.OpenJournal(folder, segmentBytesMax: 200, openFile: disk.Open);
                for (int i = 1; i <= 12; i++)
                {
                    var entry = new OrderIdsReserved(i, i);
                    journal.Append([entry]);
                    acknowledged.Add(Given.Text([entry]));
                    if (i == 6) journal.DeleteThrough(4);
                }
                journal.FlushThrough(12);
                steps = disk.Operations;
            }
            catch (DyingDisk.ProcessDiedException)
            {
                // Dead.
            }

            using FileJournal again = Given.OpenJournal(folder);
            int deleted = (int)again.FirstSequence - 1;
            List<string> found = Texts(again, deleted);

            Assert.True(deleted <= 4);
            Assert.Equal(acknowledged.Skip(deleted), found.Take(acknowledged.Count - deleted));
            // The one that the process died in may be whole; nobody was told that it is.
            Assert.InRange(found.Count, acknowledged.Count - deleted, acknowledged.Count - deleted + 1);
            again.Append([new OrderIdsReserved(99, 99)]);
        }
        Assert.InRange(steps, 20, 1_000);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task The_tables_hold_everything_once_after_a_death_at_any_step_of_catching_up()
    {
        string expected = "";
        bool isDone = false;
        for (int diesAt = 1; !isDone; diesAt++)
        {
            using var folder = new TemporaryFolder();
            string file = folder.Below("trading.db");
            await using (var migrated = new StoredFolder(folder, () => new SqliteDatabase(file))) await migrated.StartAsync();
            using (FileJournal journal = Given.OpenJournal(folder)) Append(journal);

            var dying = new DyingDatabase(file, diesAt);
            await using (var stored = new StoredFolder(folder, () => dying))
            {
                stored.Prepare();
                stored.Journal.Open();
                try
                {
                    await stored.Writer.CatchUpAsync(Stop);
                    isDone = true;
                }
                catch (Exception e) when (IsDeath(e))
                {
                    // Dead.
                }
            }
            await using var again = new StoredFolder(folder, () => new SqliteDatabase(file));
            string found = Given.Text(await again.StartAsync());

            if (expected.Length == 0) expected = found;
            Assert.Equal(expected, found);
            Assert.Equal(5, again.Writer.StoredSequence);
        }
    }

    [Fact]
    public async Task A_migration_and_a_start_that_die_at_any_step_are_carried_on_by_the_next()
    {
        bool isDone = false;
        int diesAt = 1;
        for (; !isDone; diesAt += 5)
        {
            using var folder = new TemporaryFolder();
            string file = folder.Below("trading.db");
            using (FileJournal journal = Given.OpenJournal(folder)) Append(journal);
            await using (var dying = new StoredFolder(folder, () => new DyingDatabase(file, diesAt)))
            {
                try
                {
                    await dying.StartAsync();
                    isDone = true;
                }
                catch (Exception e) when (IsDeath(e))
                {
                    // Dead.
                }
            }
            await using var again = new StoredFolder(folder, () => new SqliteDatabase(file));

            RecoveredState state = await again.StartAsync();

            Assert.Equal(["TB-1", "TB-2"], state.Orders.Select(o => o.OrderRef.Value).Order());
            Assert.Equal(2, state.Fills.Count);
            Assert.Equal(50m, Assert.Single(state.Adjustments).Quantity);
        }
        Assert.True(diesAt > 20, $"{diesAt} steps");
    }

    private static bool IsDeath(Exception e) => e is DyingDatabase.ProcessDiedException || (e.InnerException is { } inner && IsDeath(inner));

    private static void Append(FileJournal journal)
    {
        journal.Append([new OrderWritten(Given.Order("TB-1", OrderState.Working, 0m, "submitted"))]);
        journal.Append([new FillWritten(Given.Fill("e1.01")), new OrderWritten(Given.Order("TB-1", OrderState.Filled, 100m, "submitted", "filled"))]);
        journal.Append([new PositionAdjusted(new AccountId("DU1234567"), Given.Spy, 50m, 400m, "Held before.", Given.Now), new WatchlistWritten([new ContractQuery("SPY")])]);
        journal.Append([new OrderWritten(Given.Order("TB-2", OrderState.Working, 0m, "submitted")), new FillWritten(Given.Fill("e2.01"))]);
        journal.Append([new SettingWritten("a", "b", "c", Given.Now), new OrderIdsReserved(1, 64), new WatchlistWritten([new ContractQuery("AAPL")])]);
    }

    private static List<string> Texts(FileJournal journal, long sequence)
    {
        var texts = new List<string>();
        while (journal.Read(sequence, 1_000) is { Count: > 0 } frames)
        {
            texts.AddRange(frames.Select(f => Given.Text(f.Entries)));
            sequence = frames[^1].Sequence;
        }
        return texts;
    }
}
