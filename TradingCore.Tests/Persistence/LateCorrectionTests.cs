using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;
using TradingCore.Persistence.History;
using TradingCore.Risk;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Persistence;

/// <summary>Corrections that come while the engine runs, of fills that it has only as part of a sum: they count at once, and come to what a restart would.</summary>
public abstract class LateCorrectionTests : OnEachDatabase
{
    private static readonly AccountId Account = new("DU1234567");

    // 60 days of trades, of which 30 are summed up, and something that was held before.
    private async Task<RecoveredState> SixtyDaysAsync()
    {
        await Stored.StartAsync();
        await Stored.AppendAsync(
        [
            .. Enumerable.Range(0, 60).Select(age => new FillWritten(Trade(age))),
            new PositionAdjusted(Account, Given.Spy, 7m, 401.5m, "Held before.", Given.Now.AddDays(-61)),
            new SettingWritten("money-cash:DU1234567", """{"amounts":{"USD":100000}}""", "engine", Given.Now),
            new SettingWritten("account-met:DU1234567", "yes", "engine", Given.Now),
        ]);
        Stored.Options.FillDays = 30;
        return await Stored.StartAsync();
    }

    private static Fill Trade(int age) => CheckpointTests.Trade(age) with { Account = Account };

    // As the broker reports it: without the commission, which is a message of its own.
    private static ExecutionReceived Report(Fill fill) => new(fill with { Commission = null, CommissionCurrency = "" }, IsReplay: false) { Time = Given.Now };

    [Fact]
    public async Task A_running_engine_books_it_at_once_and_a_restart_says_the_same()
    {
        RecoveredState state = await SixtyDaysAsync();
        Fill corrected = Trade(55) with { ExecId = new ExecId("e055.02"), Quantity = 1m, Price = 399m };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var engine = new TradingEngine(new TradingOptions(), new RiskOptions(), new MarketDataOptions(), new BarsOptions(), Stored.Journal, Stored.Clock, NullLoggerFactory.Instance);
        var archive = new FillArchive(Stored.Database, TimeProvider.System, NullLogger<FillArchive>.Instance);
        archive.Start(engine.Inbox, stop.Token);
        engine.Attach(new FakeGateway());
        engine.Attach(archive);
        Task running = Task.Run(() => engine.RunAsync(state, stop.Token), Stop);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (engine.View.Fills.Count == 0 && !running.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        Assert.False(running.IsCompleted, running.Exception?.ToString());
        await engine.Inbox.PostAsync(Report(corrected), Stop);
        while (!engine.View.Fills.Any(f => f.ExecId.Value == "e055.02")) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        Position live = engine.View.Positions.Single(p => p.Contract.ConId == CheckpointTests.Es.ConId);
        await stop.CancelAsync();
        await running;
        await archive.StopAsync();
        await Stored.Writer.CatchUpAsync(Stop);
        await Stored.KillAsync();

        EngineCore next = Core(await Stored.StartAsync());
        Assert.Equal(Figures(Core(Expected(corrected))), Figures(next));
        TradingCore.Positions.PositionLedger ledger = next.State.Positions.Find(Account, CheckpointTests.Es.ConId)!.Ledger;
        Assert.Equal((ledger.Quantity, ledger.AveragePrice, ledger.RealizedPnl, ledger.Commission), (live.Quantity, live.AveragePrice, live.RealizedPnl, live.Commission));
        Assert.Contains(engine.View.NoticesSince(0), n => n.Text.StartsWith("The broker corrected an execution of ES: now 1 at 399.", StringComparison.Ordinal));
    }

    public static TheoryData<string, int, string, string> Corrections => new()
    {
        { "quantity", 55, "1", "400" },
        { "price", 40, "5", "1.25" },
        { "taken back", 44, "0", "400" },
    };

    [Theory]
    [MemberData(nameof(Corrections))]
    public async Task Position_profit_and_cash_come_to_what_they_would_be_had_it_been_so_from_the_start(string what, int age, string quantity, string price)
    {
        Assert.NotEmpty(what);
        EngineCore core = Core(await SixtyDaysAsync());
        decimal cash = Cash(core);
        decimal money = Money(core);
        Fill corrected = Trade(age) with { ExecId = new ExecId($"e{age:000}.02"), Quantity = decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture), Price = decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture) };

