using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Risk;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Risk;

/// <summary>Losses trip latches, latches hold over restarts and days, and let go only with a reason.</summary>
public sealed class RiskLatchTests
{
    private static readonly string LossId = RiskLatch.IdOf("R25", new RiskScope(RiskScopeKind.Account, Desk.Account.Value));
    private static readonly string DrawdownId = RiskLatch.IdOf("R26", new RiskScope(RiskScopeKind.Account, Desk.Account.Value));

    // 400 shares bought at 100, equity of 100,000: a fall of 5 is the limit of 2 %.
    private static Desk Invested(Action<RiskOptions>? risk = null)
    {
        Desk desk = Desk.Ready(risk: r =>
        {
            r.ConcentrationPercentMax = 100m;
            risk?.Invoke(r);
        }, equity: 100_000m);
        desk.Wait(TimeSpan.FromSeconds(1));
        Order order = desk.Working(Desk.Buy(400m, 100m));
        desk.Fill(order, "1.01", 400m, 100m);
        return desk;
    }

    [Theory]
    [InlineData("95.01", false)]
    [InlineData("95.00", true)]
    [InlineData("94.99", true)]
    public void The_loss_of_the_day_trips_at_its_limit(string price, bool isTripped)
    {
        Desk desk = Invested();

        desk.Market(decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture), 100m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(isTripped, desk.Core.State.Latches.IsTripped(LossId));
    }

