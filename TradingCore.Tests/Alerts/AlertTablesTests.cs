using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Alerts;
using TradingCore.Persistence.History;
using TradingCore.Tests.Persistence;

namespace TradingCore.Tests.Alerts;

/// <summary>Alerts over a restart, on each database.</summary>
public abstract class AlertTablesTests : OnEachDatabase
{
    [Fact]
    public async Task Rules_alerts_and_channels_are_there_after_a_restart_and_what_was_told_is_not_told_again()
    {
        AlertTables store = await StartedAsync();
        var first = new Bench();
        first.Desk.SaveChannel(new AlertChannel { Name = "hook", Kind = AlertChannelKind.Webhook, Target = "https://example.com/", ProtectedSecret = "sealed" }, "admin");
        AlertRule rule = first.Rule(new AlertConditionForm { Kind = "price", Symbol = "SPY", Level = 100m, Hysteresis = 0.5m }, f => f with { Channels = ["hook"], EscalateMinutes = 5, EscalateToAdmins = true, HoursFrom = "09:30", HoursTo = "16:00", WeekdaysOnly = true });
        first.Price(100.123456789m);
        await store.SaveAsync(first.Desk.TakeChanges(), Stop);

        var second = new Bench();
        second.Desk.Load(await store.LoadAsync(Stop));
        second.Price(101m);
        Alert kept = second.One;
        second.Price(99m);
        second.Price(100m);

        Assert.Equal(first.One.Id, kept.Id);
        Assert.Equal(100.123456789m, kept.Value);
        Assert.Equal(AlertRuleForm.Of(rule), AlertRuleForm.Of(second.Desk.FindRule(rule.Id)!) with { Channels = rule.Channels, EscalateChannels = rule.Escalation!.Channels });
        Assert.Equal("sealed", Assert.Single(second.Desk.Current.Channels).ProtectedSecret);
        Assert.Equal(2, second.All.Count);
    }

    [Fact]
    public async Task The_history_is_searched_by_text_severity_kind_owner_and_time_newest_first()
    {
        AlertTables store = await StartedAsync();
        await store.SaveAsync(new AlertChanges { Alerts = [.. Enumerable.Range(1, 5).Select(One)] }, Stop);

        Assert.Equal(["5", "4", "3"], await FindAsync(new AlertFilter(), null, 3));
        Assert.Equal(["2", "1"], await FindAsync(new AlertFilter(), "3", 3));
        Assert.Equal(["4"], await FindAsync(new AlertFilter(Text: "NUMBER 4"), null, 10));
        Assert.Equal(["4", "2"], await FindAsync(new AlertFilter(LeastSeverity: AlertSeverity.Critical), null, 10));
        Assert.Equal(["5", "3", "1"], await FindAsync(new AlertFilter(Owners: ["mira"]), null, 10));
        Assert.Equal(["5", "4", "3", "1"], await FindAsync(new AlertFilter(Owners: ["mira"], WithAdmins: true), null, 10));
        Assert.Equal(["3", "2"], await FindAsync(new AlertFilter(From: Bench.Start.AddDays(2), To: Bench.Start.AddDays(4)), null, 10));
        Assert.Empty(await FindAsync(new AlertFilter(Kind: "order"), null, 10));
        Assert.Equal("number 3 of all", (await store.FindAsync("3", Stop))!.Text);

        static Alert One(int n) => new()
        {
            Id = $"{n}",
            RuleId = "r",
            Kind = "price",
            Owner = n % 2 == 1 ? "mira" : "ben",
            IsForAdmins = n == 4,
            Severity = n % 2 == 0 ? AlertSeverity.Critical : AlertSeverity.Info,
            Text = $"number {n} of all",
            RaisedTime = Bench.Start.AddDays(n),
            AcknowledgedTime = Bench.Start,
            ResolvedTime = Bench.Start,
        };

        async Task<IEnumerable<string>> FindAsync(AlertFilter filter, string? before, int limit) => (await store.SearchAsync(filter, before, limit, Stop)).Select(a => a.Id);
    }

    [Fact]
    public async Task What_could_not_be_stored_is_stored_with_the_next_change_and_old_alerts_go_after_their_days()
    {
        AlertTables store = await StartedAsync();
        var bench = new Bench();
        bench.Rule(new AlertConditionForm { Kind = "price", Symbol = "SPY", Level = 100m });
        bench.Price(100m);
        AlertChanges lost = bench.Desk.TakeChanges();

        bench.Desk.PutBack(lost);
        bench.Price(99m);
        bench.Desk.Acknowledge(bench.One.Id, "mira");
        await store.SaveAsync(bench.Desk.TakeChanges(), Stop);
        Alert stored = Assert.Single(await store.SearchAsync(new AlertFilter(), null, 10, Stop));
        int trimmed = await store.TrimAsync(Bench.Start.AddDays(1), Stop);

        Assert.Equal(("mira", true), (stored.AcknowledgedBy, stored.ResolvedTime is not null));
        Assert.Equal(1, trimmed);
    }

    private async Task<AlertTables> StartedAsync()
    {
        await Stored.StartAsync();
        return new AlertTables(Stored.Database, TimeProvider.System, NullLogger<AlertTables>.Instance);
    }
}

public sealed class SqliteAlertTablesTests : AlertTablesTests
{
    private protected override Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder) => SqliteAsync(folder);
}

[Collection(PostgresTestsCollection.Name)]
public sealed class PostgresAlertTablesTests(SharedPostgres postgres) : AlertTablesTests
{
    private protected override Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder) => PostgresAsync(postgres);
}