        // Its commission comes first, the report itself twice, and the old one once more.
        core.Apply(new CommissionReceived(corrected.ExecId, 0.11m, "USD", null) { Time = Given.Now });
        core.Apply(Report(corrected));
        core.Apply(Report(corrected));
        core.Apply(Report(Trade(age)));
        await AnswerAsync(core, corrected.ExecId);
        core.Apply(Report(Trade(age)));
        core.Apply(Report(corrected));

        EngineCore expected = Core(Expected(corrected with { Commission = 0.11m }));
        Assert.Equal(Figures(expected), Figures(core));
        Assert.Equal(Math.Round(Money(expected) - money, 8), Math.Round(Cash(core) - cash, 8));
        FillWritten written = Assert.Single(core.State.Effects.Journal.OfType<FillWritten>().DistinctBy(f => f.Fill.ExecId.Value));
        Assert.Equal(($"TB-{age}", 0.11m), (written.Fill.OrderRef.Value, written.Fill.Commission));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_waits_when_the_program_is_killed_is_booked_by_the_next_run_though_nobody_tells_it_again(bool isCommissionFirst)
    {
        EngineCore killed = Core(await SixtyDaysAsync());
        decimal cash = Cash(killed), money = Money(killed);
        Fill corrected = Trade(44) with { ExecId = new ExecId("e044.02"), Quantity = 1m, Price = 399m };
        var commission = new CommissionReceived(corrected.ExecId, 0.11m, "USD", null) { Time = Given.Now };
        if (isCommissionFirst) killed.Apply(commission);
        killed.Apply(Report(corrected));
        killed.Apply(Report(corrected));
        if (!isCommissionFirst) killed.Apply(commission);
        await Stored.AppendAsync([.. killed.State.Effects.Journal]);

        // Killed before the history has answered, twice.
        Core(await Stored.StartAsync());
        EngineCore next = Core(await Stored.StartAsync());
        next.Apply(new ClockTick { Time = Given.Now });
        GatewayCall asked = Assert.Single(next.State.Effects.Calls, c => c.Kind == GatewayCallKind.ReadFills);
        await AnswerAsync(next, new ExecId((string)asked.Subject!));

        EngineCore expected = Core(Expected(corrected with { Commission = 0.11m }));
        Assert.Equal(Figures(expected), Figures(next));
        Assert.Equal(Math.Round(Money(expected) - money, 8), Math.Round(Cash(next) - cash, 8));
        await Stored.AppendAsync([.. next.State.Effects.Journal]);
        EngineCore last = Core(await Stored.StartAsync());
        last.Apply(new ClockTick { Time = Given.Now });
        Assert.Equal(Figures(expected), Figures(last));
        Assert.DoesNotContain(last.State.Effects.Calls, c => c.Kind == GatewayCallKind.ReadFills);
    }

    [Fact]
    public async Task Two_corrections_of_one_position_and_one_of_another_all_count()
    {
        EngineCore core = Core(await SixtyDaysAsync());
        Fill[] corrected = [.. new[] { 35, 45, 46 }.Select(age => Trade(age) with { ExecId = new ExecId($"e{age:000}.02"), Price = 7m })];

        foreach (Fill one in corrected) core.Apply(Report(one));
        int asked = core.State.Effects.Calls.Count(c => c.Kind == GatewayCallKind.ReadFills);
        foreach (Fill one in corrected) await AnswerAsync(core, one.ExecId);
        // Once more, now that the fills are here one by one.
        Fill again = corrected[0] with { ExecId = new ExecId("e035.03"), Price = 8m };
        core.Apply(Report(again));

        Assert.Equal(3, asked);
        Assert.Equal(Figures(Core(Expected([again, .. corrected[1..]]))), Figures(core));
    }

