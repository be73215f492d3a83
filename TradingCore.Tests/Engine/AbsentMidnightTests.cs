using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Risk;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingCore.Tests.Engine;

/// <summary>Days that begin while nobody looks: the connection is away at midnight, or the program is.</summary>
public sealed class AbsentMidnightTests
{
    private static readonly string LossId = RiskLatch.IdOf("R25", new RiskScope(RiskScopeKind.Account, Desk.Account.Value));

    private static void Wide(RiskOptions risk) => risk.ConcentrationPercentMax = 100m;

    private static void Told(Desk desk, decimal? equity, decimal? daily) =>
        desk.Apply(new AccountValuesReceived(new AccountState { Account = Desk.Account, Currency = "USD", NetLiquidation = equity, ExcessLiquidity = equity, DailyPnl = daily, UpdatedTime = desk.Now }) { Time = desk.Now });

    // 400 SPY bought at 100.00 on Monday with an equity of 100,000.00, all of it seen here.
    private static Desk Monday()
    {
        Desk desk = Desk.Ready(risk: Wide, equity: 100_000m);
        Told(desk, null, 0m);
        desk.Wait(TimeSpan.FromSeconds(1));
        Order order = desk.Working(Desk.Buy(400m, 100m));
        desk.Fill(order, "1.01", 400m, 100m);
        desk.Position(400m);
        desk.Wait(TimeSpan.FromSeconds(1));
        return desk;
    }

    // Tuesday, an hour after the open: SPY has fallen from 100.00 to 94.90 since midnight, which the broker counts as 2,040.00 lost today.
    private static void Tuesday(Desk desk, decimal? daily)
    {
        desk.Now = Desk.Start.AddDays(1);
        desk.Connect();
        desk.Market(94.90m, 94.92m);
        Told(desk, 97_960m, daily);
        desk.Position(400m);
        desk.CompleteRound();
        desk.Wait(TimeSpan.FromSeconds(1));
    }

    private static DayLedger Ledger(Desk desk) => desk.Seen.Money.Ledgers.Single();

    [Fact]
    public void A_loss_since_a_midnight_that_passed_without_a_connection_is_one_of_the_day()
    {
        Desk desk = Monday();
        desk.Disconnect();
        for (int hour = 0; hour < 23; hour++) desk.Wait(TimeSpan.FromHours(1));

        Tuesday(desk, -2_040m);

        Assert.Equal((new DateOnly(2026, 3, 3), 100_000m, "broker"), (Ledger(desk).Day, Ledger(desk).StartEquity, Ledger(desk).StartSource));
        Assert.True(desk.Core.State.Latches.IsTripped(LossId));
        Assert.Contains(desk.Submit(Desk.Buy(1m, 94m)).Verdict.Failures, f => f is { Code: "R25", Observed: -2_040m, Limit: -2_000m });
    }

    [Fact]
    public void A_loss_since_a_midnight_at_which_the_program_was_not_running_is_one_of_the_day()
    {
        Desk before = Monday();

        var desk = new Desk(before.Journal.Recover(), risk: Wide, run: "2") { Equity = 97_960m };
        Tuesday(desk, -2_040m);

        Assert.Equal((100_000m, "broker"), (Ledger(desk).StartEquity, Ledger(desk).StartSource));
        Assert.True(desk.Core.State.Latches.IsTripped(LossId));
    }

