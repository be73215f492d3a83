using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>Several options that end at once, while the engine looks or not, and what is told twice. Numbers by hand.</summary>
public sealed class OptionEndTests
{
    // Last day Friday 27 February 2026; Desk.Start is Monday 2 March, SPY at 100.00 to 100.02.
    private static Contract Option(int strike, string right) => new()
    {
        ConId = new ConId(7_000 + strike + (right == "P" ? 1_000 : 0)),
        Ticker = $"SPY   260227{right}{strike * 1000:00000000}",
        Symbol = "SPY",
        SecurityType = SecurityType.Option,
        Multiplier = 100m,
        Strike = strike,
        Right = right,
        LastTradeDateOrContractMonth = "20260227",
    };

    private static Desk Ready()
    {
        Desk desk = Desk.Ready();
        desk.Apply(new CurrencyCashReceived(Desk.Account, "USD", 500_000m, 500_000m, null) { Time = desk.Now });
        desk.Wait(TimeSpan.FromSeconds(1));
        return desk;
    }

    private static void Trade(Desk desk, string execId, Contract contract, decimal signed, decimal price)
    {
        Order foreign = new() { OrderRef = new OrderRef(""), ClientId = 99, PermId = new PermId(5_000), Account = Desk.Account, Contract = contract, Side = signed > 0m ? OrderSide.Buy : OrderSide.Sell };
        desk.Apply(new ExecutionReceived(Desk.FillOf(foreign, execId, Math.Abs(signed), price, desk.Now), IsReplay: false) { Time = desk.Now });
        decimal held = desk.Core.State.Positions.QuantityOf(Desk.Account, contract.ConId);
        Broker(desk, contract, held, price);
    }

    private static void Broker(Desk desk, Contract contract, decimal quantity, decimal cost = 0m) =>
        desk.Apply(new BrokerPositionReceived(Desk.Account, contract, quantity, cost) { Time = desk.Now });

    // The differences outlive their grace, the broker is asked, and says the same in a complete comparison.
    private static void Confirm(Desk desk, params (Contract Contract, decimal Quantity, decimal Cost)[] held)
    {
        for (int i = 0; i < 4; i++)
        {
            desk.Wait(TimeSpan.FromSeconds(6));
            if (desk.Core.State.RunningRound == 0) continue;
            foreach ((Contract contract, decimal quantity, decimal cost) in held) Broker(desk, contract, quantity, cost);
            desk.CompleteRound();
        }
    }

    private static decimal Cash(Desk desk) => desk.Seen.Money.Cash.Single(c => c.Currency == "USD").Own!.Value;

    private static string[] Causes(Desk desk) => [.. desk.Seen.Money.Adjustments.Where(a => a.Ticker.Length > 0).OrderBy(a => a.Time).Select(a => $"{a.Ticker} {a.Quantity} at {a.Price}: {a.Cause.Split(' ')[0].TrimEnd(':')}")];

    private static bool IsBlocked(Desk desk, Contract contract) => desk.Core.State.Positions.Find(Desk.Account, contract.ConId)!.IsBlocked;

