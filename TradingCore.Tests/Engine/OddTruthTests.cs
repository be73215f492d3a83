using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;

namespace TradingCore.Tests.Engine;

/// <summary>What gateways really send, out of order, twice, late and corrected.</summary>
public sealed class OddTruthTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(-4, false)]
    [InlineData(0, true)]
    [InlineData(-4, true)]
    public void An_order_entered_in_TWS_can_be_cancelled_here_as_soon_as_the_gateway_says_that_it_is_bound(int before, bool isBoundFirst)
    {
        Desk desk = Desk.Ready();
        desk.Apply(new SessionChanged(desk.Status(SessionState.Ready) with { ClientId = 0 }) { Time = desk.Now });
        var described = new BrokerOrderReceived
        {
            Time = desk.Now,
            OrderId = new OrderId(before),
            PermId = new PermId(88_000),
            OrderRef = new OrderRef(""),
            Account = Desk.Account,
            Contract = Desk.Spy,
            Side = OrderSide.Buy,
            Quantity = 10m,
            Type = OrderType.Limit,
            LimitPrice = 99m,
            Tif = TimeInForce.Day,
            Status = BrokerOrderStatus.Submitted,
        };
        EngineEvent bound = new OrderBoundReceived(described.PermId, 0, new OrderId(57)) { Time = desk.Now };
        foreach (EngineEvent e in isBoundFirst ? [bound, described] : (EngineEvent[])[described, bound]) desk.Apply(e);
        Order manual = desk.Seen.Orders.Single();
        // An older description that was under way takes nothing back.
        desk.Apply(described);

        CommandResult sent = desk.Cancel(manual);

        Assert.Equal(CommandOutcome.Accepted, sent.Outcome);
        Assert.Equal((new OrderId(57), 0), (Assert.Single(desk.Gateway.Cancelled).OrderId, desk.Find(manual).ClientId));
        Assert.Contains(desk.Find(manual).History, l => l.Text == "Bound to client 0 as order 57.");
        Assert.DoesNotContain(desk.Journal.Entries.OfType<OrderWritten>().Last(w => w.Order.OrderRef == manual.OrderRef).Order.History, l => l.Kind == "warning");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    public void An_order_entered_in_TWS_can_be_cancelled_here_once_it_is_bound_to_this_client(int before)
    {
        Desk desk = Desk.Ready();
        desk.Apply(new SessionChanged(desk.Status(SessionState.Ready) with { ClientId = 0 }) { Time = desk.Now });
        var manual = new BrokerOrderReceived
        {
            Time = desk.Now,
            OrderId = new OrderId(before),
            PermId = new PermId(88_000),
            OrderRef = new OrderRef(""),
            Account = Desk.Account,
            Contract = Desk.Spy,
            Side = OrderSide.Buy,
            Quantity = 10m,
            Type = OrderType.Limit,
            LimitPrice = 99m,
            Tif = TimeInForce.Day,
            Status = BrokerOrderStatus.Submitted,
        };
        desk.Apply(manual);
        Order unbound = desk.Seen.Orders.Single();
        CommandResult refused = desk.Cancel(unbound);

        desk.Apply(manual with { OrderId = new OrderId(57) });
        CommandResult sent = desk.Cancel(unbound);

        Assert.Equal((CommandOutcome.Refused, CommandOutcome.Accepted), (refused.Outcome, sent.Outcome));
        Assert.Equal(new OrderId(57), Assert.Single(desk.Gateway.Cancelled).OrderId);
    }

    [Fact]
    public void A_fill_after_cancel_confirmation_still_fills_the_order()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);
        desk.Status(order, BrokerOrderStatus.Cancelled);

        desk.Fill(order, "a.01", 100m, 99m);

        Assert.Equal((OrderState.Filled, 100m), (desk.Find(order).State, desk.Find(order).Filled));
        Assert.Equal(100m, desk.Held!.Quantity);
    }

    [Fact]
    public void A_rejected_change_leaves_the_order_working_with_its_old_values()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));

        CommandResult modify = desk.Modify(order, new OrderChange(LimitPrice: 99.5m));
        desk.Error(order, 201, "Order rejected - reason: too late");

        Order after = desk.Find(order);
        Assert.Equal(CommandOutcome.Accepted, modify.Outcome);
        Assert.Equal((OrderState.Working, 99m, (OrderChange?)null), (after.State, after.LimitPrice, after.PendingChange));
        Assert.Contains(after.History, l => l.Kind == "modify rejected");
    }

    [Fact]
    public void A_warning_that_means_a_refused_change_ends_the_change_and_a_remark_does_not()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Modify(order, new OrderChange(LimitPrice: 99.5m));

        desk.Error(order, 399, "Order message: held until open", isWarning: true);
        OrderChange? afterRemark = desk.Find(order).PendingChange;
        desk.Error(order, 110, "The price does not conform to the minimum price variation", isWarning: true);

        Assert.Equal(new OrderChange(LimitPrice: 99.5m), afterRemark);
        Assert.Null(desk.Find(order).PendingChange);
    }

    [Fact]
    public void A_change_takes_hold_when_the_broker_repeats_it()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Modify(order, new OrderChange(Quantity: 150m, LimitPrice: 99.5m));

        desk.Open(order, BrokerOrderStatus.Submitted);   // an old repeat
        OrderChange? afterRepeat = desk.Find(order).PendingChange;
        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { Quantity = 150m, LimitPrice = 99.5m });

        Assert.NotNull(afterRepeat);
        Order after = desk.Find(order);
        Assert.Equal((150m, 99.5m, (OrderChange?)null), (after.Quantity, after.LimitPrice, after.PendingChange));
        Order sent = desk.Gateway.Placed[^1];
        Assert.Equal((order.OrderId, 150m, 99.5m), (sent.OrderId, sent.Quantity, sent.LimitPrice));
    }

    [Fact]
    public void A_repeated_status_changes_nothing_and_writes_nothing()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        Order before = desk.Find(order);
        desk.Trace.Clear();

        desk.Status(order, BrokerOrderStatus.Submitted);
        desk.Status(order, BrokerOrderStatus.Submitted);

        Assert.Same(before, desk.Find(order));
        Assert.Empty(desk.Trace);
    }

    [Fact]
    public void A_working_repeat_before_the_broker_has_the_cancel_is_not_a_refusal_and_after_it_is()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);

        desk.Status(order, BrokerOrderStatus.Submitted);
        OrderState afterRepeat = desk.Find(order).State;
        desk.Status(order, BrokerOrderStatus.PendingCancel);
        desk.Status(order, BrokerOrderStatus.Submitted);

        Assert.Equal((OrderState.PendingCancel, OrderState.Working), (afterRepeat, desk.Find(order).State));
    }

    [Fact]
    public void An_inactive_order_can_wake_up()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));

        desk.Status(order, BrokerOrderStatus.Inactive);
        OrderState asleep = desk.Find(order).State;
        desk.Status(order, BrokerOrderStatus.Submitted);

        Assert.Equal((OrderState.Inactive, OrderState.Working), (asleep, desk.Find(order).State));
    }

    [Fact]
    public void A_rejection_that_is_also_reported_cancelled_stays_a_rejection_with_its_reason()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));

        desk.Error(order, 201, "Order rejected - reason: no margin");
        desk.Open(order, BrokerOrderStatus.Cancelled);

        Order after = desk.Find(order);
        Assert.Equal((OrderState.Rejected, "Order rejected - reason: no margin (code 201)"), (after.State, after.Reason));
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Kind == "rejected" && n.OrderRef == order.OrderRef);
    }

    [Fact]
    public void The_status_filled_before_its_execution_moves_no_position()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m));

        desk.Status(order, BrokerOrderStatus.Filled, filled: 100m);
        OrderState reported = desk.Find(order).State;
        Position? early = desk.Held;
        desk.Fill(order, "a.01", 100m, 100.02m);

        Assert.Equal((OrderState.Working, (Position?)null), (reported, early));
        Assert.Equal((OrderState.Filled, 100m), (desk.Find(order).State, desk.Held!.Quantity));
    }

    [Fact]
    public void A_filled_status_whose_execution_does_not_come_is_looked_into()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m));
        desk.Status(order, BrokerOrderStatus.Filled, filled: 100m);

        desk.Wait(TimeSpan.FromSeconds(5));

        Assert.Equal(2, desk.Gateway.Rounds.Count);
    }

    [Fact]
    public void Executions_and_their_replays_are_booked_once_and_corrections_replace()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m));

        desk.Fill(order, "a.01", 100m, 100.02m);
        desk.Fill(order, "a.01", 100m, 100.02m);
        desk.Fill(order, "a.02", 90m, 100.00m);

        Assert.Equal((90m, 100.00m), (desk.Held!.Quantity, desk.Held.AveragePrice));
        Assert.Equal((90m, 100.00m), (desk.Find(order).Filled, desk.Find(order).AverageFillPrice));
    }

    [Fact]
    public void A_busted_execution_takes_the_position_back()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m));
        desk.Fill(order, "a.01", 100m, 100.02m);

        desk.Fill(order, "a.02", 0m, 100.02m);

        Assert.Equal((0m, 0m), (desk.Held!.Quantity, desk.Find(order).Filled));
    }

    [Fact]
    public void Commission_comes_before_or_after_its_execution()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m));

        desk.Apply(new CommissionReceived(new ExecId("a.01"), 0.60m, "USD", null) { Time = desk.Now });
        desk.Fill(order, "a.01", 60m, 100.02m);
        desk.Fill(order, "b.01", 40m, 100.02m);
        desk.Apply(new CommissionReceived(new ExecId("b.01"), 0.40m, "USD", null) { Time = desk.Now });

        Assert.Equal((1.00m, 1.00m), (desk.Find(order).Commission, desk.Held!.Commission));
        Assert.Equal(0m, desk.Held.RealizedPnl);
    }

    [Fact]
    public void Fills_of_an_order_that_is_not_known_yet_count_at_once_and_are_attached_later()
    {
        Desk desk = Desk.Ready();
        Order foreign = new() { OrderRef = new OrderRef("somebody"), OrderId = new OrderId(3), ClientId = 99, PermId = new PermId(5_000), Account = Desk.Account, Contract = Desk.Spy, Side = OrderSide.Sell, Quantity = 100m, Type = OrderType.Limit, LimitPrice = 101m };

        desk.Fill(foreign, "f.01", 30m, 101m);
        decimal held = desk.Held!.Quantity;
        desk.Open(foreign, BrokerOrderStatus.Submitted);

        Order adopted = desk.Seen.Orders.Single();
        Assert.Equal(-30m, held);
        Assert.Equal(("X-5000", "client 99", OrderState.Working, 30m), (adopted.OrderRef.Value, adopted.Source, adopted.State, adopted.Filled));
    }

    [Fact]
    public void Orders_of_other_clients_count_for_risk_and_are_not_cancelled_from_here()
    {
        Desk desk = Desk.Ready(risk: r => r.PositionMax = 1_000m);
        Order foreign = new() { OrderRef = new OrderRef(""), OrderId = new OrderId(3), ClientId = 99, PermId = new PermId(5_000), Account = Desk.Account, Contract = Desk.Spy, Side = OrderSide.Buy, Quantity = 901m, Type = OrderType.Limit, LimitPrice = 99m };
        desk.Open(foreign, BrokerOrderStatus.Submitted);

        SubmitResult denied = desk.Submit(Desk.Buy(100m, 99m));
        SubmitResult allowed = desk.Submit(Desk.Buy(99m, 99m));
        CommandResult cancel = desk.Cancel(desk.Seen.Orders.Single(o => o.OrderRef.Value == "X-5000"));

        Assert.Equal("R19", denied.Verdict.Failures.Single().Code);
        Assert.Equal(SubmitOutcome.Accepted, allowed.Outcome);
        Assert.Equal((CommandOutcome.Refused, "The order belongs to API client 99; only that client, or TWS, can change or cancel it."), (cancel.Outcome, cancel.Message));
        Assert.Empty(desk.Gateway.Cancelled);
    }

    [Fact]
    public void An_order_with_our_reference_that_is_not_known_here_is_taken_in_and_can_be_cancelled()
    {
        Desk desk = Desk.Ready();
        Order lost = new() { OrderRef = new OrderRef("TB-lost"), OrderId = new OrderId(40), ClientId = Desk.ClientId, PermId = new PermId(5_001), Account = Desk.Account, Contract = Desk.Spy, Side = OrderSide.Buy, Quantity = 10m, Type = OrderType.Limit, LimitPrice = 99m };

        desk.Open(lost, BrokerOrderStatus.Submitted);
        CommandResult cancel = desk.Cancel(lost);
        Order next = desk.Accepted(Desk.Buy(5m, 99m));

        Assert.Equal(CommandOutcome.Accepted, cancel.Outcome);
        Assert.Equal(41, next.OrderId.Value);
    }

    [Fact]
    public void A_command_that_another_engine_carried_out_is_known_by_its_key_and_not_sent_a_second_time()
    {
        // The other engine died before it answered, and only the broker tells of its order.
        Desk desk = Desk.Ready();
        var reference = OrderRef.New(TimeProvider.System, "key-1");
        Order lost = new() { OrderRef = reference, OrderId = new OrderId(40), ClientId = Desk.ClientId, PermId = new PermId(5_001), Account = Desk.Account, Contract = Desk.Spy, Side = OrderSide.Buy, Quantity = 10m, Type = OrderType.Limit, LimitPrice = 99m };
        desk.Open(lost, BrokerOrderStatus.Submitted);

        SubmitResult same = desk.Submit(Desk.Buy(10m, 99m), "key-1"), another = desk.Submit(Desk.Buy(11m, 99m), "key-1");
        int sent = desk.Gateway.Placed.Count;
        SubmitResult next = desk.Submit(Desk.Buy(10m, 98m), "key-2");

        Assert.Equal((SubmitOutcome.AlreadyAccepted, reference), (same.Outcome, same.Order!.OrderRef));
        Assert.Equal(SubmitOutcome.KeyConflict, another.Outcome);
        Assert.Equal((0, SubmitOutcome.Accepted), (sent, next.Outcome));
    }

    [Fact]
    public void The_same_reference_under_two_permIds_is_shown_as_two_orders_with_an_alarm()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));

        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { PermId = new PermId(7_777) });

        Assert.Equal(["X-7777", order.OrderRef.Value], desk.Seen.Orders.Select(o => o.OrderRef.Value));
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Text.Contains("at the broker twice", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cancel_that_crosses_the_fill_is_no_error()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);
        desk.Fill(order, "a.01", 100m, 99m);
        long notices = desk.Seen.NoticesSince(0)[^1].Sequence;

        desk.Error(order, 161, "Cancel attempted when order is not in a cancellable state");

        Assert.Equal(OrderState.Filled, desk.Find(order).State);
        Assert.Empty(desk.Seen.NoticesSince(notices));
    }

    [Fact]
    public void A_refused_cancel_of_an_open_order_asks_the_broker_and_ends_in_its_truth()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);

        desk.Error(order, 10148, "OrderId that needs to be cancelled can not be cancelled");
        OrderState asked = desk.Find(order).State;
        desk.Open(order, BrokerOrderStatus.Submitted);
        desk.CompleteRound();

        Assert.Equal((OrderState.Unknown, OrderState.Working), (asked, desk.Find(order).State));
        Assert.Single(desk.Gateway.Cancelled);
    }

    [Fact]
    public void A_warning_leaves_the_order_alive_and_says_so()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));

        desk.Error(order, 399, "Your order will not be placed at the exchange until 09:30", isWarning: true);

        Assert.Equal(OrderState.Working, desk.Find(order).State);
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Kind == "warning" && n.Severity == TradingCore.Engine.Views.NoticeSeverity.Warning);
    }
}
