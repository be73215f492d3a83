using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingCore.Tests.Engine;

/// <summary>A difference that a person books is neither a profit nor a loss, nor does it hide one.</summary>
public sealed class AcceptedDifferenceTests
{
    private static readonly string DrawdownId = RiskLatch.IdOf("R26", new RiskScope(RiskScopeKind.Account, Desk.Account.Value));

    private static Desk Holding(decimal quantity, decimal price)
    {
        Desk desk = Desk.Ready();
        desk.Apply(new AccountValuesReceived(new AccountState { Account = Desk.Account, Currency = "USD", DailyPnl = 0m, UpdatedTime = desk.Now }) { Time = desk.Now });
        desk.Apply(new CurrencyCashReceived(Desk.Account, "USD", 500_000m, 500_000m, null) { Time = desk.Now });
        desk.Wait(TimeSpan.FromSeconds(1));
        Order order = desk.Working(Desk.Buy(quantity, price));
        desk.Fill(order, "1.01", quantity, price);
        desk.Position(quantity, price);
        desk.Wait(TimeSpan.FromSeconds(1));
        return desk;
    }

    private static CommandResult Accept(Desk desk, DifferenceCause cause, string ticker = "SPY", string currency = "")
    {
        var command = new AcceptDifference(Desk.Account.Value, ticker, currency, cause, "") { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(command);
        Assert.True(command.Reply.Task.IsCompletedSuccessfully);
        return command.Reply.Task.Result;
    }

    // The broker holds something else, and says so again in a complete comparison.
    private static void Differ(Desk desk, decimal quantity, decimal cost)
    {
        desk.Position(quantity, cost);
        for (int i = 0; i < 3; i++)
        {
            desk.Wait(TimeSpan.FromSeconds(6));
            if (desk.Core.State.RunningRound == 0) continue;
            desk.Position(quantity, cost);
            desk.CompleteRound();
        }
        desk.Wait(TimeSpan.FromSeconds(1));
        Assert.True(desk.Core.State.Positions.Find(Desk.Account, Desk.Spy.ConId)!.IsBlocked);
    }

    [Fact]
    public void A_denial_for_a_cost_that_differs_says_how_to_go_on_and_that_way_works()
    {
        Desk desk = Holding(400m, 98m);
        for (int i = 0; i < 6; i++)
        {
            desk.Wait(TimeSpan.FromSeconds(5));
            desk.Position(400m, 94m);
            if (desk.Core.State.RunningRound != 0) desk.CompleteRound();
        }
        desk.Market(99.00m, 99.02m);

        string denied = desk.Preview(Desk.Buy(1m, 99m)).Failures.Single(f => f.Code == "R01").Message;
        CommandResult booked = Accept(desk, DifferenceCause.Assignment);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Contains("The average cost of SPY does not agree", denied, StringComparison.Ordinal);
        Assert.Contains("take it over: with 'Book' beside the difference", denied, StringComparison.Ordinal);
        Assert.Equal((CommandOutcome.Accepted, 94m, false), (booked.Outcome, desk.Held!.AverageCost, desk.Preview(Desk.Buy(1m, 99m)).Failures.Any(f => f.Code == "R01")));
    }

    [Theory]
    [InlineData("0", "0")]       // the broker tells no cost of what it does not hold
    [InlineData("300", "98")]
    [InlineData("600", "95")]    // 200 more that cost 89 each
    [InlineData("-100", "103")]
    public void What_is_booked_makes_no_profit_and_costs_what_the_broker_says(string held, string cost)
    {
        decimal quantity = decimal.Parse(held, System.Globalization.CultureInfo.InvariantCulture), average = decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture);
        Desk desk = Holding(400m, 98m);
        desk.Market(99.00m, 99.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
        decimal? day = desk.Held!.DayPnl, loss = desk.Core.Risk.Losses.DayPnl(Desk.Account);
        decimal ledger = desk.Seen.Money.Ledgers.Single().DayPnl;
        Differ(desk, quantity, average);

        CommandResult booked = Accept(desk, DifferenceCause.Transfer);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(CommandOutcome.Accepted, booked.Outcome);
        Assert.Equal((quantity, 0m, true), (desk.Held!.Quantity, desk.Held.RealizedPnl, desk.Held.IsTiedOut));
        Assert.Equal(quantity == 0m ? 0m : average, desk.Held.AverageCost);
        Assert.Equal((day, ledger), (desk.Held.DayPnl, desk.Seen.Money.Ledgers.Single().DayPnl));
        Assert.Equal(loss, desk.Core.Risk.Losses.DayPnl(Desk.Account));

        // The same after a restart.
        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };
        next.Connect();
        next.Position(quantity, average);
        next.CompleteRound();
        next.Market(99.00m, 99.02m);
        next.Wait(TimeSpan.FromSeconds(1));
        Assert.Equal((quantity, desk.Held.DayPnl, loss), (next.Held!.Quantity, next.Held.DayPnl, next.Core.Risk.Losses.DayPnl(Desk.Account)));
    }

