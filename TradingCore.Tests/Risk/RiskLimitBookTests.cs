using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Risk;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Risk;

public sealed class RiskLimitBookTests
{
    private static readonly RiskScope Spy = new(RiskScopeKind.Symbol, "SPY");
    private static readonly RiskScope Account = new(RiskScopeKind.Account, "DU1234567");

    [Fact]
    public void Every_limit_has_an_option_of_its_name_with_a_range_that_holds_its_default()
    {
        decimal[] values = RiskLimits.ValuesOf(new RiskOptions());

        Assert.All(RiskLimits.All, i => Assert.Equal("", RiskLimits.FaultOf(i, values[(int)i.Limit])));
        Assert.Equal(Enum.GetValues<RiskLimit>().Length, RiskLimits.Count);
    }

    [Fact]
    public void The_tightest_of_all_scopes_holds_and_says_whose_it_is()
    {
        RiskLimitBook book = new RiskLimitBook(new RiskOptions())
            .Changed(Account, (RiskLimit.OrderQuantityMax, 500m), (RiskLimit.PositionMax, 9_000m))
            .Changed(Spy, (RiskLimit.OrderQuantityMax, 700m), (RiskLimit.MarginCushionPercent, 30m))
            .Changed(new RiskScope(RiskScopeKind.Strategy, "ema"), (RiskLimit.OrderQuantityMax, 100m));

        EffectiveLimits person = book.For("DU1234567", "", "SPY"), strategy = book.For("DU1234567", "ema", "SPY"), other = book.For("DU9", "", "QQQ");

        Assert.Equal((500m, Account), (person[RiskLimit.OrderQuantityMax], person.ScopeOf(RiskLimit.OrderQuantityMax)));
        Assert.Equal(100m, strategy[RiskLimit.OrderQuantityMax]);
        Assert.Equal((1_000m, RiskScope.Firm), (other[RiskLimit.OrderQuantityMax], other.ScopeOf(RiskLimit.OrderQuantityMax)));
        Assert.Equal(2_000m, person[RiskLimit.PositionMax]);             // a wider one does not widen
        Assert.Equal(30m, person[RiskLimit.MarginCushionPercent]);       // the higher cushion is the tighter
    }

    [Theory]
    [InlineData(RiskLimit.DailyVolumePercentMax, 1, 0, 1)]       // 0 is off, so it does not widen
    [InlineData(RiskLimit.DailyVolumePercentMax, 0, 1, 1)]       // and any value narrows what is off
    [InlineData(RiskLimit.UsualSizeMultipleMax, 3, 2, 2)]
    [InlineData(RiskLimit.SelfMatch, 1, 0, 1)]
    [InlineData(RiskLimit.ProtectiveStop, 0, 1, 1)]
    [InlineData(RiskLimit.DuplicateWindow, 2, 5, 5)]
    [InlineData(RiskLimit.OrderNotionalMin, 0, 50, 50)]
    public void What_tighter_means_depends_on_the_limit(RiskLimit limit, int firm, int symbol, int holds)
    {
        RiskLimitBook book = new RiskLimitBook(new RiskOptions()).Changed(RiskScope.Firm, (limit, firm)).Changed(Spy, (limit, symbol));

        Assert.Equal(holds, book.For("DU1", "", "SPY")[limit]);
    }

    [Fact]
    public void The_firm_may_widen_what_the_settings_say()
    {
        RiskLimitBook book = new RiskLimitBook(new RiskOptions()).Changed(RiskScope.Firm, (RiskLimit.OrderQuantityMax, 5_000m));

        Assert.Equal(5_000m, book.For("DU1", "", "SPY")[RiskLimit.OrderQuantityMax]);
        Assert.Equal(1_000m, book.Changed(RiskScope.Firm, (RiskLimit.OrderQuantityMax, null)).For("DU1", "", "SPY")[RiskLimit.OrderQuantityMax]);
    }

    [Fact]
    public void A_change_keeps_version_who_when_old_and_new_and_the_next_order_is_judged_by_it()
    {
        Desk desk = Desk.Ready();

        RiskLimitResult result = desk.SetLimits(Spy, 0, (RiskLimit.OrderQuantityMax, 50m));
        RiskLimitChange change = result.Change!;

        Assert.Equal((RiskLimitOutcome.Changed, 1, "anna", Desk.Start, "test"), (result.Outcome, change.Version, change.Who, change.Time, change.Reason));
        Assert.Equal(new RiskLimitDifference("OrderQuantityMax", null, "50"), Assert.Single(change.Differences));
        RiskCheckResult denied = Assert.Single(desk.Submit(Desk.Buy(51m)).Verdict.Failures);
        Assert.Equal("51 shares is over your order limit of 50 for symbol SPY (R08). Change the quantity or ask an admin to raise the limit.", denied.Message);
        Assert.Equal(SubmitOutcome.Accepted, desk.Submit(Desk.Buy(50m)).Outcome);
        Assert.Equal(1, desk.Preview(Desk.Buy(50m)).LimitsVersion);
    }

