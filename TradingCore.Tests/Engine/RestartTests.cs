using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;

namespace TradingCore.Tests.Engine;

public sealed class RestartTests
{
    private static Desk Restarted(Desk desk, Action<Desk>? broker = null)
    {
        var next = new Desk(desk.Journal.Recover(), journal: new FakeJournal(), run: "2") { Now = desk.Now + TimeSpan.FromMinutes(1) };
        next.Connect();
        broker?.Invoke(next);
        next.CompleteRound();
        next.Market(100.00m, 100.02m);
        return next;
    }

    [Fact]
    public void An_unusual_size_is_one_by_what_was_sent_weeks_before_a_restart_too()
    {
        Desk before = Desk.Ready();
        RecoveredState recovered = before.Journal.Recover() with { Sizes = [.. Enumerable.Range(1, 5).Select(i => new SentSize("SPY", 10m, before.Now.AddDays(-10 - i)))] };

        Desk desk = Desk.Ready(recovered);

        Assert.Contains(desk.Preview(Desk.Buy(31m, 99m)).Failures, f => f is { Code: "R37", Limit: 30m });
        Assert.DoesNotContain(desk.Preview(Desk.Buy(30m, 99m)).Failures, f => f.Code == "R37");
    }

    [Fact]
    public void Own_fills_of_the_last_minutes_count_on_after_a_restart()
    {
        Desk before = Desk.Ready();
        Order bought = before.Working(Desk.Buy(10m, 100.02m));
        before.Fill(bought, "r13.01", 10m, 112m);

        var desk = new Desk(before.Journal.Recover(), run: "2") { Now = before.Now + TimeSpan.FromSeconds(20) };
        desk.Connect(200);
        desk.CompleteRound();
        desk.Market(100.00m, 100.02m);

        Assert.Contains(desk.Preview(Desk.Buy(1m, 99m)).Failures, f => f.Code == "R13");
    }

    [Fact]
    public void Orders_fills_and_positions_are_the_same_after_a_restart_and_nothing_is_sent()
    {
        Desk desk = Desk.Ready();
        Order filled = desk.Working(Desk.Buy(100m));
        desk.Fill(filled, "a.01", 100m, 100.02m);
        desk.Apply(new CommissionReceived(new ExecId("a.01"), 1m, "USD", null) { Time = desk.Now });
        Order resting = desk.Working(Desk.Buy(50m, 99m));

        Desk next = Restarted(desk, broker =>
        {
            broker.Open(resting, BrokerOrderStatus.Submitted, e => e with { PermId = desk.Find(resting).PermId });
            broker.Apply(new ExecutionReceived(Desk.FillOf(desk.Find(filled), "a.01", 100m, 100.02m, desk.Now), IsReplay: true) { Time = broker.Now });
            broker.Position(100m);
        });

        Assert.Equal((OrderState.Filled, OrderState.Working), (next.Find(filled).State, next.Find(resting).State));
        Assert.Equal((100m, 100.02m, 1m), (next.Held!.Quantity, next.Held.AveragePrice, next.Held.Commission));
        Assert.Equal(desk.Find(filled).History, next.Find(filled).History);
        Assert.Single(next.Seen.Fills);
        Assert.Empty(next.Gateway.Placed);
    }

