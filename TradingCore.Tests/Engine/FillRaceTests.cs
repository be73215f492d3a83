using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>Fills that race with changes, cancels and their own corrections.</summary>
public sealed class FillRaceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_fill_of_the_old_quantity_does_not_end_an_order_whose_enlargement_is_under_way()
    {
        Desk desk = Desk.Ready(risk: r => r.PositionMax = 150m);
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Modify(order, new OrderChange(Quantity: 150m));

        desk.Fill(order, "a.01", 100m, 99m);
        OrderState afterFill = desk.Find(order).State;
        SubmitResult more = desk.Submit(Desk.Buy(1m, 99m));
        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { Quantity = 150m });
        CommandResult cancel = desk.Cancel(desk.Find(order));

        Assert.Equal(OrderState.Working, afterFill);
        Assert.Equal("R19", Assert.Single(more.Verdict.Failures).Code);
        Assert.Equal((150m, 100m, 50m), (desk.Find(order).Quantity, desk.Find(order).Filled, desk.Find(order).Remaining));
        Assert.Equal(CommandOutcome.Accepted, cancel.Outcome);
    }

    [Fact]
    public void An_enlargement_that_came_too_late_ends_with_the_order_filled()
    {
        Desk desk = Desk.Ready();
        Order byError = desk.Working(Desk.Buy(100m, 99m)), byStatus = desk.Working(Desk.Buy(100m, 98m)), bySilence = desk.Working(Desk.Buy(100m, 97m));
        foreach (Order order in new[] { byError, byStatus, bySilence })
        {
            desk.Modify(order, new OrderChange(Quantity: 150m));
            desk.Fill(order, $"{order.OrderRef.Value}.01", 100m, 97m);
        }

        desk.Error(byError, 104, "Cannot modify a filled order.", isWarning: true);
        desk.Status(byStatus, BrokerOrderStatus.Filled, filled: 100m);
        desk.Wait(Patience);
        desk.Open(bySilence, BrokerOrderStatus.Submitted);
        desk.CompleteRound();

        Assert.All(new[] { byError, byStatus, bySilence }, o => Assert.Equal((OrderState.Filled, 100m, (OrderChange?)null), (desk.Find(o).State, desk.Find(o).Quantity, desk.Find(o).PendingChange)));
    }

    [Fact]
    public void A_reduction_that_is_told_after_the_fill_that_completes_it_ends_the_order()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Fill(order, "a.01", 40m, 99m);
        desk.Modify(desk.Find(order), new OrderChange(Quantity: 50m));

        desk.Fill(order, "b.01", 10m, 99m);
        OrderState before = desk.Find(order).State;
        desk.Open(order, BrokerOrderStatus.Filled, e => e with { Quantity = 50m });

        Assert.Equal((OrderState.Working, OrderState.Filled), (before, desk.Find(order).State));
        Assert.Equal((50m, 50m, (OrderChange?)null), (desk.Find(order).Quantity, desk.Find(order).Filled, desk.Find(order).PendingChange));
    }

    [Fact]
    public void A_filled_order_that_the_broker_works_with_more_is_open_again()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Fill(order, "a.01", 100m, 99m);
        int rounds = desk.Gateway.Rounds.Count;

        desk.Open(order, BrokerOrderStatus.Submitted);   // a late repeat of what was
        OrderState afterRepeat = desk.Find(order).State;
        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { Quantity = 150m });

        Assert.Equal((OrderState.Filled, OrderState.Working), (afterRepeat, desk.Find(order).State));
        Assert.Equal(50m, desk.Find(order).Remaining);
        Assert.Equal(rounds + 1, desk.Gateway.Rounds.Count);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(60, false)]
    [InlineData(61, true)]
    [InlineData(50, false)]
    public void A_quantity_is_not_changed_to_what_has_filled_or_less(int quantity, bool isSent)
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Fill(order, "a.01", 60m, 99m);

        CommandResult result = desk.Modify(desk.Find(order), new OrderChange(Quantity: quantity));

        Assert.Equal(isSent, result.Outcome == CommandOutcome.Accepted);
        Assert.Equal(isSent ? 2 : 1, desk.Gateway.Placed.Count);
        if (quantity < 100 && !isSent) Assert.StartsWith("60 of the order have filled already", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_broker_counts_as_filled_of_a_cancelled_order_counts_for_risk_until_its_execution_comes()
    {
        Desk desk = Desk.Ready(risk: r => r.PositionMax = 100m);
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);

        desk.Status(order, BrokerOrderStatus.Cancelled, filled: 40m);
        SubmitResult tooMuch = desk.Submit(Desk.Buy(61m, 99m));
        RiskSum before = RiskSum.Of(desk);
        desk.Fill(order, "a.01", 40m, 99m);
        SubmitResult fits = desk.Submit(Desk.Buy(60m, 99m));

        Assert.Equal("R19", Assert.Single(tooMuch.Verdict.Failures).Code);
        Assert.Equal(new RiskSum(40m, 0), before);
        Assert.Equal(SubmitOutcome.Accepted, fits.Outcome);
        Assert.Equal((OrderState.Cancelled, 40m), (desk.Find(order).State, desk.Find(order).Filled));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_may_have_filled_before_an_end_that_came_without_a_count_counts_for_risk_until_it_is_counted(bool isDescribed)
    {
        Desk desk = Desk.Ready(risk: r => r.PositionMax = 100m);
        Order order = desk.Working(Desk.Buy(100m, 99m));

        EndUncounted(desk, order, isDescribed);
        SubmitResult early = desk.Submit(Desk.Buy(1m, 99m));
        desk.Status(order, BrokerOrderStatus.Cancelled, filled: 40m);
        SubmitResult tooMuch = desk.Submit(Desk.Buy(61m, 99m));
        SubmitResult fits = desk.Submit(Desk.Buy(60m, 99m));

        Assert.Equal(OrderState.Cancelled, desk.Find(order).State);
        Assert.Equal("R19", Assert.Single(early.Verdict.Failures).Code);
        Assert.Equal("R19", Assert.Single(tooMuch.Verdict.Failures).Code);
        Assert.Equal(SubmitOutcome.Accepted, fits.Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_end_that_nobody_counts_is_asked_for_and_counts_no_more_when_all_executions_are_told(bool isDescribed)
    {
        Desk desk = Desk.Ready(risk: r => r.PositionMax = 100m);
        Order order = desk.Working(Desk.Buy(100m, 99m));
        EndUncounted(desk, order, isDescribed);
        int rounds = desk.Gateway.Rounds.Count;

        desk.Wait(Patience);
        int asked = desk.Gateway.Rounds.Count;
        desk.Fill(order, "a.01", 30m, 99m);
        desk.CompleteRound();
        SubmitResult fits = desk.Submit(Desk.Buy(70m, 99m));

        Assert.Equal(rounds + 1, asked);
        Assert.Empty(desk.Core.State.Orders.Owed);
        Assert.Equal(SubmitOutcome.Accepted, fits.Outcome);
        Assert.DoesNotContain(desk.Find(order).History, l => l.Kind == "warning");
    }

    [Fact]
    public void An_execution_that_a_cancelled_order_owes_is_asked_for_and_given_up_when_the_broker_has_none()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);
        desk.Status(order, BrokerOrderStatus.Cancelled, filled: 40m);
        int rounds = desk.Gateway.Rounds.Count;

        desk.Wait(Patience);
        int asked = desk.Gateway.Rounds.Count;
        desk.CompleteRound();

        Assert.Equal(rounds + 1, asked);
        Assert.Empty(desk.Core.State.Orders.Owed);
        Assert.Contains(desk.Find(order).History, l => l.Text == "The broker counted 40 filled and tells executions of 0; the rest of them is not available any more.");
    }

    [Fact]
    public void A_correction_to_less_leaves_no_order_that_calls_itself_filled()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m));
        desk.Fill(order, "a.01", 100m, 100.02m);
        desk.Status(order, BrokerOrderStatus.Filled, filled: 100m);

        desk.Fill(order, "a.02", 90m, 100.00m);
        (OrderState State, decimal Filled) less = (desk.Find(order).State, desk.Find(order).Filled);
        desk.Fill(order, "a.03", 100m, 100.00m);

        Assert.Equal((OrderState.Cancelled, 90m), less);
        Assert.Equal((OrderState.Filled, 100m, 100m), (desk.Find(order).State, desk.Find(order).Filled, desk.Held!.Quantity));
        Assert.Empty(desk.Core.State.Orders.Owed);
    }

    [Fact]
    public void What_was_taken_back_is_owed_by_nobody()
    {
        Desk desk = Desk.Ready(risk: r => r.PositionMax = 100m);
        Order order = desk.Working(Desk.Buy(100m));
        desk.Status(order, BrokerOrderStatus.Filled, filled: 100m);
        desk.Fill(order, "a.01", 100m, 100.02m);

        desk.Fill(order, "a.02", 0m, 100.02m);

        Assert.Equal(OrderState.Cancelled, desk.Find(order).State);
        Assert.Equal(new RiskSum(0m, 0), RiskSum.Of(desk));
        Assert.Equal(SubmitOutcome.Accepted, desk.Submit(Desk.Buy(100m, 99m)).Outcome);
    }

    [Fact]
    public void A_correction_of_the_account_moves_the_execution_from_one_to_the_other()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m));
        desk.Fill(order, "a.01", 100m, 100.02m);
        var other = new AccountId("DU7654321");

        desk.Apply(new ExecutionReceived(Desk.FillOf(order, "a.02", 100m, 100.02m, desk.Now) with { Account = other }, false) { Time = desk.Now });

        Assert.Equal((0m, 100m), (desk.Core.State.Positions.QuantityOf(Desk.Account, Desk.Spy.ConId), desk.Core.State.Positions.QuantityOf(other, Desk.Spy.ConId)));
        Assert.Equal(100m, desk.Find(order).Filled);
    }

    [Fact]
    public void A_held_order_whose_cancel_was_refused_is_held_again()
    {
        Desk desk = Desk.Ready();
        Order entry = desk.Accepted(Desk.Buy(100m, 99m) with { Bracket = new BracketSpec(new ExitSpec { Price = 105m }, new ExitSpec { Price = 95m }) });
        Order[] exits = [.. desk.Gateway.Placed.Skip(1)];
        desk.Open(entry, BrokerOrderStatus.Submitted);
        foreach (Order exit in exits) desk.Open(exit, BrokerOrderStatus.PreSubmitted);
        desk.Cancel(exits[0]);
        desk.Status(exits[0], BrokerOrderStatus.PendingCancel);

        desk.Status(exits[0], BrokerOrderStatus.PreSubmitted);
        desk.Wait(Patience);
        desk.Wait(Patience);

        Assert.All(exits, e => Assert.Equal((OrderState.PreSubmitted, 100m), (desk.Find(e).State, desk.Find(e).Quantity)));
        Assert.Single(desk.Gateway.Cancelled);
    }

    private sealed record RiskSum(decimal Buys, int Working)
    {
        public static RiskSum Of(Desk desk) => new(
            desk.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null).Buys,
            desk.Core.Risk.Exposures.Find(Desk.Account, Desk.Spy.ConId)?.BuyCount ?? 0);
    }

    private static void EndUncounted(Desk desk, Order order, bool isDescribed)
    {
        if (isDescribed) desk.Open(order, BrokerOrderStatus.Cancelled);
        else desk.Error(order, 202, "Order Canceled - reason:");
    }
}
