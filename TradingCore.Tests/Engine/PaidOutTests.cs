using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingCore.Tests.Engine;

/// <summary>Money that is paid in or out, recorded or not, against the drawdown of R26 (5 % here) and the comparison of cash.</summary>
public sealed class PaidOutTests
{
    private static readonly string DrawdownId = RiskLatch.IdOf("R26", new RiskScope(RiskScopeKind.Account, Desk.Account.Value));
    private static readonly Contract Es = new() { ConId = new ConId(551601561), Ticker = "ES", Symbol = "ES", SecurityType = SecurityType.Future, Multiplier = 50m };

    // 1,000,000.00 of equity, half of it cash, and nothing traded for long.
    private static Desk Ready(Action<Desk>? told = null)
    {
        var desk = new Desk();
        desk.Connect();
        told?.Invoke(desk);
        Told(desk, 1_000_000m, 500_000m);
        desk.CompleteRound();
        desk.Market(100.00m, 100.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
        desk.Now += TimeSpan.FromMinutes(10);
        Told(desk, 1_000_000m, 500_000m);
        desk.Wait(TimeSpan.FromSeconds(1));
        return desk;
    }

    private static void Equity(Desk desk, decimal equity) =>
        desk.Apply(new AccountValuesReceived(new AccountState { Account = Desk.Account, Currency = "USD", NetLiquidation = equity, ExcessLiquidity = equity, DailyPnl = 0m, UpdatedTime = desk.Now }) { Time = desk.Now });

    private static void Cash(Desk desk, decimal cash) => desk.Apply(new CurrencyCashReceived(Desk.Account, "USD", cash, cash, null) { Time = desk.Now });

    private static void Told(Desk desk, decimal equity, decimal cash)
    {
        Equity(desk, equity);
        Cash(desk, cash);
    }

    private static bool IsTripped(Desk desk) => desk.Core.State.Latches.IsTripped(DrawdownId);

    // Time passes; the broker is asked and says the same again.
    private static void Pass(Desk desk, TimeSpan time)
    {
        for (DateTimeOffset end = desk.Now + time; desk.Now < end;)
        {
            desk.Market(100.00m, 100.02m);
            desk.Wait(TimeSpan.FromSeconds(1));
            if (desk.Core.State.RunningRound != 0) desk.CompleteRound();
        }
    }

    private static void Euros(Desk desk, decimal cash) => desk.Apply(new CurrencyCashReceived(Desk.Account, "EUR", cash, cash, 1.08m) { Time = desk.Now });

    private static CommandResult Book(Desk desk, DifferenceCause cause)
    {
        var command = new AcceptDifference(Desk.Account.Value, "", "USD", cause, "") { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(command);
        return command.Reply.Task.Result;
    }

    private static CommandResult Record(Desk desk, decimal amount)
    {
        var command = new RecordCashFlow(Desk.Account.Value, amount, "For the house.") { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(command);
        return command.Reply.Task.Result;
    }

    [Fact]
    public void Money_that_left_and_that_nobody_recorded_is_no_drawdown_and_stops_the_account_until_it_is_booked()
    {
        Desk desk = Ready();

        Told(desk, 900_000m, 400_000m);
        desk.Wait(TimeSpan.FromSeconds(1));
        SubmitResult undecided = desk.Submit(Desk.Buy(1m, 99m));
        Pass(desk, TimeSpan.FromSeconds(20));
        SubmitResult halted = desk.Submit(Desk.Buy(1m, 99m));
        CommandResult booked = Book(desk, DifferenceCause.Withdrawal);
        desk.Wait(TimeSpan.FromSeconds(1));
        SubmitResult after = desk.Submit(Desk.Buy(1m, 99m));

        Assert.Equal(["R26"], undecided.Verdict.Failures.Select(f => f.Code));
        Assert.Contains("If it was paid out, record it as a withdrawal", undecided.Message, StringComparison.Ordinal);
        Assert.Equal("R01", halted.Verdict.Failures.First().Code);
        Assert.Contains("100,000 USD went out of the account", halted.Message, StringComparison.Ordinal);
        Assert.Contains("book it as a withdrawal", halted.Message, StringComparison.Ordinal);
        Assert.Equal((CommandOutcome.Accepted, SubmitOutcome.Accepted, false), (booked.Outcome, after.Outcome, IsTripped(desk)));
        Assert.Equal(900_000m, desk.Core.Risk.Losses.Find(Desk.Account)!.PeakEquity);
        Assert.Equal(0m, desk.Core.Risk.Losses.DayPnl(Desk.Account));
    }

    [Theory]
    [InlineData(10_800, 10_000, 0)]         // 10,000 euros at 1.08
    [InlineData(10_900, 10_000, 0)]         // worked out with another rate, within 1 %
    [InlineData(10_910, 10_000, 10_910)]    // 1 % of 10,910 are 109.10, and 110 are missing: a person looks
    [InlineData(-5_400, -5_000, 0)]
    [InlineData(5_400, -5_000, 5_400)]
    public void What_was_recorded_in_dollars_and_moves_in_euros_is_booked_at_the_rate_of_the_day(int recorded, int moved, int onItsWay)
    {
        Desk desk = Ready(d => Euros(d, 20_000m));
        decimal start = desk.Core.Risk.Losses.Find(Desk.Account)!.StartEquity;
        Record(desk, recorded);

        Equity(desk, 1_000_000m + moved * 1.08m);
        Euros(desk, 20_000m + moved);
        Cash(desk, 500_000m);
        Pass(desk, TimeSpan.FromSeconds(2));

        TradingCore.Risk.Activity.AccountDay day = desk.Core.Risk.Losses.Find(Desk.Account)!;
        Assert.Equal((decimal)onItsWay, day.RecordedFlow);
        Assert.Equal(onItsWay == 0 ? 20_000m + moved : 20_000m, desk.Core.State.Cash.Own(Desk.Account)["EUR"]);
        if (onItsWay != 0) return;
        Assert.Equal((start + moved * 1.08m, 0m, 0m), (day.StartEquity, day.BookedFlow, desk.Core.Risk.Losses.DayPnl(Desk.Account)));
        Assert.Equal(SubmitOutcome.Accepted, desk.Submit(Desk.Buy(1m, 99m)).Outcome);
    }

    [Fact]
    public void What_a_person_books_as_something_else_counts_as_lost()
    {
        Desk desk = Ready();
        Told(desk, 900_000m, 400_000m);
        Pass(desk, TimeSpan.FromSeconds(20));
        bool before = IsTripped(desk);

        Book(desk, DifferenceCause.Fee);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((false, true), (before, IsTripped(desk)));
    }

    [Theory]
    [InlineData(-100_000)]
    [InlineData(100_000)]
    public void What_was_recorded_before_is_booked_when_the_money_moves_and_stops_nothing(int amount)
    {
        Desk desk = Ready();
        CommandResult recorded = Record(desk, amount);
        desk.Wait(TimeSpan.FromSeconds(1));
        SubmitResult onItsWay = desk.Submit(Desk.Buy(1m, 99m));

        Told(desk, 1_000_000m + amount, 500_000m + amount);
        desk.Wait(TimeSpan.FromSeconds(1));
        SubmitResult moved = desk.Submit(Desk.Buy(2m, 99m));
        Pass(desk, TimeSpan.FromSeconds(20));

        Assert.Equal((CommandOutcome.Accepted, SubmitOutcome.Accepted, SubmitOutcome.Accepted), (recorded.Outcome, onItsWay.Outcome, moved.Outcome));
        Assert.DoesNotContain(desk.Seen.Money.TieOut, i => i.IsOver);
        Assert.Equal((1_000_000m + amount, 0m, 0m), (desk.Core.Risk.Losses.Find(Desk.Account)!.PeakEquity, desk.Core.Risk.Losses.Find(Desk.Account)!.RecordedFlow, desk.Core.Risk.Losses.Find(Desk.Account)!.BookedFlow));
        Assert.Contains("as it was recorded", desk.Seen.Money.Adjustments.Single().Cause, StringComparison.Ordinal);
        Assert.False(IsTripped(desk));
    }

    [Fact]
    public void Recording_it_afterwards_clears_the_halt()
    {
        Desk desk = Ready();
        Told(desk, 900_000m, 400_000m);
        Pass(desk, TimeSpan.FromSeconds(20));
        SubmitResult halted = desk.Submit(Desk.Buy(1m, 99m));

        Record(desk, -100_000m);
        Pass(desk, TimeSpan.FromSeconds(2));

        Assert.Equal((SubmitOutcome.Denied, SubmitOutcome.Accepted), (halted.Outcome, desk.Submit(Desk.Buy(1m, 99m)).Outcome));
        Assert.Equal(900_000m, desk.Core.Risk.Losses.Find(Desk.Account)!.PeakEquity);
    }

    [Fact]
    public void A_record_of_another_amount_leaves_it_to_the_person()
    {
        Desk desk = Ready();
        Record(desk, -90_000m);
        Told(desk, 900_000m, 400_000m);
        Pass(desk, TimeSpan.FromSeconds(20));

        Assert.Equal(SubmitOutcome.Denied, desk.Submit(Desk.Buy(1m, 99m)).Outcome);
        Assert.Empty(desk.Seen.Money.Adjustments);
    }

    [Fact]
    public void Equity_that_falls_while_the_cash_stays_is_a_drawdown()
    {
        Desk desk = Ready();

        Told(desk, 950_000m, 500_000m);
        desk.Wait(TimeSpan.FromMilliseconds(250));

        Assert.True(IsTripped(desk));
    }

    [Fact]
    public void A_loss_that_is_hidden_behind_money_paid_out_is_a_drawdown()
    {
        Desk desk = Ready();

        // 40,000.00 were paid out and 50,000.00 lost.
        Told(desk, 910_000m, 460_000m);
        desk.Wait(TimeSpan.FromMilliseconds(250));

        Assert.True(IsTripped(desk));
    }

    [Fact]
    public void The_cash_may_be_told_a_moment_after_the_equity_and_orders_wait_for_it()
    {
        Desk desk = Ready();
        Equity(desk, 900_000m);
        desk.Wait(TimeSpan.FromSeconds(2));
        SubmitResult waiting = desk.Submit(Desk.Buy(1m, 99m));
        bool before = IsTripped(desk);
        Cash(desk, 400_000m);
        desk.Wait(TimeSpan.FromSeconds(10));

        Assert.Contains("has not told the cash yet", waiting.Message, StringComparison.Ordinal);
        Assert.Equal((false, false), (before, IsTripped(desk)));
    }

    [Fact]
    public void Cash_that_is_not_told_at_all_holds_nothing_up_for_long()
    {
        Desk desk = Ready();

        Equity(desk, 900_000m);
        desk.Wait(TimeSpan.FromSeconds(5));

        Assert.True(IsTripped(desk));
    }

    [Fact]
    public void Cash_that_an_unknown_purchase_took_is_no_payment()
    {
        Desk desk = Ready();
        desk.Position(1_000m);

        Told(desk, 900_000m, 400_000m);
        desk.Wait(TimeSpan.FromMilliseconds(250));

        Assert.True(IsTripped(desk));
    }

    [Fact]
    public void While_the_broker_settles_futures_in_cash_nobody_can_tell_and_the_latch_says_what_to_do()
    {
        Desk desk = Ready();
        Order foreign = new() { OrderRef = new OrderRef(""), ClientId = 99, PermId = new PermId(5_000), Account = Desk.Account, Contract = Es, Side = OrderSide.Buy };
        desk.Apply(new ExecutionReceived(Desk.FillOf(foreign, "f.01", 2m, 5_000m, desk.Now), IsReplay: false) { Time = desk.Now });
        desk.Apply(new BrokerPositionReceived(Desk.Account, Es, 2m, 250_000m) { Time = desk.Now });
        desk.Now += TimeSpan.FromDays(1);
        Told(desk, 1_000_000m, 500_000m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Told(desk, 940_000m, 440_000m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.True(IsTripped(desk));
        Assert.Contains("record that before you re-arm it", desk.Core.State.Latches.Find(DrawdownId)!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Little_cash_that_moves_right_after_a_fill_waits_for_the_brokers_turn()
    {
        Desk desk = Ready();
        Order order = desk.Working(Desk.Buy(300m, 100.02m));
        desk.Fill(order, "a.01", 300m, 100.02m);
        desk.Position(300m, 100.02m);
        desk.Wait(TimeSpan.FromSeconds(1));

        // The broker's cash does not hold the fill yet: 30,006.00 more than own books.
        Told(desk, 1_000_000m, 500_000m);
        for (int i = 0; i < 60; i++)
        {
            desk.Wait(TimeSpan.FromSeconds(1));
            if (desk.Core.State.RunningRound == 0) continue;
            desk.Position(300m, 100.02m);
            desk.CompleteRound();
        }

        Assert.DoesNotContain(desk.Seen.Money.TieOut, i => i.State == TieOutState.Halted);
    }
}