    [Fact]
    public void An_order_that_died_between_journal_and_wire_is_unknown_then_decided_and_never_sent_again()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));
        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now + TimeSpan.FromMinutes(1) };
        OrderState restored = next.Find(order).State;

        next.Connect();
        next.CompleteRound();
        OrderState absentOnce = next.Find(order).State;
        next.Wait(TimeSpan.FromMilliseconds(4_999));
        int rounds = next.Gateway.Rounds.Count;
        next.Wait(TimeSpan.FromMilliseconds(1));
        next.CompleteRound();

        Assert.Equal((OrderState.Unknown, OrderState.Unknown, OrderState.Rejected), (restored, absentOnce, next.Find(order).State));
        Assert.Equal((1, 2), (rounds, next.Gateway.Rounds.Count));
        Assert.Empty(next.Gateway.Placed);
    }

    [Fact]
    public void An_order_that_the_gateway_reads_from_the_dead_connection_after_the_first_comparison_is_not_given_up()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));
        Desk next = Restarted(desk);

        next.Wait(TimeSpan.FromSeconds(5));
        next.Open(order, BrokerOrderStatus.Submitted);
        next.CompleteRound();

        Assert.Equal(OrderState.Working, next.Find(order).State);
        Assert.DoesNotContain(next.Find(order).History, e => e.State == OrderState.Rejected);
    }

    [Fact]
    public void Nothing_is_given_up_while_the_gateway_holds_the_dead_connection_and_with_it_what_was_not_read()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));
        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now + TimeSpan.FromMinutes(1) };

        next.Apply(new SessionChanged(next.Status(SessionState.Reconciling) with { AlternateClientId = 900 }) { Time = next.Now });
        for (int i = 0; i < 3; i++)
        {
            next.CompleteRound();
            next.Wait(TimeSpan.FromSeconds(10));
        }
        OrderState heldBack = next.Find(order).State;
        next.Disconnect();
        next.Connect();
        next.CompleteRound();
        OrderState absentOnce = next.Find(order).State;
        next.Wait(TimeSpan.FromSeconds(5));
        next.CompleteRound();

        Assert.Equal((OrderState.Unknown, OrderState.Unknown, OrderState.Rejected), (heldBack, absentOnce, next.Find(order).State));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_order_that_comes_after_its_cancel_found_nothing_is_cancelled(bool isRestarted)
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));
        Desk next = Restarted(desk);
        next.Cancel(order);
        next.Error(order, 10147, "OrderId that needs to be cancelled is not found.");
        if (isRestarted)
        {
            next = new Desk(next.Journal.Recover(), run: "3");
            next.Connect();
        }
        int before = next.Gateway.Cancelled.Count;

        next.Open(order, BrokerOrderStatus.Submitted);
        next.CompleteRound();

        Assert.Equal((isRestarted ? 0 : 1, OrderState.PendingCancel), (before, next.Find(order).State));
        Assert.Equal(before + 1, next.Gateway.Cancelled.Count);
    }

    [Fact]
    public void A_cancel_over_the_new_connection_does_not_say_that_an_order_of_the_dead_one_cannot_come()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));
        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now + TimeSpan.FromMinutes(1) };
        next.Connect();

        next.Cancel(order);
        next.CompleteRound();
        next.Error(order, 10147, "OrderId that needs to be cancelled is not found.");
        next.CompleteRound();
        OrderState atOnce = next.Find(order).State;
        next.Wait(TimeSpan.FromSeconds(5));
        next.CompleteRound();

        Assert.Equal((OrderState.Unknown, OrderState.Rejected), (atOnce, next.Find(order).State));
    }

    [Fact]
    public void An_order_that_reached_the_broker_before_the_death_is_found_by_its_reference()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));

        Desk next = Restarted(desk, broker => broker.Open(order, BrokerOrderStatus.Submitted));

        Assert.Equal(OrderState.Working, next.Find(order).State);
        Assert.Single(next.Seen.Orders);
    }

    [Fact]
    public void A_change_that_was_lost_with_the_program_is_given_up_and_one_that_arrived_is_taken()
    {
        Desk desk = Desk.Ready();
        Order lost = desk.Working(Desk.Buy(100m, 99m)), arrived = desk.Working(Desk.Buy(50m, 98m));
        desk.Modify(lost, new OrderChange(LimitPrice: 99.5m));
        desk.Modify(arrived, new OrderChange(LimitPrice: 98.5m));

        Desk next = Restarted(desk, broker =>
        {
            broker.Open(lost, BrokerOrderStatus.Submitted);
            broker.Open(arrived, BrokerOrderStatus.Submitted, e => e with { LimitPrice = 98.5m });
        });
        CommandResult again = next.Modify(lost, new OrderChange(LimitPrice: 99.4m));

        Assert.Equal((99m, 98.5m, null), (lost.LimitPrice, next.Find(arrived).LimitPrice, next.Find(arrived).PendingChange));
        Assert.True(again.Outcome == CommandOutcome.Accepted, again.Message);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(60, false)]
    [InlineData(150, true)]
    [InlineData(150, false)]
    public void An_order_whose_change_of_size_arrived_and_that_filled_while_the_program_was_away_has_ended(int size, bool isCompletedToldFirst)
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Modify(order, new OrderChange(Quantity: size));

        Desk next = Restarted(desk, broker =>
        {
            Fill fill = Desk.FillOf(desk.Find(order), "a.01", size, 99m, desk.Now);
            if (!isCompletedToldFirst) broker.Apply(new ExecutionReceived(fill, IsReplay: true) { Time = broker.Now });
            broker.Open(order, BrokerOrderStatus.Filled, e => e with { IsCompleted = true, OrderId = default, Quantity = size });
            if (isCompletedToldFirst) broker.Apply(new ExecutionReceived(fill, IsReplay: true) { Time = broker.Now });
            broker.Position(size);
        });

        Order ended = next.Find(order);
        Assert.Equal((OrderState.Filled, (decimal)size, (decimal)size, null), (ended.State, ended.Quantity, ended.Filled, ended.PendingChange));
        Assert.Equal((0m, 0m), next.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null));
    }

    [Fact]
    public void A_change_is_not_given_up_while_the_gateway_holds_the_dead_connection_and_with_it_what_was_not_read()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Modify(order, new OrderChange(Quantity: 150m));
        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now + TimeSpan.FromMinutes(1) };

        next.Apply(new SessionChanged(next.Status(SessionState.Reconciling) with { AlternateClientId = 900 }) { Time = next.Now });
        next.Open(order, BrokerOrderStatus.Submitted);
        next.CompleteRound();
        decimal heldBack = next.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null).Buys;
        next.Disconnect();
        next.Connect();
        next.Open(order, BrokerOrderStatus.Submitted);
        next.CompleteRound();

        Assert.Equal((150m, 100m), (heldBack, next.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null).Buys));
    }

    [Fact]
    public void Order_ids_are_never_used_again_also_when_the_gateway_goes_back()
    {
        Desk desk = Desk.Ready();
        desk.Accepted(Desk.Buy(100m, 99m));

        Desk next = Restarted(desk);
        Order order = next.Accepted(Desk.Buy(10m, 99m));

        Assert.Equal(101, order.OrderId.Value);
    }

    [Fact]
    public void A_key_used_before_the_restart_gives_the_same_order()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Submit(Desk.Buy(100m, 99m), key: "k1").Order!;

        Desk next = Restarted(desk, broker => broker.Open(order, BrokerOrderStatus.Submitted));
        SubmitResult again = next.Submit(Desk.Buy(100m, 99m), key: "k1");
        SubmitResult other = next.Submit(Desk.Buy(101m, 99m), key: "k1");

        Assert.Equal((SubmitOutcome.AlreadyAccepted, order.OrderRef), (again.Outcome, again.Order!.OrderRef));
        Assert.Equal(SubmitOutcome.KeyConflict, other.Outcome);
        Assert.Empty(next.Gateway.Placed);
    }

    [Fact]
    public void A_cancel_that_was_accepted_before_the_death_is_sent_when_the_order_still_works()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);

        Desk next = Restarted(desk, broker => broker.Open(order, BrokerOrderStatus.Submitted, e => e with { PermId = desk.Find(order).PermId }));

        Assert.Single(next.Gateway.Cancelled);
    }

    [Fact]
    public void A_journal_that_lost_its_last_breath_still_gives_one_booking_per_execution()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m));
        RecoveredState before = desk.Journal.Recover();
        desk.Fill(order, "a.01", 100m, 100.02m);

        // Killed before the fill was written: the broker tells it again.
        var next = new Desk(before, run: "2") { Now = desk.Now + TimeSpan.FromMinutes(1) };
        next.Connect();
        next.Apply(new ExecutionReceived(Desk.FillOf(desk.Find(order), "a.01", 100m, 100.02m, desk.Now), IsReplay: true) { Time = next.Now });
        next.Position(100m);
        next.CompleteRound();

        Assert.Equal((100m, true, OrderState.Filled), (next.Held!.Quantity, next.Held.IsTiedOut, next.Find(order).State));
        Assert.Single(next.Journal.Entries.OfType<FillWritten>());
    }

    [Fact]
    public void A_partly_filled_order_goes_on_counting_after_a_restart()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Fill(order, "a.01", 60m, 99m);

        Desk next = Restarted(desk, broker =>
        {
            broker.Open(order, BrokerOrderStatus.Submitted, e => e with { PermId = desk.Find(order).PermId });
            broker.Position(60m);
        });
        next.Fill(order, "b.01", 40m, 98m);

        Assert.Equal((OrderState.Filled, 100m, 98.6m), (next.Find(order).State, next.Find(order).Filled, next.Find(order).AverageFillPrice));
    }

    [Fact]
    public void The_stored_watchlist_comes_back_and_the_configured_one_only_at_the_first_start()
    {
        Desk desk = Desk.Ready();
        var add = new AddToWatchlist(new ContractQuery("QQQ")) { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(add);

        var next = new Desk(desk.Journal.Recover(), run: "2");

        Assert.Equal(["SPY", "QQQ"], next.Gateway.Resolved.Select(q => q.Symbol));
    }

    [Fact]
    public void Recorded_inputs_replay_to_the_same_state()
    {
        Desk desk = Desk.Ready();
        Order first = desk.Working(Desk.Buy(100m));
        desk.Fill(first, "a.01", 60m, 100.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
        desk.Fill(first, "b.01", 40m, 100.03m);
        Order second = desk.Working(Desk.Sell(50m, 101m));
        desk.Modify(second, new OrderChange(LimitPrice: 101.5m));
        desk.Market(100.50m, 100.52m);
        desk.Disconnect();
        desk.Now += TimeSpan.FromSeconds(30);
        desk.Session(SessionState.Reconciling);
        desk.Position(100m);
        desk.CompleteRound();
        desk.Submit(Desk.Buy(1_000_000m));

        var replay = new Desk();
        foreach (TradingCore.Engine.EngineInput input in desk.Noted.Inputs) replay.Apply(input);

        Assert.Equal(desk.Core.ComputeHash(), replay.Core.ComputeHash());
        Assert.NotEqual(desk.Core.ComputeHash(), Desk.Ready().Core.ComputeHash());
    }
}
