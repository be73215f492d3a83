using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Persistence;
using TradingCore.Persistence.History;
using TradingCore.Persistence.Journal;

namespace TradingCore.Tests.Persistence;

/// <summary>What the history must do, whatever database it is in.</summary>
public abstract class HistoryTests : OnEachDatabase
{
    [Fact]
    public async Task The_first_start_finds_nothing_and_no_watchlist()
    {
        RecoveredState state = await Stored.StartAsync();

        Assert.Empty(state.Orders);
        Assert.Empty(state.Fills);
        Assert.Null(state.Watchlist);
    }

    [Fact]
    public async Task What_only_the_journal_knew_at_the_kill_is_there_after_the_start()
    {
        Order order = Given.Order("TB-1", OrderState.Working, 0m, "submitted", "acknowledged") with { PendingChange = new OrderChange(LimitPrice: 400m) };
        Fill fill = Given.Fill("0000e0d5.67fe667b.01.01") with { Commission = 0.35m, CommissionCurrency = "USD" };
        var adjusted = new PositionAdjusted(new AccountId("DU1234567"), Given.Spy, 10m, 400m, "Held before.", Given.Now, AdjustmentKind.TakenOver);
        using (FileJournal killed = Given.OpenJournal(Folder))
            killed.Append([new OrderWritten(order), new FillWritten(fill), adjusted, new OrderIdsReserved(1, 1_000), new SettingWritten("a", "b", "c", Given.Now), new WatchlistWritten([])]);

        RecoveredState state = await Stored.StartAsync();

        Assert.Equal(Given.Text(order), Given.Text(Assert.Single(state.Orders)));
        Assert.Equal(Given.Text(fill), Given.Text(Assert.Single(state.Fills)));
        Assert.Equal(Given.Text(adjusted), Given.Text(Assert.Single(state.Adjustments)));
        Assert.Equal(1_000, state.OrderIdHighWater[1]);
        Assert.Equal("b", state.Settings["a"]);
        Assert.Empty(state.Watchlist!);
    }

    [Fact]
    public async Task The_legs_of_a_combination_and_what_is_known_of_an_order_come_back()
    {
        var legs = new ComboLegs([new ComboLeg(new ConId(756733), "SPY", 100, OrderSide.Buy), new ComboLeg(new ConId(9001), "SPY 270115C100", 1, OrderSide.Sell)]);
        Order order = Given.Order("TB-9") with { Contract = Given.Spy with { ConId = default, Ticker = legs.Name, SecurityType = SecurityType.Combo, Legs = legs } };
        await Stored.StartAsync();
        await Stored.AppendAsync(new OrderWritten(order));

        Order back = Assert.Single((await Stored.StartAsync()).Orders);

        Assert.Equal((order.Contract, order.Handling, order.Attributes), (back.Contract, back.Handling, back.Attributes));
    }

    [Fact]
    public async Task Every_digit_of_a_decimal_comes_back()
    {
        decimal[] numbers = [decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, 1.10m, -0.5m];
        await Stored.StartAsync();
        await Stored.AppendAsync([.. numbers.Select((n, i) => new FillWritten(Given.Fill($"e{i}.01", 1m, n)))]);

        RecoveredState state = await Stored.StartAsync();

        Assert.Equal(Given.Text(numbers), Given.Text(state.Fills.Select(f => f.Price)));
    }

    [Fact]
    public async Task A_text_with_a_zero_character_does_not_stop_the_history()
    {
        await Stored.StartAsync();

        await Stored.AppendAsync(new OrderWritten(Given.Order("TB-1") with { Reason = "bro\0ker" }), new SettingWritten("after", "yes", "x", Given.Now));
        RecoveredState state = await Stored.StartAsync();

        Assert.StartsWith("bro", Assert.Single(state.Orders).Reason, StringComparison.Ordinal);
        Assert.Equal("yes", state.Settings["after"]);
    }