    [Fact]
    public void A_change_against_an_old_version_is_refused_so_that_none_is_lost()
    {
        Desk desk = Desk.Ready();
        desk.SetLimits(Spy, 0, (RiskLimit.OrderQuantityMax, 50m));

        RiskLimitResult late = desk.SetLimits(Account, 0, (RiskLimit.OrderQuantityMax, 60m));

        Assert.Equal((RiskLimitOutcome.VersionConflict, 1), (late.Outcome, late.Book!.Version));
        Assert.Equal(RiskLimitOutcome.Changed, desk.SetLimits(Account, 1, (RiskLimit.OrderQuantityMax, 60m)).Outcome);
    }

    [Fact]
    public void Bad_values_are_refused_by_name_and_nothing_is_changed()
    {
        Desk desk = Desk.Ready();
        var edit = new RiskLimitEdit(Spy, 0, " ", new Dictionary<RiskLimit, decimal?> { [RiskLimit.PriceCollarPercent] = 101m, [RiskLimit.MessagesPerSecond] = 10m, [RiskLimit.LossStreakMax] = 1.5m },
            new Dictionary<RiskList, IReadOnlyList<string>?> { [RiskList.ApprovedCode] = ["x"] });

        RiskLimitResult result = desk.SetLimits(edit);

        Assert.Equal(RiskLimitOutcome.Invalid, result.Outcome);
        Assert.Equal(["ApprovedCode", "LossStreakMax", "MessagesPerSecond", "PriceCollarPercent", "reason"], result.Faults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(0, desk.Core.State.Limits.Version);
    }

    [Fact]
    public void Limits_are_in_the_journal_before_they_are_answered_and_hold_after_a_restart()
    {
        Desk desk = Desk.Ready();
        desk.SetLimits(Spy, 0, (RiskLimit.OrderQuantityMax, 50m), (RiskLimit.QuoteMaxAge, 2.5m));
        desk.SetLimits(new RiskLimitEdit(RiskScope.Firm, 1, "News", new Dictionary<RiskLimit, decimal?>(), new Dictionary<RiskList, IReadOnlyList<string>?> { [RiskList.RestrictedSymbols] = ["tsla"] }));

        Desk again = Desk.Ready(Recovered(desk));

        Assert.Equal(2, again.Core.State.Limits.Version);
        Assert.Equal(["R08"], again.Submit(Desk.Buy(51m)).Verdict.Failures.Select(f => f.Code));
        Assert.Equal(desk.Core.State.Limits.History.Select(h => (h.Version, h.Who, h.Time, h.Reason, h.Scope)), again.Core.State.Limits.History.Select(h => (h.Version, h.Who, h.Time, h.Reason, h.Scope)));
        Assert.True(again.Core.State.Limits.For("DU1", "", "TSLA").Has(RiskList.RestrictedSymbols, "TSLA"));
    }

    [Fact]
    public void Limits_that_cannot_be_made_durable_are_not_changed()
    {
        Desk desk = Desk.Ready();
        desk.Journal.Failure = "The disk is full.";

        RiskLimitResult result = desk.SetLimits(Spy, 0, (RiskLimit.OrderQuantityMax, 50m));

        Assert.Equal((RiskLimitOutcome.Refused, 0), (result.Outcome, desk.Core.State.Limits.Version));
    }

    [Fact]
    public void Stored_limits_that_cannot_be_read_stop_the_start()
    {
        var broken = new RecoveredState { Settings = new Dictionary<string, string> { ["risk-limits-change:00000001"] = "{\"version\":1,\"after\":{\"values\":{\"NoSuchLimit\":1}}}" } };

        Assert.Throws<FormatException>(() => new Desk(broken));
    }

    internal static RecoveredState Recovered(Desk desk) => new()
    {
        Settings = desk.Journal.Entries.OfType<SettingWritten>().GroupBy(s => s.Key).ToDictionary(g => g.Key, g => g.Last().Value),
    };
}

internal static class RiskLimitBooks
{
    public static RiskLimitBook Changed(this RiskLimitBook book, RiskScope scope, params (RiskLimit Limit, decimal? Value)[] values) =>
        book.With(book.Draft(new RiskLimitEdit(scope, book.Version, "test", values.ToDictionary(v => v.Limit, v => v.Value), new Dictionary<RiskList, IReadOnlyList<string>?>()), "anna", Desk.Start));
}
