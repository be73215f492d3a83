using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Risk;

namespace TradingCore.Tests.Engine;

/// <summary>What is told of a day after it is over changes that day, with a reason, and makes no profit or loss of today.</summary>
public sealed class PastDayTests
{
    private static readonly DateTimeOffset Midnight = Desk.Start.AddHours(14);   // in New York
    private static readonly DateOnly First = new(2026, 3, 2);

    private static void Wide(RiskOptions risk) => risk.ConcentrationPercentMax = 100m;

    private static void Told(Desk desk, decimal? equity, decimal? daily) =>
        desk.Apply(new AccountValuesReceived(new AccountState { Account = Desk.Account, Currency = "USD", NetLiquidation = equity, ExcessLiquidity = equity, DailyPnl = daily, UpdatedTime = desk.Now }) { Time = desk.Now });

    // 400 SPY bought at 100.00 on Monday, worth 101.00 each at midnight: 400.00 made.
    private static Desk Monday()
    {
        Desk desk = Desk.Ready(risk: Wide, equity: 100_000m);
        Told(desk, null, 0m);
        desk.Wait(TimeSpan.FromSeconds(1));
        Order order = desk.Working(Desk.Buy(400m, 100m));
        desk.Fill(order, "1.01", 400m, 100m);
        desk.Position(400m);
        desk.Now = Midnight.AddSeconds(-1);
        desk.Market(101.00m, 101.02m);
        desk.Wait(TimeSpan.Zero);
        return desk;
    }

    private static Desk Tuesday()
    {
        Desk desk = Monday();
        desk.Wait(TimeSpan.FromSeconds(2));
        return desk;
    }

    private static void Late(Desk desk, string execId, OrderSide side, decimal quantity, decimal price, Contract? contract = null, string feeCurrency = "")
    {
        Order late = new() { OrderRef = new OrderRef(""), ClientId = 99, PermId = new PermId(5_000), Account = Desk.Account, Contract = contract ?? Desk.Spy, Side = side };
        Fill fill = Desk.FillOf(late, execId, quantity, price, Midnight.AddMilliseconds(-10));
        desk.Apply(new ExecutionReceived(feeCurrency.Length > 0 ? fill with { Commission = 2m, CommissionCurrency = feeCurrency } : fill, IsReplay: false) { Time = desk.Now });
    }

    private static DayLedger Past(Desk desk) => desk.Seen.Money.PastDays.Single();

