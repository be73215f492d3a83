using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Risk;

namespace TradingCore.Tests.Engine;

/// <summary>The broker's position is ahead of the executions: it liquidated, or somebody traded in TWS, and the execution has not been told yet.</summary>
public sealed class BrokerAheadTests
{
    [Fact]
    public void What_the_broker_has_closed_already_is_not_closed_again()
    {
        Desk desk = Holding(60m);
        desk.Position(0m);

        SubmitResult closed = desk.Close("SPY");
        SubmitResult reversed = desk.Reverse("SPY");

        Assert.Equal(SubmitOutcome.Denied, closed.Outcome);
        Assert.Contains("tells a position of 0 SPY and own fills give 60", closed.Message, StringComparison.Ordinal);
        Assert.Equal(SubmitOutcome.Denied, reversed.Outcome);
    }

    [Theory]
    [InlineData(25, 25)]     // the broker sold a part
    [InlineData(90, 60)]     // somebody bought more: that is closed when it is known
    public void A_close_is_no_larger_than_what_both_books_hold(int told, int closed)
    {
        Desk desk = Holding(60m);
        desk.Position(told);

        Assert.Equal(SubmitOutcome.Accepted, desk.Close("SPY").Outcome);
        Assert.Equal(closed, Assert.Single(desk.Gateway.Placed, o => o.Side == OrderSide.Sell).Quantity);
    }

    [Fact]
    public void A_broker_that_has_not_told_its_position_since_the_fill_holds_up_no_close()
    {
        Desk desk = Holding(60m);
        Order more = desk.Working(Desk.Buy(40m, 100.02m));
        desk.Wait(TimeSpan.FromMilliseconds(10));
        desk.Fill(more, "m.01", 40m, 100.02m);

        Assert.Equal(SubmitOutcome.Accepted, desk.Close("SPY").Outcome);
        Assert.Equal(100m, Assert.Single(desk.Gateway.Placed, o => o.Side == OrderSide.Sell).Quantity);
    }

    [Theory]
    [InlineData(1_900, 100, true)]
    [InlineData(1_900, 101, false)]
    [InlineData(-1_960, 100, true)]   // the worst case of a purchase is on the other side
    public void The_limit_of_the_position_counts_what_the_broker_holds_already(int told, int quantity, bool passes)
    {
        Desk desk = Holding(60m);
        desk.Position(told);

        RiskVerdict verdict = desk.Preview(Desk.Buy(quantity, 100m));

        Assert.Equal(passes, !verdict.Failures.Any(f => f.Code == "R19"));
    }

    [Fact]
    public void What_would_open_the_other_side_is_no_reduction()
    {
        Desk desk = Holding(60m, equity: 5_000m);
        desk.Position(0m);

        Assert.Contains(desk.Preview(Desk.Sell(60m, 99.9m)).Failures, f => f.Code == "R21");
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(61, false)]   // no more than what was traded in these seconds: the broker may be about to tell it
    public void A_difference_stops_orders_also_while_somebody_trades_on(int told, bool stops)
    {
        Desk desk = Holding(60m);
        desk.Position(told);
        for (int i = 0; i < 8; i++)
        {
            desk.Wait(TimeSpan.FromSeconds(2));
            if (desk.Core.State.RunningRound != 0) desk.CompleteRound();
            if (desk.Submit(Desk.Spec(i % 2 == 0 ? OrderSide.Buy : OrderSide.Sell, 1m, i % 2 == 0 ? 100.02m + i : 99m - i)).Order is not { } order) break;
            desk.Open(desk.Gateway.Placed[^1], BrokerOrderStatus.Submitted);
            desk.Fill(desk.Gateway.Placed[^1], $"t{i}.01", 1m, 100m);
            desk.Position(told);
        }

        Assert.Equal(stops, desk.Core.State.Positions.Find(Desk.Account, Desk.Spy.ConId)!.IsBlocked);
    }

    [Fact]
    public void What_somebody_else_trades_is_asked_for_within_a_second_and_once()
    {
        Desk desk = Holding(60m);
        desk.Position(90m);

        desk.Wait(TimeSpan.FromSeconds(0.4));
        bool early = desk.Core.State.RunningRound != 0;
        desk.Wait(TimeSpan.FromSeconds(0.2));
        bool asked = desk.Core.State.RunningRound != 0;
        desk.Position(90m);
        desk.CompleteRound();
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((false, true, 0, false), (early, asked, desk.Core.State.RunningRound, desk.Core.State.Positions.Find(Desk.Account, Desk.Spy.ConId)!.IsBlocked));
    }

    private static Desk Holding(decimal quantity, decimal equity = 1_000_000m)
    {
        Desk desk = Desk.Ready(equity: 1_000_000m);
        Order held = desk.Working(Desk.Buy(quantity, 100.02m));
        desk.Fill(held, "h.01", quantity, 100.02m);
        desk.Wait(TimeSpan.FromMilliseconds(10));
        desk.Position(quantity, 100.02m);
        desk.Money(equity);
        desk.Wait(TimeSpan.FromMilliseconds(10));
        return desk;
    }
}