    [Fact]
    public void Two_calls_that_are_assigned_at_once_bring_their_shares_at_two_strikes()
    {
        Desk desk = Ready();
        Contract near = Option(95, "C"), far = Option(98, "C");
        Trade(desk, "a.01", near, -1m, 6m);
        Trade(desk, "b.01", far, -2m, 3m);
        Broker(desk, near, 0m);
        Broker(desk, far, 0m);
        Broker(desk, Desk.Spy, -300m, 97m);

        Confirm(desk, (Desk.Spy, -300m, 97m));

        // 100 sold at 95 and 200 at 98: 29,100.00 of cash beside the premiums of 1,200.00.
        Assert.Equal((-300m, 97m, true), (desk.Held!.Quantity, desk.Held.AveragePrice, desk.Held.IsTiedOut));
        Assert.Equal(530_300m, Cash(desk));
        Assert.Equal(4, Causes(desk).Count(c => c.EndsWith("Assigned", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_spread_of_which_both_calls_end_in_the_money_leaves_no_shares_and_their_difference_in_cash()
    {
        Desk desk = Ready();
        Contract bought = Option(90, "C"), sold = Option(95, "C");
        Trade(desk, "a.01", bought, 1m, 9m);
        Trade(desk, "b.01", sold, -1m, 5m);
        Broker(desk, bought, 0m);
        Broker(desk, sold, 0m);

        Confirm(desk);

        // Bought for 900.00 and 500.00 received; 100 shares came at 90 and went at 95.
        Assert.Equal(500_100m, Cash(desk));
        Assert.Equal((0m, 500m), (desk.Held!.Quantity, desk.Held.RealizedPnl));
        Assert.Equal(100m, desk.Seen.Positions.Sum(p => p.RealizedPnl));
        Assert.False(IsBlocked(desk, bought) || IsBlocked(desk, sold));
    }

    [Fact]
    public void Of_a_spread_around_the_market_one_call_is_exercised_and_the_other_expires()
    {
        Desk desk = Ready();
        Contract bought = Option(95, "C"), sold = Option(105, "C");
        Trade(desk, "a.01", bought, 1m, 6m);
        Trade(desk, "b.01", sold, -1m, 1m);
        Broker(desk, bought, 0m);
        Broker(desk, sold, 0m);
        Broker(desk, Desk.Spy, 100m, 95m);

        Confirm(desk, (Desk.Spy, 100m, 95m));

        Assert.Equal((100m, 95m), (desk.Held!.Quantity, desk.Held.AveragePrice));
        Assert.Equal(490_000m, Cash(desk));   // 500,000 - 600 + 100 - 9,500
        Assert.Contains(Causes(desk), c => c.Contains("C00105000", StringComparison.Ordinal) && c.EndsWith("Expired", StringComparison.Ordinal));
    }

    [Fact]
    public void What_could_have_ended_in_two_ways_waits_for_a_person_while_no_price_decides()
    {
        var desk = new Desk();
        desk.Connect();
        desk.CompleteRound();
        Contract bought = Option(90, "C"), sold = Option(95, "C");
        Trade(desk, "a.01", bought, 1m, 9m);
        Trade(desk, "b.01", sold, -1m, 5m);
        Broker(desk, bought, 0m);
        Broker(desk, sold, 0m);

        Confirm(desk);

        Assert.Empty(desk.Seen.Money.Adjustments);
        Assert.True(IsBlocked(desk, bought) && IsBlocked(desk, sold));
    }

    // The broker tells the cash, which holds what the end of the options has moved.
    private static void TellCash(Desk desk, decimal amount)
    {
        desk.Wait(TimeSpan.FromSeconds(1));
        desk.Apply(new CurrencyCashReceived(Desk.Account, "USD", amount, amount, null) { Time = desk.Now });
    }

    [Fact]
    public void Of_ten_calls_that_are_gone_the_shares_tell_how_many_were_assigned()
    {
        Desk desk = Ready();
        Contract call = Option(100, "C");
        Trade(desk, "a.01", call, -10m, 0.50m);
        Broker(desk, call, 0m);
        Broker(desk, Desk.Spy, -400m, 100m);

        Confirm(desk, (Desk.Spy, -400m, 100m));

        Assert.Equal((-400m, 100m, true), (desk.Held!.Quantity, desk.Held.AveragePrice, desk.Held.IsTiedOut));
        Assert.Equal(540_500m, Cash(desk));   // 500 of premium, 400 sold at 100
        Assert.Equal(500m, desk.Seen.Positions.Single(p => p.Contract.ConId == call.ConId).RealizedPnl);
        Assert.Equal(["4 at 0: Assigned", "6 at 0: Expired"], Causes(desk).Where(c => c.StartsWith(call.Ticker, StringComparison.Ordinal)).Select(c => c[(call.Ticker.Length + 1)..]));
    }

    [Fact]
    public void Where_the_shares_leave_several_ways_the_cash_says_which()
    {
        Desk desk = Ready();
        Contract near = Option(99, "C"), far = Option(100, "C");
        Trade(desk, "a.01", near, -2m, 1m);
        Trade(desk, "b.01", far, -2m, 0.50m);
        Broker(desk, near, 0m);
        Broker(desk, far, 0m);
        Broker(desk, Desk.Spy, -200m, 99.50m);
        desk.Wait(TimeSpan.FromSeconds(6));

        // One of each: 9,900 and 10,000 beside the premiums of 300.
        TellCash(desk, 520_200m);
        Confirm(desk, (Desk.Spy, -200m, 99.50m));

        Assert.Equal((520_200m, -200m, 99.50m), (Cash(desk), desk.Held!.Quantity, desk.Held.AveragePrice));
        Assert.Equal(2, Causes(desk).Count(c => c.Contains(" 1 at 0: Expired", StringComparison.Ordinal)));
        Assert.False(IsBlocked(desk, near) || IsBlocked(desk, far));
    }

    [Fact]
    public void What_waits_for_a_person_is_decided_when_the_cash_is_told_after_all()
    {
        var desk = new Desk();
        desk.Connect();
        desk.Apply(new CurrencyCashReceived(Desk.Account, "USD", 500_000m, 500_000m, null) { Time = desk.Now });
        desk.CompleteRound();
        desk.Wait(TimeSpan.FromSeconds(1));
        Contract bought = Option(90, "C"), sold = Option(95, "C");
        Trade(desk, "a.01", bought, 1m, 9m);
        Trade(desk, "b.01", sold, -1m, 5m);
        desk.Apply(new InstrumentResolved(Desk.SpyQuery, new Instrument { Contract = Desk.Spy }) { Time = desk.Now });
        Broker(desk, bought, 0m);
        Broker(desk, sold, 0m);
        Confirm(desk);
        bool waits = IsBlocked(desk, bought) && IsBlocked(desk, sold);
        string told = desk.Seen.NoticesSince(0).Last(n => n.Text.Contains("no new order in it", StringComparison.Ordinal)).Text;

        // 400 paid for the spread, 500 came for it.
        TellCash(desk, 500_100m);
        for (int i = 0; i < 70; i++)
        {
            desk.Wait(TimeSpan.FromSeconds(1));
            if (desk.Core.State.RunningRound != 0) desk.CompleteRound();
        }

        Assert.True(waits);
        Assert.Contains("Its last day is over", told, StringComparison.Ordinal);
        Assert.Contains("book it as expiry, exercise or assignment", told, StringComparison.Ordinal);
        Assert.Equal((500_100m, false, false), (Cash(desk), IsBlocked(desk, bought), IsBlocked(desk, sold)));
        Assert.Equal(100m, desk.Seen.Positions.Sum(p => p.RealizedPnl));
    }

    private static Contract Spx(int strike, string right = "C") => Option(strike, right) with { ConId = new ConId(80_000 + strike + (right == "P" ? 10_000 : 0)), Symbol = "SPX", Ticker = $"SPXW  260227{right}{strike * 1000:00000000}" };

    [Fact]
    public void Index_options_are_booked_at_what_the_cash_says_they_were_settled_at()
    {
        Desk desk = Ready();
        Contract call = Spx(4_000);
        Trade(desk, "a.01", call, 2m, 10m);
        Broker(desk, call, 0m);
        Confirm(desk);
        int early = desk.Seen.Money.Adjustments.Count;

        // 2,000 paid; 2 x 100 x 12.35 came.
        TellCash(desk, 500_470m);
        for (int i = 0; i < 70; i++)
        {
            desk.Wait(TimeSpan.FromSeconds(1));
            if (desk.Core.State.RunningRound != 0) desk.CompleteRound();
        }

        Assert.Equal((0, 500_470m, 470m), (early, Cash(desk), desk.Seen.Positions.Single(p => p.Contract.ConId == call.ConId).RealizedPnl));
        Assert.False(IsBlocked(desk, call));
        Assert.Contains(desk.Seen.Money.Adjustments, a => a.Cause == "Exercised, settled in cash at 12.35.");
    }

    [Theory]
    [InlineData(0, 0)]          // both expired
    [InlineData(1_235, 1_235)]  // between the strikes
    [InlineData(5_000, 5_000)]  // both in the money
    public void A_spread_on_an_index_makes_what_its_cash_says(int cash, int made)
    {
        Desk desk = Ready();
        Contract bought = Spx(4_000), sold = Spx(4_050);
        Trade(desk, "a.01", bought, 1m, 20m);
        Trade(desk, "b.01", sold, -1m, 20m);
        Broker(desk, bought, 0m);
        Broker(desk, sold, 0m);
        desk.Wait(TimeSpan.FromSeconds(6));

        TellCash(desk, 500_000m + cash);
        for (int i = 0; i < 70; i++)
        {
            desk.Wait(TimeSpan.FromSeconds(1));
            if (desk.Core.State.RunningRound != 0) desk.CompleteRound();
        }

        Assert.Equal((500_000m + cash, (decimal)made), (Cash(desk), desk.Seen.Positions.Sum(p => p.RealizedPnl)));
        Assert.False(IsBlocked(desk, bought) || IsBlocked(desk, sold));
    }

    private static CommandResult Accept(Desk desk, Contract contract, DifferenceCause cause)
    {
        var command = new AcceptDifference(Desk.Account.Value, contract.Ticker, "", cause, "") { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(command);
        Assert.True(command.Reply.Task.IsCompletedSuccessfully);
        return command.Reply.Task.Result;
    }

    [Fact]
    public void An_expiry_that_a_person_books_is_the_loss_of_the_premium()
    {
        Desk desk = Ready();
        Contract call = Option(80, "C");
        Trade(desk, "a.01", call, 1m, 20m);
        Broker(desk, call, 0m);
        Confirm(desk);

        CommandResult booked = Accept(desk, call, DifferenceCause.Expiry);

        Assert.Equal(CommandOutcome.Accepted, booked.Outcome);
        Assert.Equal((0m, -2_000m), (desk.Seen.Positions.Single(p => p.Contract.ConId == call.ConId).Quantity, desk.Seen.Positions.Single(p => p.Contract.ConId == call.ConId).RealizedPnl));
    }

    [Fact]
    public void An_option_deep_in_the_money_that_brings_no_shares_has_not_simply_expired()
    {
        Desk desk = Ready();
        Contract call = Option(80, "C");
        Trade(desk, "a.01", call, 1m, 20m);
        Broker(desk, call, 0m);

        Confirm(desk);

        Assert.Empty(desk.Seen.Money.Adjustments);
        Assert.True(IsBlocked(desk, call));
    }

    [Fact]
    public void What_ended_while_the_engine_was_away_is_booked_once_however_often_it_starts()
    {
        Desk first = Ready();
        Contract call = Option(95, "C");
        Trade(first, "a.01", call, -1m, 6m);

        var second = new Desk(first.Journal.Recover(), run: "2") { Now = first.Now.AddHours(2) };
        second.Connect();
        Broker(second, Desk.Spy, -100m, 95m);
        second.CompleteRound();
        second.Market(100.00m, 100.02m);
        Confirm(second, (Desk.Spy, -100m, 95m));
        decimal cash = Cash(second);
        string[] causes = Causes(second);

        RecordedJournals journals = new(first, second);
        var third = new Desk(journals.Recover(), run: "3") { Now = second.Now.AddHours(2) };
        third.Connect();
        Broker(third, Desk.Spy, -100m, 95m);
        third.CompleteRound();
        third.Market(100.00m, 100.02m);
        Confirm(third, (Desk.Spy, -100m, 95m));

        Assert.Equal(510_100m, cash);   // 600 of premium, 9,500 of shares
        Assert.Equal(2, causes.Length);
        Assert.Equal(causes, Causes(third));
        Assert.Equal((cash, -100m), (Cash(third), third.Held!.Quantity));
        Assert.Equal(second.Seen.Money.Adjustments.Select(a => (a.Ticker, a.Quantity, a.Cause)), third.Seen.Money.Adjustments.Select(a => (a.Ticker, a.Quantity, a.Cause)));
    }

    [Fact]
    public void Executions_of_an_assignment_that_come_after_it_was_booked_do_not_count_twice()
    {
        Desk desk = Ready();
        Contract call = Option(95, "C");
        Trade(desk, "a.01", call, -1m, 6m);
        Broker(desk, call, 0m);
        Broker(desk, Desk.Spy, -100m, 95m);
        Confirm(desk, (Desk.Spy, -100m, 95m));
        decimal cash = Cash(desk), shares = desk.Held!.Quantity;

        // The broker tells what it did as executions after all.
        Order foreign = new() { OrderRef = new OrderRef(""), PermId = new PermId(6_000), Account = Desk.Account, Contract = call, Side = OrderSide.Buy };
        desk.Apply(new ExecutionReceived(Desk.FillOf(foreign, "x.01", 1m, 0m, desk.Now), IsReplay: true) { Time = desk.Now });
        desk.Apply(new ExecutionReceived(Desk.FillOf(foreign with { Contract = Desk.Spy, Side = OrderSide.Sell }, "y.01", 100m, 95m, desk.Now), IsReplay: true) { Time = desk.Now });
        Confirm(desk, (Desk.Spy, -100m, 95m));

        Assert.Equal((510_100m, -100m), (cash, shares));
        Assert.Equal((cash, shares, true), (Cash(desk), desk.Held!.Quantity, desk.Held.IsTiedOut));
        Assert.Equal(0m, desk.Core.State.Positions.QuantityOf(Desk.Account, call.ConId));
        Assert.False(IsBlocked(desk, call) || IsBlocked(desk, Desk.Spy));
        Assert.Contains(desk.Seen.Money.Adjustments, a => a.Cause.Contains("told as an execution after all", StringComparison.Ordinal));
    }

    // The journals of two runs, one after the other.
    private sealed class RecordedJournals(params Desk[] runs)
    {
        public TradingCore.Engine.Ports.RecoveredState Recover()
        {
            var all = new FakeJournal();
            foreach (Desk run in runs) all.Entries.AddRange(run.Journal.Entries);
            return all.Recover();
        }
    }
}
