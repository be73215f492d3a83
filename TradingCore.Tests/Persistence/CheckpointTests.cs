using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;
using TradingCore.Orders;
using TradingCore.Persistence.History;
using TradingCore.Risk;

namespace TradingCore.Tests.Persistence;

/// <summary>Old fills are summed up, and deleted after some days: positions stay as they are to the last digit.</summary>
public abstract class CheckpointTests : OnEachDatabase
{
    internal static readonly Contract Es = new() { ConId = new ConId(551601561), Ticker = "ES", Symbol = "ES", SecurityType = SecurityType.Future, Multiplier = 50m };

    [Fact]
    public async Task Positions_are_the_same_with_old_fills_summed_up_as_with_all_of_them()
    {
        await Stored.StartAsync();
        await Stored.AppendAsync(Trades(days: 60));
        await Stored.AppendAsync(new PositionAdjusted(new AccountId("DU1234567"), Given.Spy, 7m, 401.5m, "Held before.", Given.Now.AddDays(-61)));
        Stored.Options.FillDays = 3_650;
        string whole = Positions(await Stored.StartAsync());
        Stored.Options.FillDays = 30;

        RecoveredState state = await Stored.StartAsync();

        Assert.Equal(whole, Positions(state));
        Assert.Equal(30, state.Fills.Count);
        Assert.Equal(30, state.SummedExecutions.Count);
        Assert.Empty(state.Adjustments);
        Assert.Equal(2, state.Balances.Count);
    }

    [Fact]
    public async Task A_checkpoint_that_moves_on_day_by_day_says_the_same()
    {
        await Stored.StartAsync();
        JournalEntry[] trades = Trades(days: 60);
        foreach (JournalEntry trade in trades) Stored.Journal.Append([trade]);
        await Stored.Writer.CatchUpAsync(Stop);
        string whole = Positions(new RecoveredState { Fills = [.. trades.Cast<FillWritten>().Select(t => t.Fill)] });

        for (int day = 0; day < 25; day += 5)
        {
            Stored.Clock.Advance(TimeSpan.FromDays(5));
            await Stored.Writer.MaintainAsync(Stop);
            Assert.Equal(whole, Positions(await Stored.StartAsync()));
        }
    }

    [Fact]
    public async Task A_correction_of_a_fill_that_was_summed_up_changes_the_position()
    {
        await Stored.StartAsync();
        await Stored.AppendAsync(Trades(days: 60));
        await Stored.StartAsync();
        Fill old = Trade(55) with { ExecId = new ExecId("e055.02"), Quantity = 1m };

        await Stored.AppendAsync(new FillWritten(old));

        Fill[] expected = [.. Trades(days: 60).Cast<FillWritten>().Select(t => t.Fill.ExecId.Key == old.ExecId.Key ? old : t.Fill)];
        Assert.Equal(Positions(new RecoveredState { Fills = expected }), Positions(await Stored.StartAsync()));
    }

    [Fact]
    public async Task Fills_of_an_open_order_are_not_summed_up()
    {
        await Stored.StartAsync();
        Fill old = Trade(50) with { OrderRef = new OrderRef("TB-open") };
        await Stored.AppendAsync([new OrderWritten(Given.Order("TB-open", OrderState.Working)), .. Trades(days: 60), new FillWritten(old)]);

        RecoveredState state = await Stored.StartAsync();

        Assert.Contains(state.Fills, f => f.OrderRef.Value == "TB-open");
    }

    [Fact]
    public async Task What_a_strategy_still_holds_is_known_by_its_fills_and_orders_whatever_their_age()
    {
        await Stored.StartAsync();
        Order Of(string id, string strategy) => Given.Order(id, OrderState.Filled) with { Strategy = strategy, CreatedTime = Given.Now.AddDays(-60), UpdatedTime = Given.Now.AddDays(-60) };
        await Stored.AppendAsync(
        [
            new OrderWritten(Of("TB-done1", "swing")), new OrderWritten(Of("TB-done2", "swing")), new OrderWritten(Of("TB-held", "swing")), new OrderWritten(Of("TB-person", "")),
            new FillWritten(Old("p", "TB-person", OrderSide.Buy, 1_000m, 59)),
            new FillWritten(Old("a", "TB-done1", OrderSide.Buy, 5m, 58)), new FillWritten(Old("b", "TB-done2", OrderSide.Sell, 5m, 57)),
            new FillWritten(Old("c", "TB-held", OrderSide.Buy, 3m, 56)), .. Trades(days: 20),
        ]);

        RecoveredState state = await Stored.StartAsync();

        Assert.Equal(["TB-held"], state.Fills.Where(f => f.OrderRef.Value is "TB-person" or "TB-done1" or "TB-done2" or "TB-held").Select(f => f.OrderRef.Value));
        Assert.Equal(["TB-held"], state.Orders.Where(o => o.CreatedTime == Given.Now.AddDays(-60)).Select(o => o.OrderRef.Value));

        Fill Old(string id, string order, OrderSide side, decimal quantity, int daysAgo) =>
            Trade(daysAgo) with { ExecId = new ExecId($"s{id}.01"), OrderRef = new OrderRef(order), Side = side, Quantity = quantity };
    }