    [Fact]
    public async Task A_start_after_a_start_gives_the_same_state_again()
    {
        using (FileJournal killed = Given.OpenJournal(Folder))
        {
            killed.Append([new OrderWritten(Given.Order("TB-1", OrderState.PendingSubmit, 0m, "submitted"))]);
            killed.Append([new OrderWritten(Given.Order("TB-1", OrderState.Working, 0m, "submitted", "acknowledged"))]);
            killed.Append([new FillWritten(Given.Fill("e1.01")), new PositionAdjusted(default, Given.Spy, 1m, 1m, "x", Given.Now)]);
        }
        string first = Given.Text(await Stored.StartAsync());

        string second = Given.Text(await Stored.StartAsync());

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task The_tables_say_what_the_journal_says_in_whatever_portions_they_were_written()
    {
        byte[][] cases = [.. Gen.Choose(0, 255).Select(n => (byte)n).ArrayOf().Resize(6).Sample(4)];
        foreach (byte[] steps in cases) await AssertSameAsync(steps);

        async Task AssertSameAsync(byte[] steps)
        {
            using var folder = new TemporaryFolder();
            await using var stored = new StoredFolder(folder, await NewDatabaseAsync(folder)) { Options = new() { SegmentBytesMax = 4_096 } };
            var newest = new Dictionary<string, string>();
            var fills = new Dictionary<string, string>();
            for (int i = 0; i < steps.Length; i++)
            {
                await stored.StartAsync();
                foreach (JournalEntry entry in EntriesOf(steps[i], i))
                {
                    stored.Journal.Append([entry]);
                    if (entry is OrderWritten o) newest[o.Order.OrderRef.Value] = Given.Text(o.Order);
                    if (entry is FillWritten f) fills[f.Fill.ExecId.Key] = Given.Text(f.Fill);
                }
            }

            RecoveredState state = await stored.StartAsync();

            Assert.Equal(newest.Values.Order(), state.Orders.Select(o => Given.Text(o)).Order());
            Assert.Equal(fills.Values.Order(), state.Fills.Select(f => Given.Text(f)).Order());
        }

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
        await Stored.StartAsync();
        Stored.Journal.Append([new FillWritten(Given.Fill("e1.01", 100m)), new FillWritten(Given.Fill("e2.01", 5m))]);
        await Stored.AppendAsync(new FillWritten(Given.Fill("e1.02", 90m)));

        RecoveredState state = await Stored.StartAsync();

        Assert.Equal([("e1.02", 90m), ("e2.01", 5m)], state.Fills.Select(f => (f.ExecId.Value, f.Quantity)));
    }

    [Fact]
    public async Task Events_are_stored_once_though_the_database_keeps_less_of_their_time()
    {
        await Stored.StartAsync();
        Order order = Given.Order("TB-1", OrderState.Working, 0m, "1", "2");
        order = order with { History = [.. order.History.Select(e => e with { Time = e.Time.AddTicks(3) })] };
        await Stored.AppendAsync(new OrderWritten(order));

        await Stored.AppendAsync(new OrderWritten(order with { History = [.. order.History, new OrderEvent(Given.Now.AddMinutes(1), "3", OrderState.Working, "broker", "")] }));
        RecoveredState state = await Stored.StartAsync();

        Assert.Equal(["1", "2", "3"], Assert.Single(state.Orders).History.Select(e => e.Kind));
    }

    [Fact]
    public async Task Events_that_the_engine_dropped_from_the_middle_stay_in_the_table()
    {
        await Stored.StartAsync();
        Order four = Given.Order("TB-1", OrderState.Working, 0m, "1", "2", "3", "4");
        await Stored.AppendAsync(new OrderWritten(four));
        OrderEvent fifth = new(Given.Now.AddMinutes(1), "5", OrderState.Working, "broker", "");

        await Stored.AppendAsync(new OrderWritten(four with { History = [four.History[0], four.History[3], fifth] }));
        RecoveredState state = await Stored.StartAsync();

        Assert.Equal(["1", "2", "3", "4", "5"], Assert.Single(state.Orders).History.Select(e => e.Kind));
    }

    [Fact]
    public async Task What_an_order_was_when_it_was_given_comes_back_however_much_happened_to_it()
    {
        await Stored.StartAsync();
        string[] all = [.. Enumerable.Range(1, 300).Select(i => $"{i}")];

        await Stored.AppendAsync(new OrderWritten(Given.Order("TB-1", OrderState.Working, 0m, all)));
        RecoveredState state = await Stored.StartAsync();

        string[] back = [.. Assert.Single(state.Orders).History.Select(e => e.Kind)];
        Assert.Equal((all[0], all[9], all[^1]), (back[0], back[9], back[^1]));
        Assert.Equal(210, back.Length);
    }

    [Fact]
    public async Task Watchlists_that_shrink_and_grow_in_one_batch_end_as_the_newest()
    {
        await Stored.StartAsync();
        ContractQuery spy = new("SPY"), es = new("ES", SecurityType.Future, "", "USD", "202612"), aapl = new("AAPL");

        Stored.Journal.Append([new WatchlistWritten([spy, es, aapl])]);
        Stored.Journal.Append([new WatchlistWritten([aapl])]);
        await Stored.AppendAsync(new WatchlistWritten([es, spy]));
        RecoveredState state = await Stored.StartAsync();

        Assert.Equal([es, spy], state.Watchlist!);
    }

    [Fact]
    public async Task Sizes_that_people_sent_in_thirty_days_are_known_after_a_start()
    {
        await Stored.StartAsync();
        Order Sent(string id, int daysAgo, decimal quantity, string source = "user", bool isClosing = false) => Given.Order(id, OrderState.Filled) with
        {
            Source = source,
            Quantity = quantity,
            CreatedTime = Given.Now.AddDays(-daysAgo),
            UpdatedTime = Given.Now.AddDays(-daysAgo),
            Handling = OrderHandling.None with { IsClosing = isClosing },
        };
        await Stored.AppendAsync(
            new OrderWritten(Sent("TB-old", 31, 1m)), new OrderWritten(Sent("TB-b", 20, 2m)), new OrderWritten(Sent("TB-a", 29, 3m)), new OrderWritten(Sent("TB-api", 20, 4m, "api")),
            new OrderWritten(Sent("TB-closed", 20, 5m, isClosing: true)), new OrderWritten(Sent("TB-new", 1, 6m)));
        await Stored.KillAsync();

        RecoveredState recovered = await Stored.StartAsync();

        Assert.Equal([3m, 2m], recovered.Sizes.Select(s => s.Quantity));
        Assert.Equal("TB-new", Assert.Single(recovered.Orders).OrderRef.Value);
    }

    [Fact]
    public async Task Finished_orders_are_loaded_for_some_days_and_open_ones_for_ever()
    {
        await Stored.StartAsync();
        DateTimeOffset longAgo = Given.Now.AddDays(-8);
        await Stored.AppendAsync(
            new OrderWritten(Given.Order("TB-old-final", OrderState.Filled) with { UpdatedTime = longAgo }),
            new OrderWritten(Given.Order("TB-old-open", OrderState.Working) with { UpdatedTime = longAgo }),
            new OrderWritten(Given.Order("TB-new-final", OrderState.Filled)));

        RecoveredState state = await Stored.StartAsync();

        Assert.Equal(["TB-new-final", "TB-old-open"], state.Orders.Select(o => o.OrderRef.Value).Order());
    }

    [Fact]
    public async Task Segments_are_deleted_when_they_are_in_the_tables_and_not_before()
    {
        Stored.Options.SegmentBytesMax = 1;
        await Stored.StartAsync();
        for (int i = 1; i <= 4; i++) Stored.Journal.Append([new OrderIdsReserved(1, i)]);
        Assert.Equal(4, Segments());

        await Stored.Writer.CatchUpAsync(Stop);

        Assert.Equal(1, Segments());
        Assert.Equal(4, Stored.Writer.StoredSequence);

        int Segments() => Directory.GetFiles(Folder.Below("journal"), "*.journal").Length;
    }

    [Fact]
    public async Task Numbers_go_on_after_the_history_when_the_journal_was_deleted()
    {
        await Stored.StartAsync();
        for (int i = 1; i <= 3; i++) await Stored.AppendAsync(new OrderIdsReserved(1, i));
        await Stored.KillAsync();
        Directory.Delete(Folder.Below("journal"), recursive: true);

        await Stored.StartAsync();
        await Stored.AppendAsync(new OrderIdsReserved(1, 9));

        Assert.Equal(4, Stored.Writer.StoredSequence);
        Assert.Equal(9, (await Stored.StartAsync()).OrderIdHighWater[1]);
    }

    [Fact]
    public async Task A_history_of_another_data_folder_stops_the_start()
    {
        await Stored.StartAsync();
        await Stored.AppendAsync(new OrderIdsReserved(1, 1));
        await Stored.KillAsync();
        File.WriteAllText(Folder.Below("journal/id"), "another");

        PersistenceException e = await Assert.ThrowsAsync<PersistenceException>(Stored.StartAsync);

        Assert.Contains("belongs to another data folder", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_that_is_taken_over_while_it_is_written_is_not_written_any_more()
    {
        await Stored.StartAsync();
        Stored.Journal.Append([new OrderIdsReserved(1, 1)]);
        await using (TradingDbContext db = Stored.Database.CreateDbContext())
        {
            (await HistoryProjection.PositionAsync(db, Stop)).JournalId = "another";
            await db.SaveChangesAsync(Stop);
        }

        PersistenceException e = await Assert.ThrowsAsync<PersistenceException>(() => Stored.Writer.CatchUpAsync(Stop));

        Assert.Contains("taken over", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, Stored.Writer.StoredSequence);
    }

    [Fact]
    public async Task The_writer_stores_what_was_appended_before_it_was_stopped()
    {
        await Stored.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task running = Stored.Writer.RunAsync(stop.Token);

        Stored.Journal.Append([new OrderIdsReserved(1, 42)]);
        await stop.CancelAsync();
        await running;

        Assert.Equal(42, (await Stored.StartAsync()).OrderIdHighWater[1]);
    }

    [Fact]
    public async Task The_migrations_make_the_tables_of_the_model()
    {
        await Stored.StartAsync();
        await using TradingDbContext db = Stored.Database.CreateDbContext();

        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Stop));
        Assert.False(db.Database.HasPendingModelChanges());
    }

    // What older versions wrote as a cause, and what it was.
    private static readonly (string Cause, AdjustmentKind Kind)[] OldCauses =
    [
        ("Held at the broker when the account was first met.", AdjustmentKind.TakenOver),
        ("Expired on 20261016.", AdjustmentKind.Expired),
        ("Exercised: 2 SPY C400 at 400.", AdjustmentKind.Exercised),
        ("Exercised at 400.", AdjustmentKind.Exercised),
        ("Assigned at 400.", AdjustmentKind.Assigned),
        ("Assigned: 1 SPY P400 at 400.", AdjustmentKind.Assigned),
        ("Booked before, and told as an execution after all. Assigned at 400.", AdjustmentKind.TakenBack),
        // What a person wrote is a person's, whatever it begins with.
        ("Assignment, booked by anna. Assigned over the weekend.", AdjustmentKind.Person),
        ("Transfer, booked by anna. It's 100 %.", AdjustmentKind.Person),
    ];

    [Fact]
    public async Task Old_adjustments_are_given_their_kind_by_the_migration()
    {
        await Stored.StartAsync();
        await using (TradingDbContext db = Stored.Database.CreateDbContext())
        {
            var migrator = (Microsoft.EntityFrameworkCore.Migrations.IMigrator)((Microsoft.EntityFrameworkCore.Infrastructure.IInfrastructure<IServiceProvider>)db).Instance
                .GetService(typeof(Microsoft.EntityFrameworkCore.Migrations.IMigrator))!;
            await migrator.MigrateAsync("Alerts", Stop);
            PositionAdjustmentRow like = HistoryMapping.Row(1, 0, new PositionAdjusted(new AccountId("DU1234567"), Given.Spy, 1m, 400m, "", Given.Now));
            for (int i = 0; i < OldCauses.Length; i++)
                await db.Database.ExecuteSqlAsync($"""
                    INSERT INTO position_adjustments (sequence, "index", account, ticker, contract, quantity, price, cause, time, is_checkpointed)
                    VALUES (1, {i}, {like.Account}, {like.Ticker}, {like.Contract}, {Raw("1")}, {Raw("400")}, {OldCauses[i].Cause}, {RawTime(like.Time)}, {false})
                    """, Stop);
            await migrator.MigrateAsync(null, Stop);
        }

        await using TradingDbContext after = Stored.Database.CreateDbContext();
        List<PositionAdjustmentRow> rows = await after.PositionAdjustments.OrderBy(a => a.Index).ToListAsync(Stop);
        Assert.Equal(OldCauses, rows.Select(r => (r.Cause, r.Kind)));
        // An append of an older version that comes into the tables later is judged alike.
        Assert.Equal(OldCauses.Select(o => o.Kind), OldCauses.Select(o => HistoryMapping.Row(2, 0, new PositionAdjusted(new AccountId("DU1234567"), Given.Spy, 1m, 400m, o.Cause, Given.Now)).Kind));
    }

    // SQLite keeps decimals and times as texts.
    private object Raw(string number) => Stored.Database is SqliteDatabase ? number : decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);

    private object RawTime(DateTimeOffset time) => Stored.Database is SqliteDatabase ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture) : time.ToUniversalTime();

    [Fact]
    public void Every_name_of_an_enum_fits_into_its_column()
    {
        using TradingDbContext db = new SqliteDatabase(":memory:").CreateDbContext();
        IEnumerable<Type> enums = db.Model.GetEntityTypes().SelectMany(t => t.GetProperties()).Select(p => p.ClrType).Where(t => t.IsEnum).Distinct();

        Assert.All(enums.SelectMany(Enum.GetNames), name => Assert.True(name.Length <= TradingDbContext.EnumNameMax, name));
    }
}