    [Fact]
    public void The_brokers_profit_of_the_day_counts_also_when_it_is_told_late()
    {
        Desk desk = Monday();
        desk.Disconnect();
        for (int hour = 0; hour < 23; hour++) desk.Wait(TimeSpan.FromHours(1));
        Tuesday(desk, null);
        for (int second = 0; second < 40; second++) desk.Wait(TimeSpan.FromSeconds(1));
        bool before = desk.Core.State.Latches.IsTripped(LossId);

        Told(desk, null, -2_040m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((false, true), (before, desk.Core.State.Latches.IsTripped(LossId)));
        Assert.Equal((100_000m, "broker"), (Ledger(desk).StartEquity, Ledger(desk).StartSource));
    }

    [Fact]
    public void The_brokers_profit_of_yesterday_is_not_taken_for_that_of_today()
    {
        Desk desk = Monday();
        Told(desk, 99_500m, -500m);
        desk.Wait(TimeSpan.FromSeconds(1));
        desk.Disconnect();
        for (int hour = 0; hour < 23; hour++) desk.Wait(TimeSpan.FromHours(1));

        // Nothing has moved since midnight, and nobody has told the P&L of the new day yet.
        desk.Now = Desk.Start.AddDays(1);
        desk.Connect();
        desk.Market(98.75m, 98.77m);
        Told(desk, 99_500m, null);
        desk.Position(400m);
        desk.CompleteRound();
        for (int second = 0; second < 40; second++) desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(99_500m, Ledger(desk).StartEquity);
        Assert.Equal(0m, desk.Core.Risk.Losses.DayPnl(Desk.Account));
    }

    [Fact]
    public void A_connection_that_is_away_for_some_seconds_at_midnight_has_seen_the_day_begin()
    {
        Desk desk = Monday();
        desk.Now = Desk.Start.AddHours(14).AddSeconds(-5);
        desk.Market(101.00m, 101.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
        desk.Disconnect();
        desk.Wait(TimeSpan.FromSeconds(10));

        desk.Connect();
        Told(desk, 100_400m, 400m);
        desk.Position(400m);
        desk.CompleteRound();
        desk.Market(101.00m, 101.02m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((new DateOnly(2026, 3, 3), "own"), (Ledger(desk).Day, Ledger(desk).StartSource));
        Assert.Equal(0m, desk.Core.Risk.Losses.DayPnl(Desk.Account));
    }

    [Fact]
    public void An_equity_that_is_told_before_the_prices_of_an_outage_does_not_count_their_move_twice()
    {
        Desk desk = Monday();
        desk.Disconnect();
        desk.Wait(TimeSpan.FromMinutes(10));

        // SPY has risen by 5.00: 2,000.00 that the broker's equity holds already.
        desk.Connect();
        Told(desk, 102_000m, 2_000m);
        desk.Position(400m);
        desk.CompleteRound();
        desk.Wait(TimeSpan.FromSeconds(1));
        desk.Market(105.00m, 105.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
        (decimal, decimal) told = (Ledger(desk).Equity, Ledger(desk).PeakEquity);
        desk.Market(106.00m, 106.02m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((102_000m, 102_000m), told);
        Assert.Equal((102_400m, 102_400m), (Ledger(desk).Equity, Ledger(desk).PeakEquity));
    }

    [Fact]
    public void A_fill_of_yesterday_that_is_told_after_midnight_is_no_profit_of_today()
    {
        Desk desk = Monday();
        desk.Now = Desk.Start.AddHours(14).AddSeconds(-1);
        desk.Market(101.00m, 101.02m);
        desk.Wait(TimeSpan.Zero);
        desk.Wait(TimeSpan.FromSeconds(2));
        DayLedger before = Ledger(desk);

        // 100 more were bought at 101.02 a moment before midnight; at midnight all were worth 101.00 each.
        Order late = new() { OrderRef = new OrderRef(""), ClientId = 99, PermId = new PermId(5_000), Account = Desk.Account, Contract = Desk.Spy, Side = OrderSide.Buy };
        desk.Apply(new ExecutionReceived(Desk.FillOf(late, "2.01", 100m, 101.02m, Desk.Start.AddHours(14).AddMilliseconds(-10)), IsReplay: false) { Time = desk.Now });
        desk.Position(500m);
        desk.Market(102.00m, 102.02m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((new DateOnly(2026, 3, 3), 0m), (before.Day, before.DayPnl));
        Assert.Equal((500m, 500m, 500m), (desk.Held!.Quantity, desk.Held.DayPnl, Ledger(desk).DayPnl));
    }

    [Fact]
    public void A_correction_of_a_fill_of_yesterday_is_no_profit_of_today()
    {
        Desk desk = Monday();
        desk.Now = Desk.Start.AddHours(14).AddSeconds(-1);
        desk.Market(101.00m, 101.02m);
        desk.Wait(TimeSpan.Zero);
        desk.Wait(TimeSpan.FromSeconds(2));

        // 300 and not 400 were bought.
        Order order = desk.Core.State.Orders.Snapshot[0];
        desk.Apply(new ExecutionReceived(Desk.FillOf(order, "1.02", 300m, 100m, Desk.Start), IsReplay: false) { Time = desk.Now });
        desk.Position(300m);
        desk.Market(102.00m, 102.02m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((300m, 300m), (desk.Held!.Quantity, desk.Held.DayPnl));
    }
}