    private static decimal? LossOfToday(Desk desk)
    {
        desk.Market(102.00m, 102.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
        return desk.Core.Risk.Losses.DayPnl(Desk.Account);
    }

    [Fact]
    public void Bought_before_midnight_and_told_after_it()
    {
        Desk desk = Tuesday();
        DayLedger before = Past(desk);

        // 100 at 101.02, worth 101.00 at midnight: 2.00 lost on Monday, 100.00 made on Tuesday.
        Late(desk, "2.01", OrderSide.Buy, 100m, 101.02m);
        DayLedger after = Past(desk);

        Assert.Equal((First, 0m, 400m, 400m, ""), (before.Day, before.RealizedPnl, before.UnrealizedPnl, before.DayPnl, before.Note));
        Assert.Equal((First, 0m, 398m, 398m, ""), (after.Day, after.RealizedPnl, after.UnrealizedPnl, after.DayPnl, after.Missing));
        Assert.Equal("2026-03-03 05:00 UTC: 100 SPY at 101.02 (execution 2.01) were told late.", after.Note);
        Assert.Equal(500m, LossOfToday(desk));
        Assert.Equal(500m, desk.Seen.Money.Ledgers.Single().DayPnl);
    }

    [Fact]
    public void Sold_before_midnight_and_told_after_it()
    {
        Desk desk = Tuesday();

        // 100 of the 400 at 101.50: 150.00 realised, and 100.00 less that was open at midnight.
        Late(desk, "2.01", OrderSide.Sell, 100m, 101.50m);

        Assert.Equal((150m, 300m, 450m), (Past(desk).RealizedPnl, Past(desk).UnrealizedPnl, Past(desk).DayPnl));
        Assert.Equal(300m, LossOfToday(desk));
    }

    [Fact]
    public void A_corrected_price_and_a_late_commission_are_of_their_day()
    {
        Desk desk = Tuesday();
        Order order = desk.Core.State.Orders.Snapshot[0];

        desk.Apply(new ExecutionReceived(Desk.FillOf(order, "1.02", 400m, 100.50m, Desk.Start.AddSeconds(1)), IsReplay: false) { Time = desk.Now });
        DayLedger corrected = Past(desk);
        desk.Apply(new CommissionReceived(new ExecId("1.02"), 3m, "USD", null) { Time = desk.Now });
        DayLedger charged = Past(desk);

        Assert.Equal((0m, 200m, 0m, 200m), (corrected.RealizedPnl, corrected.UnrealizedPnl, corrected.Fees, corrected.DayPnl));
        Assert.Equal((0m, 200m, 3m, 197m), (charged.RealizedPnl, charged.UnrealizedPnl, charged.Fees, charged.DayPnl));
        Assert.Contains("Execution 1.02 was corrected: 400 SPY at 100.00 are 400 at 100.50.", charged.Note, StringComparison.Ordinal);
        Assert.EndsWith("The commission of execution 1.02 in SPY was told late.", charged.Note, StringComparison.Ordinal);
        Assert.Equal(400m, LossOfToday(desk));
    }

    [Fact]
    public void A_loss_of_yesterday_does_not_trip_the_limit_of_today_and_hides_none()
    {
        Desk desk = Tuesday();
        Order order = desk.Core.State.Orders.Snapshot[0];

        // 400 at 106.50 instead of 100.00: 2,600.00 less on Monday, more than the 2 % of a day.
        desk.Apply(new ExecutionReceived(Desk.FillOf(order, "1.02", 400m, 106.50m, Desk.Start.AddSeconds(1)), IsReplay: false) { Time = desk.Now });
        desk.Wait(TimeSpan.FromSeconds(1));
        decimal? loss = desk.Core.Risk.Losses.DayPnl(Desk.Account);
        desk.Market(95.95m, 95.97m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((0m, -2_020m), (loss, desk.Core.Risk.Losses.DayPnl(Desk.Account)));
        Assert.Equal(-2_200m, Past(desk).DayPnl);
        Assert.Contains(desk.Core.State.Latches.Snapshot, l => l is { Code: "R25", IsTripped: true });
    }

    [Fact]
    public void The_past_day_is_the_same_after_a_restart_and_when_the_broker_tells_it_again()
    {
        Desk desk = Tuesday();
        Late(desk, "2.01", OrderSide.Buy, 100m, 101.02m);
        desk.Wait(TimeSpan.FromSeconds(2));
        DayLedger before = Past(desk);

        var next = new Desk(desk.Journal.Recover(), risk: Wide, run: "2") { Now = desk.Now };
        Late(next, "2.01", OrderSide.Buy, 100m, 101.02m);

        Assert.Equal(before, Past(next));
    }

    [Fact]
    public void A_day_that_ended_without_a_connection_keeps_its_figures_and_takes_what_is_told_of_it_later()
    {
        Desk desk = Monday();
        desk.Disconnect();
        for (int hour = 0; hour < 8; hour++) desk.Wait(TimeSpan.FromHours(1));
        DayLedger waiting = desk.Seen.Money.Ledgers.Single();

        desk.Connect();
        Late(desk, "2.01", OrderSide.Sell, 100m, 101.50m);
        desk.Market(101.00m, 101.02m);
        Told(desk, 100_450m, 0m);
        desk.Position(300m);
        desk.CompleteRound();
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((First, 400m), (waiting.Day, waiting.DayPnl));
        // No price of midnight is known: what was sold had made 100.00 of the 400.00 at the last price of the day.
        DayLedger past = Past(desk);
        Assert.Equal((First, 150m), (past.Day, past.RealizedPnl));
        Assert.Contains("Value at the end of the day not known of SPY", past.Missing, StringComparison.Ordinal);
        Assert.Contains("were told late", past.Note, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2026, 3, 3), desk.Seen.Money.Ledgers.Single().Day);
    }

    [Fact]
    public void What_was_not_held_at_midnight_has_no_price_then_and_the_day_says_so()
    {
        Desk desk = Tuesday();
        Contract qqq = new() { ConId = new ConId(320227571), Ticker = "QQQ", Symbol = "QQQ" };

        Late(desk, "2.01", OrderSide.Buy, 10m, 500m, qqq);

        Assert.Equal((400m, "Value at the end of the day not known of QQQ, of which something was told late."), (Past(desk).DayPnl, Past(desk).Missing));
    }

    [Fact]
    public void A_fee_in_another_currency_is_converted_at_the_rate_of_the_day()
    {
        Desk desk = Monday();
        desk.Apply(new CurrencyCashReceived(Desk.Account, "EUR", 0m, 0m, 1.10m) { Time = desk.Now });
        desk.Wait(TimeSpan.FromSeconds(2));
        desk.Apply(new CurrencyCashReceived(Desk.Account, "EUR", 0m, 0m, 1.20m) { Time = desk.Now });

        Late(desk, "2.01", OrderSide.Buy, 100m, 101.00m, feeCurrency: "EUR");

        Assert.Equal((2.20m, 397.80m), (Past(desk).Fees, Past(desk).DayPnl));
    }

    [Fact]
    public void Many_late_executions_are_counted_and_the_newest_are_named()
    {
        Desk desk = Tuesday();

        for (int i = 1; i <= 30; i++) Late(desk, $"2{i:00}.01", OrderSide.Buy, 1m, 101.02m);

        Assert.StartsWith("Changed 30 times after the day, the newest: ", Past(desk).Note, StringComparison.Ordinal);
        Assert.Contains("230.01", Past(desk).Note, StringComparison.Ordinal);
        Assert.DoesNotContain("225.01", Past(desk).Note, StringComparison.Ordinal);
    }
}
