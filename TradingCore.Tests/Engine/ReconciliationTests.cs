using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

public sealed class ReconciliationTests
{
    [Fact]
    public void No_order_leaves_before_the_first_comparison_is_complete()
    {
        var desk = new Desk();
        desk.Connect();
        desk.Market(100.00m, 100.02m);

        SubmitResult before = desk.Submit(Desk.Buy(10m));
        SessionStatus reconciling = desk.Seen.Session;
        desk.CompleteRound();
        SubmitResult after = desk.Submit(Desk.Buy(10m));

        Assert.Equal("R02", before.Verdict.Failures.Single().Code);
        Assert.Equal((SessionState.Reconciling, false, "Orders and positions are being compared with the broker."), (reconciling.State, reconciling.IsTradingEnabled, reconciling.TradingDisabledReason));
        Assert.Equal(SubmitOutcome.Accepted, after.Outcome);
        Assert.Equal((SessionState.Ready, true, true), (desk.Seen.Session.State, desk.Seen.Session.IsVerified, desk.Seen.Session.IsTradingEnabled));
    }

    [Fact]
    public void The_ends_of_an_older_round_verify_nothing()
    {
        var desk = new Desk();
        desk.Connect();
        desk.Disconnect();
        desk.Now += TimeSpan.FromSeconds(1);
        desk.Session(SessionState.Reconciling);

        desk.CompleteRound(round: 1);
        bool afterOld = desk.Seen.Session.IsVerified;
        desk.CompleteRound(round: 2);

        Assert.Equal((false, true), (afterOld, desk.Seen.Session.IsVerified));
    }

    [Fact]
    public void Three_of_four_lists_are_not_enough()
    {
        var desk = new Desk();
        desk.Connect();

        desk.Apply(new OpenOrdersEnd(1) { Time = desk.Now });
        desk.Apply(new ExecutionsEnd(1) { Time = desk.Now });
        desk.Apply(new PositionsEnd(1) { Time = desk.Now });

        Assert.False(desk.Seen.Session.IsVerified);
    }

    [Fact]
    public void A_farm_that_breaks_starts_no_new_comparison()
    {
        Desk desk = Desk.Ready();

        desk.Apply(new SessionChanged(desk.Core.State.Session with { Farms = [new FarmState("usfarm", FarmKind.MarketData, FarmHealth.Disconnected, desk.Now)] }) { Time = desk.Now });

        Assert.Single(desk.Gateway.Rounds);
        Assert.True(desk.Seen.Session.IsVerified);
    }

    [Fact]
    public void A_broker_that_was_away_behind_an_open_socket_is_compared_again()
    {
        Desk desk = Desk.Ready();
        SessionStatus ready = desk.Core.State.Session;

        desk.Apply(new SessionChanged(ready with { IsBrokerConnected = false }) { Time = desk.Now });
        bool away = desk.Seen.Session.IsVerified;
        desk.Apply(new SessionChanged(ready) { Time = desk.Now });

        Assert.False(away);
        Assert.Equal([1, 2], desk.Gateway.Rounds);
    }

