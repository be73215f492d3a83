using FsCheck.Xunit;
using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Persistence;
using TradingCore.Persistence.History;
using TradingCore.Persistence.Journal;

namespace TradingCore.Tests.Persistence;

public sealed class HistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_start_finds_nothing_and_no_watchlist()
    {
        using FileJournal journal = Given.Journal(_folder);

        RecoveredState state = await Given.Store(_folder, journal).Store.RecoverAsync(Stop);

        Assert.Empty(state.Orders);
        Assert.Empty(state.Fills);
        Assert.Null(state.Watchlist);
    }

    [Fact]
    public async Task What_only_the_journal_knew_at_the_kill_is_there_after_the_start()
    {
        Order order = Given.Order("TB-1", OrderState.Working, 0m, "submitted", "acknowledged") with { PendingChange = new OrderChange(LimitPrice: 400m) };
        Fill fill = Given.Fill("0000e0d5.67fe667b.01.01") with { Commission = 0.35m, CommissionCurrency = "USD" };
        var adjusted = new PositionAdjusted(new AccountId("DU1234567"), Given.Spy, 10m, 400m, "Held before.", Given.Now);
        using (FileJournal killed = Given.OpenJournal(_folder))
            killed.Append([new OrderWritten(order), new FillWritten(fill), adjusted, new OrderIdsReserved(1, 1_000), new SettingWritten("a", "b", "c", Given.Now), new WatchlistWritten([])]);

        using FileJournal journal = Given.Journal(_folder);
        RecoveredState state = await Given.Store(_folder, journal).Store.RecoverAsync(Stop);

        Assert.Equal(Given.Text(order), Given.Text(Assert.Single(state.Orders)));
        Assert.Equal(Given.Text(fill), Given.Text(Assert.Single(state.Fills)));
        Assert.Equal(Given.Text(adjusted), Given.Text(Assert.Single(state.Adjustments)));
        Assert.Equal(1_000, state.OrderIdHighWater[1]);
        Assert.Equal("b", state.Settings["a"]);
        Assert.Empty(state.Watchlist!);
    }

    [Fact]
    public async Task A_start_after_a_start_gives_the_same_state_again()
    {
        using (FileJournal killed = Given.OpenJournal(_folder))
        {
            killed.Append([new OrderWritten(Given.Order("TB-1", OrderState.PendingSubmit, 0m, "submitted"))]);
            killed.Append([new OrderWritten(Given.Order("TB-1", OrderState.Working, 0m, "submitted", "acknowledged"))]);
            killed.Append([new FillWritten(Given.Fill("e1.01")), new PositionAdjusted(default, Given.Spy, 1m, 1m, "x", Given.Now)]);
        }
        string first = await StartAsync();

        string second = await StartAsync();

        Assert.Equal(first, second);

        async Task<string> StartAsync()
        {
            using FileJournal journal = Given.Journal(_folder);
            return Given.Text(await Given.Store(_folder, journal).Store.RecoverAsync(Stop));
        }
    }

    [Property(MaxTest = 15)]
    public void The_tables_say_what_the_journal_says_in_whatever_portions_they_were_written(byte[] steps)
    {
        using var folder = new TemporaryFolder();
        var newest = new Dictionary<string, string>();
        var fills = new Dictionary<string, string>();
        for (int i = 0; i < steps.Length; i++)
        {
            using FileJournal journal = Given.Journal(folder, segmentBytesMax: 3_000);
            Given.Store(folder, journal).Store.RecoverAsync(CancellationToken.None).GetAwaiter().GetResult();
            foreach (JournalEntry entry in EntriesOf(steps[i], i))
            {
                journal.Append([entry]);
                if (entry is OrderWritten o) newest[o.Order.OrderRef.Value] = Given.Text(o.Order);
                if (entry is FillWritten f) fills[f.Fill.ExecId.Key] = Given.Text(f.Fill);
            }
        }
        using FileJournal last = Given.Journal(folder);

        RecoveredState state = Given.Store(folder, last).Store.RecoverAsync(CancellationToken.None).GetAwaiter().GetResult();

        Assert.Equal(newest.Values.Order(), state.Orders.Select(o => Given.Text(o)).Order());
        Assert.Equal(fills.Values.Order(), state.Fills.Select(f => Given.Text(f)).Order());

        static IEnumerable<JournalEntry> EntriesOf(byte step, int i)
        {
            // Histories only grow, as the engine's do.
            string[] events = [.. Enumerable.Range(0, i + 1).Select(n => $"event {n}")];
            yield return new OrderWritten(Given.Order($"TB-{step % 3}", OrderState.Working, step, events));
            if (step % 2 == 0) yield return new FillWritten(Given.Fill($"e{step % 5}.{i:00}", step, step / 7m));
            if (step % 4 == 0) yield return new OrderWritten(Given.Order($"TB-{step % 3}", OrderState.Working, step, events) with { State = OrderState.Filled });
        }
    }

    [Fact]
    public async Task A_correction_replaces_the_fill_and_keeps_its_place()
    {
        using FileJournal journal = Given.Journal(_folder);
        (EngineStore store, HistoryWriter writer) = Given.Store(_folder, journal);
        await store.RecoverAsync(Stop);
        journal.Append([new FillWritten(Given.Fill("e1.01", 100m)), new FillWritten(Given.Fill("e2.01", 5m))]);
        journal.Append([new FillWritten(Given.Fill("e1.02", 90m))]);

        await writer.CatchUpAsync(Stop);
        RecoveredState state = await store.RecoverAsync(Stop);

        Assert.Equal([("e1.02", 90m), ("e2.01", 5m)], state.Fills.Select(f => (f.ExecId.Value, f.Quantity)));
    }

    [Fact]
    public async Task Events_that_the_engine_dropped_from_the_middle_stay_in_the_table()
    {
        using FileJournal journal = Given.Journal(_folder);
        (EngineStore store, HistoryWriter writer) = Given.Store(_folder, journal);
        await store.RecoverAsync(Stop);
        Order four = Given.Order("TB-1", OrderState.Working, 0m, "1", "2", "3", "4");
        journal.Append([new OrderWritten(four)]);
        await writer.CatchUpAsync(Stop);
        OrderEvent fifth = new(Given.Now.AddMinutes(1), "5", OrderState.Working, "broker", "");

        journal.Append([new OrderWritten(four with { History = [four.History[0], four.History[3], fifth] })]);
        await writer.CatchUpAsync(Stop);
        RecoveredState state = await store.RecoverAsync(Stop);

        Assert.Equal(["1", "2", "3", "4", "5"], Assert.Single(state.Orders).History.Select(e => e.Kind));
    }

    [Fact]
    public async Task Watchlists_that_shrink_and_grow_in_one_batch_end_as_the_newest()
    {
        using FileJournal journal = Given.Journal(_folder);
        (EngineStore store, HistoryWriter writer) = Given.Store(_folder, journal);
        await store.RecoverAsync(Stop);
        ContractQuery spy = new("SPY"), es = new("ES", SecurityType.Future, "", "USD", "202612"), aapl = new("AAPL");

        journal.Append([new WatchlistWritten([spy, es, aapl])]);
        journal.Append([new WatchlistWritten([aapl])]);
        journal.Append([new WatchlistWritten([es, spy])]);
        await writer.CatchUpAsync(Stop);
        RecoveredState state = await store.RecoverAsync(Stop);

        Assert.Equal([es, spy], state.Watchlist!);
    }

    [Fact]
    public async Task Finished_orders_are_loaded_for_some_days_and_open_ones_for_ever()
    {
        using FileJournal journal = Given.Journal(_folder);
        (EngineStore store, HistoryWriter writer) = Given.Store(_folder, journal);
        await store.RecoverAsync(Stop);
        DateTimeOffset longAgo = Given.Now.AddDays(-8);
        journal.Append(
        [
            new OrderWritten(Given.Order("TB-old-final", OrderState.Filled) with { UpdatedTime = longAgo }),
            new OrderWritten(Given.Order("TB-old-open", OrderState.Working) with { UpdatedTime = longAgo }),
            new OrderWritten(Given.Order("TB-new-final", OrderState.Filled)),
        ]);

        await writer.CatchUpAsync(Stop);
        RecoveredState state = await store.RecoverAsync(Stop);

        Assert.Equal(["TB-new-final", "TB-old-open"], state.Orders.Select(o => o.OrderRef.Value).Order());
    }

    [Fact]
    public async Task Segments_are_deleted_when_they_are_in_the_tables_and_not_before()
    {
        using FileJournal journal = Given.Journal(_folder, segmentBytesMax: 1);
        (EngineStore store, HistoryWriter writer) = Given.Store(_folder, journal);
        await store.RecoverAsync(Stop);
        for (int i = 1; i <= 4; i++) journal.Append([new OrderIdsReserved(1, i)]);
        Assert.Equal(4, Segments());

        await writer.CatchUpAsync(Stop);

        Assert.Equal(1, Segments());
        Assert.Equal(4, writer.StoredSequence);

        int Segments() => Directory.GetFiles(_folder.Below("journal"), "*.journal").Length;
    }

    [Fact]
    public async Task Numbers_go_on_after_the_history_when_the_journal_was_deleted()
    {
        using (FileJournal journal = Given.Journal(_folder))
        {
            (EngineStore store, HistoryWriter writer) = Given.Store(_folder, journal);
            await store.RecoverAsync(Stop);
            for (int i = 1; i <= 3; i++) journal.Append([new OrderIdsReserved(1, i)]);
            await writer.CatchUpAsync(Stop);
        }
        Directory.Delete(_folder.Below("journal"), recursive: true);

        using FileJournal fresh = Given.Journal(_folder);
        (EngineStore again, HistoryWriter behind) = Given.Store(_folder, fresh);
        await again.RecoverAsync(Stop);
        fresh.Append([new OrderIdsReserved(1, 9)]);
        await behind.CatchUpAsync(Stop);

        Assert.Equal(4, behind.StoredSequence);
        Assert.Equal(9, (await again.RecoverAsync(Stop)).OrderIdHighWater[1]);
    }

    [Fact]
    public async Task A_history_that_was_deleted_while_segments_are_gone_stops_the_start()
    {
        using (FileJournal journal = Given.Journal(_folder, segmentBytesMax: 1))
        {
            (EngineStore store, HistoryWriter writer) = Given.Store(_folder, journal);
            await store.RecoverAsync(Stop);
            for (int i = 1; i <= 3; i++) journal.Append([new OrderIdsReserved(1, i)]);
            await writer.CatchUpAsync(Stop);
        }
        File.Delete(_folder.Below("trading.db"));
        using FileJournal after = Given.Journal(_folder);

        PersistenceException e = await Assert.ThrowsAsync<PersistenceException>(() => Given.Store(_folder, after).Store.RecoverAsync(Stop));

        Assert.Contains("The history ends at entry 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("backup", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_stops_the_start_with_a_sentence()
    {
        await File.WriteAllTextAsync(_folder.Below("trading.db"), new string('x', 5_000), Stop);
        using FileJournal journal = Given.Journal(_folder);

        PersistenceException e = await Assert.ThrowsAsync<PersistenceException>(() => Given.Store(_folder, journal).Store.RecoverAsync(Stop));

        Assert.Contains(_folder.Below("trading.db"), e.Message, StringComparison.Ordinal);
        Assert.Contains("damaged or is not a database", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_writer_stores_what_was_appended_before_it_was_stopped()
    {
        using FileJournal journal = Given.Journal(_folder);
        (EngineStore store, HistoryWriter writer) = Given.Store(_folder, journal);
        await store.RecoverAsync(Stop);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task running = writer.RunAsync(stop.Token);

        journal.Append([new OrderIdsReserved(1, 42)]);
        await stop.CancelAsync();
        await running;

        Assert.Equal(42, (await store.RecoverAsync(Stop)).OrderIdHighWater[1]);
    }
}