    [Fact]
    public async Task A_fill_that_was_summed_up_is_not_booked_when_the_broker_reports_it_again()
    {
        await Stored.StartAsync();
        await Stored.AppendAsync(Trades(days: 60));

        RecoveredState state = await Stored.StartAsync();
        var fills = new FillBook(100);
        fills.RestoreOld(state.SummedExecutions);

        Assert.Equal(FillOutcome.Repeated, fills.Book(Trade(55), out _));
        Assert.Null(fills.BookCommission(Trade(55).ExecId, 9m, "USD", out _));
        Assert.Equal(FillOutcome.Added, fills.Book(Given.Fill("new.01"), out _));
    }

    [Fact]
    public async Task Retention_deletes_old_fills_and_final_orders_and_no_position_changes()
    {
        Stored.Options.RetentionDays = 40;
        await Stored.StartAsync();
        DateTimeOffset longAgo = Given.Now.AddDays(-50);
        await Stored.AppendAsync(
        [
            .. Trades(days: 60),
            new OrderWritten(Given.Order("TB-old-final", OrderState.Filled, 0m, "filled") with { UpdatedTime = longAgo }),
            new OrderWritten(Given.Order("TB-old-open", OrderState.Working, 0m, "submitted") with { UpdatedTime = longAgo }),
            new OrderWritten(Given.Order("TB-new-final", OrderState.Filled, 0m, "filled")),
        ]);
        string before = Positions(await Stored.StartAsync());

        await Stored.Writer.MaintainAsync(Stop);

        Assert.Equal(before, Positions(await Stored.StartAsync()));
        await using TradingDbContext db = Stored.Database.CreateDbContext();
        Assert.Equal(40, await db.Fills.CountAsync(Stop));
        Assert.Equal(["TB-new-final", "TB-old-open"], await db.Orders.Select(o => o.OrderRef).OrderBy(r => r).ToListAsync(Stop));
        Assert.Equal(2, await db.OrderEvents.CountAsync(Stop));

        // Once more, with a base to go on from, and a correction of what is still there.
        Stored.Clock.Advance(TimeSpan.FromDays(15));
        await Stored.Writer.MaintainAsync(Stop);
        Fill corrected = Trade(10) with { ExecId = new ExecId("e010.02"), Price = 1m };
        await Stored.AppendAsync(new FillWritten(corrected));
        Fill[] expected = [.. Trades(days: 60).Cast<FillWritten>().Select(t => t.Fill.ExecId.Key == corrected.ExecId.Key ? corrected : t.Fill)];
        Assert.Equal(Positions(new RecoveredState { Fills = expected }), Positions(await Stored.StartAsync()));
    }

    [Fact]
    public async Task The_bracket_of_an_open_exit_is_loaded_and_kept_whole_whatever_its_age()
    {
        Stored.Options.RetentionDays = 40;
        await Stored.StartAsync();
        await Stored.AppendAsync([.. Bracket("TB-open", OrderState.Working), .. Bracket("TB-done", OrderState.Cancelled), .. Trades(days: 60)]);

        RecoveredState before = await Stored.StartAsync();
        await Stored.Writer.MaintainAsync(Stop);
        RecoveredState after = await Stored.StartAsync();

        Assert.Equal(["TB-open", "TB-open-SL", "TB-open-TP"], before.Orders.Select(o => o.OrderRef.Value));
        Assert.Equal(["TB-open", "TB-open-SL", "TB-open-TP"], after.Orders.Select(o => o.OrderRef.Value));

        static JournalEntry[] Bracket(string entry, OrderState stop) => [.. new[] { (entry, OrderState.Filled), ($"{entry}-TP", OrderState.Cancelled), ($"{entry}-SL", stop) }
            .Select(o => new OrderWritten(Given.Order(o.Item1, o.Item2) with { IdempotencyKey = "", CreatedTime = Given.Now.AddDays(-60), UpdatedTime = Given.Now.AddDays(-60) }))];
    }