    [Fact]
    public void A_withdrawal_that_is_booked_is_no_drawdown()
    {
        Desk desk = Holding(100m, 98m);

        Book(desk, 460_000m, 960_000m, DifferenceCause.Withdrawal);
        decimal? peak = Peak(desk);
        desk.Money(913_000m);
        desk.Wait(TimeSpan.FromSeconds(1));
        bool before = desk.Core.State.Latches.IsTripped(DrawdownId);
        desk.Money(912_000m);   // 5 % below 960,000
        desk.Wait(TimeSpan.FromSeconds(6));   // the cash, which would tell a payment, does not come

        // The own books count the 200.00 that the shares stand above their price.
        Assert.Equal((960_000m, 960_200m, false, true), (peak, desk.Seen.Money.Ledgers.Single().PeakEquity, before, desk.Core.State.Latches.IsTripped(DrawdownId)));
    }

    [Fact]
    public void A_deposit_that_is_booked_hides_no_drawdown_and_makes_none()
    {
        Desk desk = Holding(100m, 98m);
        desk.Money(960_000m);
        desk.Wait(TimeSpan.FromSeconds(1));

        // 40,000 are lost, 100,000 come in.
        Book(desk, 600_000m, 1_060_000m, DifferenceCause.Deposit);
        desk.Wait(TimeSpan.FromSeconds(1));
        (decimal?, decimal) peaks = (Peak(desk), desk.Seen.Money.Ledgers.Single().PeakEquity);
        bool before = desk.Core.State.Latches.IsTripped(DrawdownId);
        desk.Money(1_045_000m);   // 5 % below 1,100,000
        desk.Wait(TimeSpan.FromSeconds(6));

        Assert.Equal(((1_100_000m, 1_100_200m), false, true), (peaks, before, desk.Core.State.Latches.IsTripped(DrawdownId)));
    }

    [Fact]
    public void Money_that_is_recorded_and_booked_counts_once_in_either_order()
    {
        Desk desk = Holding(100m, 98m);

        Record(desk, -60_000m);
        desk.Wait(TimeSpan.FromSeconds(1));
        decimal? recorded = Peak(desk);
        Book(desk, 440_000m, 940_000m, DifferenceCause.Withdrawal);
        decimal? booked = Peak(desk);
        Book(desk, 430_000m, 930_000m, DifferenceCause.Withdrawal);
        Record(desk, -10_000m);
        decimal? both = Peak(desk);
        Record(desk, -5_000m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((940_000m, 940_000m, 930_000m, 925_000m), (recorded, booked, both, Peak(desk)));
        Assert.False(desk.Core.State.Latches.IsTripped(DrawdownId));
    }

    [Fact]
    public void A_deposit_that_is_recorded_before_it_comes_is_no_drawdown()
    {
        Desk desk = Holding(100m, 98m);

        Record(desk, 100_000m);
        desk.Wait(TimeSpan.FromSeconds(1));
        bool early = desk.Core.State.Latches.IsTripped(DrawdownId);
        Book(desk, 600_000m, 1_100_000m, DifferenceCause.Deposit);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((false, 1_100_000m, false), (early, Peak(desk), desk.Core.State.Latches.IsTripped(DrawdownId)));
    }

    private static decimal? Peak(Desk desk) => desk.Core.Risk.Losses.Find(Desk.Account)?.PeakEquity;

    private static void Record(Desk desk, decimal amount) =>
        desk.Apply(new RecordCashFlow(Desk.Account.Value, amount, "Tax") { Time = desk.Now, Context = new CommandContext("user", "anna") });

    // The broker tells another equity and other cash, and again after every question.
    private static void Book(Desk desk, decimal cash, decimal equity, DifferenceCause cause)
    {
        for (int i = 0; i < 6; i++)
        {
            desk.Now += TimeSpan.FromSeconds(81);
            desk.Money(equity);
            desk.Apply(new CurrencyCashReceived(Desk.Account, "USD", cash - 9_800m, cash - 9_800m, null) { Time = desk.Now });
            desk.Wait(TimeSpan.FromSeconds(1));
            if (desk.Core.State.RunningRound == 0) continue;
            desk.Position(100m, 98m);
            desk.CompleteRound();
        }
        // What was recorded before is booked already.
        if (desk.Seen.Money.TieOut.Any(i => i is { Kind: TieOutKind.Cash, IsOver: true })) Assert.Equal(CommandOutcome.Accepted, Accept(desk, cause, "", "USD").Outcome);
    }
}