    [Fact]
    public void The_loss_of_all_accounts_trips_the_firm_in_money_and_rearming_accepts_it()
    {
        string firm = RiskLatch.IdOf("R25", RiskScope.Firm);
        Desk desk = Invested(r => r.DailyLossTotalMax = 1_000m);
        desk.Market(97.51m, 100m);
        desk.Wait(TimeSpan.FromSeconds(1));
        Assert.False(desk.Core.State.Latches.IsTripped(firm));

        desk.Market(97.50m, 100m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.True(desk.Core.State.Latches.IsTripped(firm));
        Assert.Contains(desk.Submit(Desk.Buy(1m, 97m)).Verdict.Failures, f => f is { Code: "R25" } && f.Message.Contains("all accounts", StringComparison.Ordinal));
        Assert.Equal(CommandOutcome.Accepted, desk.Rearm(firm, "hedged elsewhere").Outcome);
        desk.Wait(TimeSpan.FromSeconds(1));
        Assert.False(desk.Core.State.Latches.IsTripped(firm));
    }

    [Fact]
    public void A_tripped_account_only_reduces_over_restart_and_midnight_until_it_is_rearmed_with_a_reason()
    {
        Desk desk = Invested();
        desk.Market(94m, 94.02m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Desk again = Desk.Ready(RiskLimitBookTests.Recovered(desk) with { Fills = [.. desk.Core.State.Fills.Snapshot] }, risk: r => r.ConcentrationPercentMax = 100m, equity: 97_600m);
        again.Now += TimeSpan.FromDays(1);
        again.Market(94m, 94.02m);
        again.Position(400m);
        again.Wait(TimeSpan.FromSeconds(1));

        Assert.Contains(again.Submit(Desk.Buy(1m, 94m)).Verdict.Failures, f => f.Code == "R01");
        Assert.Equal(SubmitOutcome.Accepted, again.Submit(Desk.Sell(100m, 94m)).Outcome);
        Assert.Equal(CommandOutcome.Refused, again.Rearm(LossId, " ").Outcome);
        Assert.Equal(CommandOutcome.NotFound, again.Rearm("R25:account:DU9", "x").Outcome);
        Assert.Equal(CommandOutcome.Accepted, again.Rearm(LossId, "Hedged elsewhere").Outcome);
        Assert.Equal(CommandOutcome.Refused, again.Rearm(LossId, "again").Outcome);
        Assert.DoesNotContain(again.Preview(Desk.Buy(1m, 94m)).Failures, f => f.Code is "R01" or "R25");
        RiskLatch latch = again.Core.State.Latches.Find(LossId)!;
        Assert.Equal(("anna", "Hedged elsewhere", false), (latch.RearmedBy, latch.RearmReason, latch.IsTripped));
    }

    [Fact]
    public void A_rearmed_loss_counts_on_from_what_was_accepted_and_does_not_trip_again_at_once()
    {
        Desk desk = Invested();
        desk.Market(95m, 95.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
        desk.Rearm(LossId, "Accepted");
        desk.Wait(TimeSpan.FromSeconds(1));
        bool atOnce = desk.Core.State.Latches.IsTripped(LossId);

        desk.Market(90m, 90.02m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((false, true), (atOnce, desk.Core.State.Latches.IsTripped(LossId)));
    }

    [Theory]
    [InlineData("95000.01", false)]
    [InlineData("95000", true)]
    public void The_fall_from_the_peak_trips_at_its_limit(string equity, bool isTripped)
    {
        Desk desk = Invested();

        desk.Money(decimal.Parse(equity, System.Globalization.CultureInfo.InvariantCulture));
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(isTripped, desk.Core.State.Latches.IsTripped(DrawdownId));
    }

    [Fact]
    public void Money_that_is_paid_out_is_no_drawdown_when_it_is_recorded()
    {
        Desk desk = Invested();
        desk.Apply(new RecordCashFlow(Desk.Account.Value, -20_000m, "Tax") { Time = desk.Now, Context = new CommandContext("user", "anna") });

        desk.Money(80_000m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Empty(desk.Core.State.Latches.Snapshot);
        Assert.Equal((80_000m, 80_000m), (desk.Core.Risk.Losses.Find(Desk.Account)!.PeakEquity, desk.Core.Risk.Losses.Find(Desk.Account)!.StartEquity));
    }

    [Fact]
    public void The_peak_holds_over_a_restart_and_the_day_begins_at_the_midnight_of_its_zone()
    {
        Desk desk = Invested();
        desk.Money(120_000m);
        desk.Wait(TimeSpan.FromSeconds(11));

        Desk again = Desk.Ready(RiskLimitBookTests.Recovered(desk) with { Fills = [.. desk.Core.State.Fills.Snapshot] }, equity: 118_000m);
        again.Market(100m, 100.02m);
        again.Wait(TimeSpan.FromSeconds(1));
        (decimal start, decimal peak) = (again.Core.Risk.Losses.Find(Desk.Account)!.StartEquity, again.Core.Risk.Losses.Find(Desk.Account)!.PeakEquity);
        again.Now = new DateTimeOffset(2026, 3, 3, 4, 59, 59, TimeSpan.Zero);   // 23:59:59 in New York
        again.Wait(TimeSpan.Zero);
        DateOnly before = again.Core.Risk.Losses.Find(Desk.Account)!.Day;
        again.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((100_000m, 120_000m), (start, peak));
        Assert.Equal((new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 3)), (before, again.Core.Risk.Losses.Find(Desk.Account)!.Day));
        Assert.Equal(118_000m, again.Core.Risk.Losses.Find(Desk.Account)!.StartEquity);
    }

    [Fact]
    public void Five_losing_trades_in_a_row_stop_a_strategy_and_no_one_else()
    {
        Desk desk = Desk.Ready();
        for (int i = 0; i < 5; i++)
        {
            Beat(desk);
            Order buy = desk.Working(Desk.Buy(1m, 100.02m) with { Strategy = "ema" });
            desk.Fill(buy, $"b{i}.01", 1m, 100.02m);
            Order sell = desk.Working(Desk.Sell(1m, 100m) with { Strategy = "ema" });
            desk.Fill(sell, $"s{i}.01", 1m, 100m);
            desk.Now += TimeSpan.FromSeconds(5);
        }
        Beat(desk);

        SubmitResult strategy = desk.Submit(Desk.Buy(1m, 100m) with { Strategy = "ema" });

        Assert.Equal(["R01", "R27"], strategy.Verdict.Failures.Select(f => f.Code));
        Assert.Equal(SubmitOutcome.Accepted, desk.Submit(Desk.Buy(1m, 100m)).Outcome);
        desk.Rearm(RiskLatch.IdOf("R27", new RiskScope(RiskScopeKind.Strategy, "ema")), "Parameters mended");
        Assert.Equal(SubmitOutcome.Accepted, desk.Submit(Desk.Buy(2m, 100m) with { Strategy = "ema" }).Outcome);
    }

    [Fact]
    public void A_strategy_that_repeats_itself_is_stopped_until_a_person_lets_it_go()
    {
        Desk desk = Desk.Ready(risk: r => r.WorkingOrdersMax = 20);
        desk.SetLimits(new RiskScope(RiskScopeKind.Strategy, "ema"), 0, (RiskLimit.RepeatsPerMinute, 2m));
        Beat(desk);
        OrderSpec order = Desk.Buy(1m, 99m) with { Strategy = "ema" };
        desk.Accepted(order);
        desk.Accepted(order);

        RiskVerdict preview = desk.Preview(order, "strategy");
        bool trippedByPreview = desk.Core.State.Latches.Snapshot.Count > 0;
        SubmitResult third = desk.Submit(order);
        desk.Now += TimeSpan.FromMinutes(2);
        Beat(desk);
        desk.Market(100m, 100.02m);
        SubmitResult later = desk.Submit(order);

        Assert.Equal((false, false), (preview.IsAllowed, trippedByPreview));
        Assert.Equal(["R30"], third.Verdict.Failures.Select(f => f.Code));
        Assert.Equal(["R01"], later.Verdict.Failures.Select(f => f.Code));
        desk.Rearm(RiskLatch.IdOf("R30", new RiskScope(RiskScopeKind.Strategy, "ema")), "Loop mended");
        Assert.Equal(SubmitOutcome.Accepted, desk.Submit(order).Outcome);
    }

    [Fact]
    public void A_large_difference_from_the_brokers_position_halts_the_account()
    {
        Desk desk = Desk.Ready();
        desk.Position(1_500m);
        desk.Wait(TimeSpan.FromSeconds(6));
        desk.Position(1_500m);
        desk.CompleteRound();
        desk.Wait(TimeSpan.FromSeconds(6));
        desk.Wait(TimeSpan.FromSeconds(1));

        RiskLatch latch = Assert.Single(desk.Core.State.Latches.Snapshot);

        Assert.Equal(("R40", TradingGate.Halted, RiskScopeKind.Account), (latch.Code, latch.State, latch.Scope.Kind));
    }

    [Fact]
    public void A_fill_far_from_the_market_and_a_commission_out_of_proportion_are_told()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 100m));

        desk.Fill(order, "1.01", 100m, 110m);
        desk.Apply(new CommissionReceived(new ExecId("1.01"), 200m, "USD", null) { Time = desk.Now });

        Assert.Equal(2, desk.Seen.NoticesSince(0).Count(n => n is { Kind: "risk", CallsPerson: true } && n.Text.Contains("(R40)", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(105.02, 0)]    // 5.00 % over the ask of 100.02
    [InlineData(105.03, 1)]
    public void A_correction_that_moves_a_fill_out_of_the_collar_is_told_too(double corrected, int told)
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 100m));
        desk.Fill(order, "1.01", 100m, 100m);

        desk.Fill(order, "1.02", 100m, (decimal)corrected);

        Assert.Equal(told, desk.Seen.NoticesSince(0).Count(n => n.Text.Contains("over the collar of 5 % (R40)", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_brokers_margin_is_used_while_it_is_fresh_and_the_estimate_after()
    {
        Desk desk = Desk.Ready();
        var answer = new MarginPreview(1m, "USD", 300m, 300m, 250m, 250m, 1_000_000m, "");
        desk.Apply(new MarginPreviewed(Desk.Account, Desk.Spy.ConId, OrderSide.Buy, 10m, answer) { Time = desk.Now });

        RiskCheckResult fresh = desk.Preview(Desk.Buy(100m, 100m)).Checks.Single(c => c.Code == "R23");
        desk.Now += TimeSpan.FromSeconds(61);
        desk.Market(100m, 100.02m);
        RiskCheckResult old = desk.Preview(Desk.Buy(100m, 100m)).Checks.Single(c => c.Code == "R23");

        Assert.Equal((3_000m, 5_000m), (fresh.Observed, old.Observed));
    }

    private static void Beat(Desk desk) => desk.Apply(new StrategyBeat("ema", "abc", false) { Time = desk.Now, Context = new CommandContext("strategy", "ema") });
}