    [Fact]
    public async Task Maintenance_runs_beside_the_writing_and_once_a_day()
    {
        Stored.Options.RetentionDays = 40;
        await Stored.StartAsync();
        await Stored.AppendAsync(Trades(days: 60));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task running = Stored.Writer.RunAsync(stop.Token);
        await UntilFillsAsync(40);

        Stored.Clock.Advance(TimeSpan.FromDays(1));
        await UntilFillsAsync(39);
        await stop.CancelAsync();
        await running;

        async Task UntilFillsAsync(int count)
        {
            await using TradingDbContext db = Stored.Database.CreateDbContext();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            limit.CancelAfter(TimeSpan.FromSeconds(60));
            while (await db.Fills.CountAsync(limit.Token) != count) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    [Fact]
    public async Task Fees_in_another_currency_stay_in_the_sum_also_when_the_fills_are_deleted()
    {
        Stored.Options.RetentionDays = 40;
        await Stored.StartAsync();
        JournalEntry[] trades = [.. Enumerable.Range(0, 60).Select(age => new FillWritten(age % 4 == 0 ? Trade(age) with { Commission = 0.5m + age, CommissionCurrency = age % 8 == 0 ? "CHF" : "EUR" } : Trade(age)))];
        await Stored.AppendAsync(trades);
        string whole = OtherFees(new RecoveredState { Fills = [.. trades.Cast<FillWritten>().Select(t => t.Fill)] });

        string summed = OtherFees(await Stored.StartAsync());
        await Stored.Writer.MaintainAsync(Stop);
        Stored.Clock.Advance(TimeSpan.FromDays(15));
        await Stored.Writer.MaintainAsync(Stop);
        string deleted = OtherFees(await Stored.StartAsync());
        await Stored.AppendAsync(new FillWritten(Trade(10) with { ExecId = new ExecId("e010.02"), Price = 1m }));
        string reopened = OtherFees(await Stored.StartAsync());

        Assert.Equal((whole, whole, whole), (summed, deleted, reopened));
        Assert.Contains("CHF", whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_summed_up_before_prices_were_known_to_be_in_cents_is_worked_out_anew()
    {
        Contract raw = new() { ConId = new ConId(532513438), Ticker = "ZCK6", Symbol = "ZC", SecurityType = SecurityType.Future, Multiplier = 5_000m }, known = raw with { Multiplier = 50m, PriceMagnifier = 100 };
        Fill[] trades = [.. Enumerable.Range(0, 60).Select(age => Trade(age) with { Contract = age >= 40 ? raw : known })];
        Stored.Options.RetentionDays = 50;
        await Stored.StartAsync();
        await Stored.AppendAsync([.. trades.Where(t => t.Contract == raw).Select(t => new FillWritten(t))]);
        await Stored.AppendAsync(new PositionAdjusted(new AccountId("DU1234567"), known, 1m, 450m, "Booked by a person.", Given.Now.AddDays(-39).AddMinutes(-2)));
        await Stored.StartAsync();
        await Stored.Writer.MaintainAsync(Stop);

        await Stored.AppendAsync([.. trades.Where(t => t.Contract == known).Select(t => new FillWritten(t))]);
        await Stored.StartAsync();
        await Stored.Writer.MaintainAsync(Stop);

        var whole = new RecoveredState
        {
            Fills = [.. trades.Select(t => t with { Contract = known })],
            Adjustments = [new PositionAdjusted(new AccountId("DU1234567"), known, 1m, 450m, "Booked by a person.", Given.Now.AddDays(-39).AddMinutes(-2))],
        };
        Assert.Equal(Positions(whole), Positions(await Stored.StartAsync()));
    }

    // By position and currency: which day they were of is not kept.
    private static string OtherFees(RecoveredState recovered)
    {
        var core = new EngineCore(new TradingOptions(), new RiskOptions(), new MarketDataOptions(), new BarsOptions(), NullLogger.Instance);
        core.Restore(recovered);
        return string.Join('\n', core.State.Positions.Entries.OrderBy(p => p.Contract.ConId.Value).SelectMany(p => p.Ledger.OtherFees
            .GroupBy(f => f.Key.Currency, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{p.Account} {p.Contract.Ticker} {g.Key} {g.Sum(f => f.Value):0.####}")));
    }

    private static JournalEntry[] Trades(int days) => [.. Enumerable.Range(0, days).Select(age => new FillWritten(Trade(age)))];

    // In and out and through zero, in two contracts, at prices that do not divide.
    internal static Fill Trade(int age) => Given.Fill($"e{age:000}.01", 1m + age % 7, 400m + age / 3m) with
    {
        OrderRef = new OrderRef($"TB-{age}"),
        Contract = age % 5 == 0 ? Es : Given.Spy,
        Side = age % 3 == 0 ? OrderSide.Buy : OrderSide.Sell,
        Time = Given.Now.AddDays(-age).AddMinutes(-1),
        ReceivedTime = Given.Now.AddDays(-age).AddMinutes(-1),
        Commission = 0.35m,
        CommissionCurrency = "USD",
    };

    private static string Positions(RecoveredState recovered)
    {
        var core = new EngineCore(new TradingOptions(), new RiskOptions(), new MarketDataOptions(), new BarsOptions(), NullLogger.Instance);
        core.Restore(recovered);
        return string.Join('\n', core.State.Positions.Entries
            .OrderBy(p => p.Contract.ConId.Value)
            .Select(p => $"{p.Account} {p.Contract.Ticker} {p.Ledger.Quantity} {p.Ledger.AveragePrice} {p.Ledger.RealizedPnl} {p.Ledger.RealizedNetPnl} {p.Ledger.AverageCost} {p.Ledger.NetCash} {p.Ledger.Commission} {p.Ledger.FirstTime:O}"));
    }
}

public sealed class SqliteCheckpointTests : CheckpointTests
{
    private protected override Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder) => SqliteAsync(folder);
}

[Collection(PostgresTestsCollection.Name)]
public sealed class PostgresCheckpointTests(SharedPostgres postgres) : CheckpointTests
{
    private protected override Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder) => PostgresAsync(postgres);
}