    [Fact]
    public void An_order_without_answer_becomes_unknown_and_the_broker_is_asked()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));

        desk.Wait(TimeSpan.FromMilliseconds(4_999));
        OrderState before = desk.Find(order).State;
        desk.Wait(TimeSpan.FromMilliseconds(1));

        Assert.Equal((OrderState.PendingSubmit, OrderState.Unknown), (before, desk.Find(order).State));
        Assert.Equal([1, 2], desk.Gateway.Rounds);
    }

    [Fact]
    public void An_unknown_order_that_the_broker_does_not_know_never_reached_it_and_is_not_sent_again()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));
        desk.Wait(TimeSpan.FromSeconds(5));

        desk.CompleteRound();

        Assert.Equal(OrderState.Rejected, desk.Find(order).State);
        Assert.StartsWith("It never reached the broker.", desk.Find(order).Reason, StringComparison.Ordinal);
        Assert.Single(desk.Gateway.Placed);
    }

    [Fact]
    public void A_slow_comparison_says_nothing_of_an_order_that_was_sent_after_it_began()
    {
        Desk desk = Desk.Ready();
        Order first = desk.Accepted(Desk.Buy(100m, 99m));
        desk.Wait(TimeSpan.FromSeconds(5));
        desk.Wait(TimeSpan.FromMilliseconds(1));
        Order second = desk.Accepted(Desk.Buy(50m, 98m));
        desk.Wait(TimeSpan.FromSeconds(5));

        desk.CompleteRound(round: 2);

        Assert.Equal((OrderState.Rejected, OrderState.Unknown), (desk.Find(first).State, desk.Find(second).State));
        Assert.Equal([1, 2, 3], desk.Gateway.Rounds);
        // The next one began after it was sent.
        desk.CompleteRound(round: 3);
        Assert.Equal(OrderState.Rejected, desk.Find(second).State);
    }

    [Fact]
    public void An_unknown_order_counts_for_risk_until_it_is_decided()
    {
        Desk desk = Desk.Ready(risk: r => r.PositionMax = 100m);
        desk.Accepted(Desk.Buy(100m, 99m));
        desk.Wait(TimeSpan.FromSeconds(5));

        SubmitResult meanwhile = desk.Submit(Desk.Buy(1m, 99m));
        desk.CompleteRound();
        SubmitResult after = desk.Submit(Desk.Buy(1m, 99m));

        Assert.Equal("R19", meanwhile.Verdict.Failures.Single().Code);
        Assert.Equal(SubmitOutcome.Accepted, after.Outcome);
    }

    [Fact]
    public void An_acknowledgement_that_comes_after_an_order_was_given_up_brings_it_back()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));
        desk.Wait(TimeSpan.FromSeconds(5));
        desk.CompleteRound();

        desk.Open(order, BrokerOrderStatus.Submitted);
        desk.Status(order, BrokerOrderStatus.Submitted);

        Assert.Equal(OrderState.Working, desk.Find(order).State);
        Assert.Equal(3, desk.Gateway.Rounds.Count);
    }

    [Fact]
    public void Orders_under_way_when_the_connection_is_lost_are_unknown_and_found_again()
    {
        Desk desk = Desk.Ready();
        Order sent = desk.Accepted(Desk.Buy(100m, 99m));
        Order working = desk.Working(Desk.Buy(50m, 98m));

        desk.Disconnect();
        (OrderState, OrderState) lost = (desk.Find(sent).State, desk.Find(working).State);
        desk.Now += TimeSpan.FromSeconds(10);
        desk.Session(SessionState.Reconciling);
        desk.Open(sent, BrokerOrderStatus.Submitted);
        desk.Open(working, BrokerOrderStatus.Submitted);
        desk.CompleteRound();

        Assert.Equal((OrderState.Unknown, OrderState.Working), lost);
        Assert.Equal((OrderState.Working, OrderState.Working), (desk.Find(sent).State, desk.Find(working).State));
        Assert.Equal(2, desk.Gateway.Placed.Count);
    }

    [Fact]
    public void A_fill_during_the_outage_is_found_by_the_comparison()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Disconnect();
        desk.Now += TimeSpan.FromSeconds(10);
        desk.Session(SessionState.Reconciling);

        desk.Apply(new ExecutionReceived(Desk.FillOf(desk.Find(order), "a.01", 100m, 99m, desk.Now), IsReplay: true) { Time = desk.Now });
        desk.Position(100m);
        desk.CompleteRound();

        Assert.Equal(OrderState.Filled, desk.Find(order).State);
        Assert.Equal((100m, true), (desk.Held!.Quantity, desk.Held.IsTiedOut));
    }

    [Fact]
    public void A_working_order_that_is_nowhere_at_the_broker_is_cancelled_with_the_cause()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Disconnect();
        desk.Now += TimeSpan.FromHours(8);
        desk.Session(SessionState.Reconciling);

        desk.CompleteRound();

        Assert.Equal((OrderState.Cancelled, "It is not at the broker any more."), (desk.Find(order).State, desk.Find(order).Reason));
    }

    [Fact]
    public void An_order_completed_long_ago_whose_executions_are_gone_ends_filled_by_report()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Disconnect();
        desk.Now += TimeSpan.FromDays(3);
        desk.Session(SessionState.Reconciling);

        desk.Open(order, BrokerOrderStatus.Filled, e => e with { IsCompleted = true, OrderId = new OrderId(0), Quantity = 100m });
        desk.CompleteRound();

        Assert.Equal(OrderState.Filled, desk.Find(order).State);
    }

    [Fact]
    public void A_young_order_is_not_judged_by_a_comparison_that_began_with_it()
    {
        Desk desk = Desk.Ready();
        Order old = desk.Accepted(Desk.Buy(100m, 99m));
        desk.Wait(TimeSpan.FromSeconds(4));
        Order young = desk.Accepted(Desk.Buy(50m, 99m));
        desk.Wait(TimeSpan.FromSeconds(1));

        desk.CompleteRound();

        Assert.Equal((OrderState.Rejected, OrderState.PendingSubmit), (desk.Find(old).State, desk.Find(young).State));
    }

    [Fact]
    public void A_cancel_lost_on_the_way_is_sent_again_after_the_comparison()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);
        desk.Disconnect();
        desk.Now += TimeSpan.FromSeconds(10);
        desk.Session(SessionState.Reconciling);

        desk.Open(order, BrokerOrderStatus.Submitted);
        desk.CompleteRound();

        Assert.Equal(2, desk.Gateway.Cancelled.Count);
        Assert.Equal(OrderState.PendingCancel, desk.Find(order).State);
    }

    [Fact]
    public void A_change_that_did_not_reach_the_broker_is_given_up_with_a_notice()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Modify(order, new OrderChange(LimitPrice: 99.5m));
        desk.Wait(TimeSpan.FromSeconds(5));

        desk.Open(order, BrokerOrderStatus.Submitted);
        desk.CompleteRound();

        Assert.Equal((99m, (OrderChange?)null, OrderState.Working), (desk.Find(order).LimitPrice, desk.Find(order).PendingChange, desk.Find(order).State));
        Assert.Single(desk.Gateway.Placed.Skip(1));
    }

    [Fact]
    public void A_duplicate_order_id_is_maybe_sent_and_looked_up_before_anything_is_decided()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));

        desk.Error(order, 103, "Duplicate order id");
        OrderState asked = desk.Find(order).State;
        desk.Now += TimeSpan.FromSeconds(1);
        desk.CompleteRound();
        Order next = desk.Accepted(Desk.Buy(100m, 99m));

        Assert.Equal((OrderState.Unknown, OrderState.Rejected), (asked, desk.Find(order).State));
        Assert.True(next.OrderId.Value > order.OrderId.Value + 1);
    }

    [Fact]
    public void Cancels_are_taken_while_the_gateway_is_away_and_changes_are_not()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Disconnect();

        CommandResult modify = desk.Modify(order, new OrderChange(LimitPrice: 98m));
        CommandResult cancel = desk.Cancel(order);

        Assert.Equal(CommandOutcome.Refused, modify.Outcome);
        Assert.Equal((CommandOutcome.Accepted, "The cancel goes out as soon as the gateway is back."), (cancel.Outcome, cancel.Message));
    }

    [Fact]
    public void A_comparison_that_does_not_end_is_started_again()
    {
        var desk = new Desk();
        desk.Connect();

        desk.Wait(TimeSpan.FromMinutes(2));

        Assert.Equal([1, 2], desk.Gateway.Rounds);
    }
}