    [Fact]
    public async Task What_was_deleted_since_the_start_is_left_to_the_next_start_and_said()
    {
        EngineCore core = Core(await SixtyDaysAsync());
        string before = Figures(core);
        Fill corrected = Trade(40) with { ExecId = new ExecId("e040.02"), Price = 7m }, gone = Trade(58) with { ExecId = new ExecId("e058.02"), Price = 7m };
        core.Apply(Report(corrected));
        core.Apply(Report(gone));

        Stored.Options.RetentionDays = 50;
        await Stored.Writer.MaintainAsync(Stop);
        // Until then fills that the running engine holds one by one went into the sum, and some of the sum were deleted.
        PositionPast past = (await Archive().FindAsync(corrected.ExecId, Stop))!;
        core.Apply(new PositionPastRead(corrected.ExecId, past with { Start = past.Start with { Quantity = past.Start.Quantity + 1m } }) { Time = Given.Now });
        await AnswerAsync(core, gone.ExecId);

        Assert.Equal(before, Figures(core));
        Assert.Contains(core.State.Notices.All, n => n.Text.Contains("will count after the next restart", StringComparison.Ordinal));
        Assert.Contains(core.State.Notices.All, n => n.Text.Contains("does not hold any more", StringComparison.Ordinal));
        FillWritten written = Assert.Single(core.State.Effects.Journal.OfType<FillWritten>());
        await Stored.AppendAsync(written);
        Assert.Equal(Figures(Core(Expected(corrected))), Figures(Core(await Stored.StartAsync())));
    }

    private FillArchive Archive() => new(Stored.Database, TimeProvider.System, NullLogger<FillArchive>.Instance);

    private async Task AnswerAsync(EngineCore core, ExecId execId) =>
        core.Apply(new PositionPastRead(execId, await Archive().FindAsync(execId, Stop)) { Time = Given.Now });

    private static RecoveredState Expected(params Fill[] corrected) => new()
    {
        Fills = [.. Enumerable.Range(0, 60).Select(Trade).Select(f => corrected.FirstOrDefault(c => c.ExecId.Key == f.ExecId.Key) is { } c ? c : f).OrderBy(f => f.Time)],
        Adjustments = [new PositionAdjusted(Account, Given.Spy, 7m, 401.5m, "Held before.", Given.Now.AddDays(-61))],
    };

    private static EngineCore Core(RecoveredState recovered)
    {
        var core = new EngineCore(new TradingOptions(), new RiskOptions(), new MarketDataOptions(), new BarsOptions(), NullLogger.Instance);
        core.Restore(recovered);
        core.State.Effects.Clear();
        return core;
    }

    private static string Figures(EngineCore core) => string.Join('\n', core.State.Positions.Entries
        .OrderBy(p => p.Contract.ConId.Value)
        .Select(p => $"{p.Account} {p.Contract.Ticker} {p.Ledger.Quantity:0.##########} {p.Ledger.AveragePrice:0.##########} {p.Ledger.RealizedPnl:0.##########} {p.Ledger.RealizedNetPnl:0.##########} {p.Ledger.AverageCost:0.##########} {p.Ledger.NetCash:0.##########} {p.Ledger.Commission:0.##########}"));

    private static decimal Cash(EngineCore core) => core.State.Cash.Own(Account).GetValueOrDefault("USD");

    // What all fills together have done to the cash: of a stock all of it, of a future what it made.
    private static decimal Money(EngineCore core) =>
        core.State.Positions.Entries.Sum(p => p.Contract.SecurityType == SecurityType.Future ? p.Ledger.RealizedNetPnl : p.Ledger.NetCash);
}

public sealed class SqliteLateCorrectionTests : LateCorrectionTests
{
    private protected override Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder) => SqliteAsync(folder);
}

[Collection(PostgresTestsCollection.Name)]
public sealed class PostgresLateCorrectionTests(SharedPostgres postgres) : LateCorrectionTests
{
    private protected override Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder) => PostgresAsync(postgres);
}
