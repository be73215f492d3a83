using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;

namespace TradingCore.Tests.Engine;

/// <summary>Orders that wait while the gateway is away.</summary>
public sealed class OrderQueueTests
{
    private static OrderSpec Waiting(decimal quantity = 100m, decimal? limit = 99m) => Desk.Buy(quantity, limit) with { IfOffline = OfflineChoice.Queue };

    private static Desk Away(Action<Desk>? before = null)
    {
        Desk desk = Desk.Ready();
        before?.Invoke(desk);
        desk.Disconnect();
        return desk;
    }

    private static void Back(Desk desk)
    {
        desk.Connect();
        desk.CompleteRound();
    }

    [Fact]
    public void An_order_that_does_not_ask_to_wait_is_denied_while_the_gateway_is_away()
    {
        Desk desk = Away();

        SubmitResult result = desk.Submit(Desk.Buy(100m, 99m));

        Assert.Equal(SubmitOutcome.Denied, result.Outcome);
        Assert.Contains(result.Verdict.Failures, f => f.Code == "R02");
    }

    [Fact]
    public void A_queued_order_is_in_the_journal_before_it_is_answered_and_nothing_is_sent()
    {
        Desk desk = Away();
        desk.Trace.Clear();

        SubmitResult result = desk.Submit(Waiting(), "key-1");

        Assert.Equal((SubmitOutcome.Queued, OrderState.Queued), (result.Outcome, result.Order!.State));
        Assert.Equal(["journal OrderWritten"], desk.Trace);
        Assert.Equal(Desk.Start + TimeSpan.FromMinutes(5), result.Order.Handling.QueuedUntil);
        Assert.Equal(SubmitOutcome.AlreadyAccepted, desk.Submit(Waiting(), "key-1").Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_order_that_had_left_when_an_older_backup_was_put_back_is_not_sent_again(bool hasFilled)
    {
        Desk desk = Away();
        Order queued = desk.Submit(Waiting()).Order!;
        var next = new Desk(desk.Journal.Recover(), run: "2");
        Back(desk);
        desk.Market(99.98m, 100.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
        Order sent = desk.Find(queued);
        Assert.Equal(OrderState.PendingSubmit, sent.State);

        next.Connect(101);
        next.Market(99.98m, 100.02m);
        for (int round = 0; round < 2; round++)
        {
            if (hasFilled)
            {
                next.Fill(sent, "0001.01", 100m, 99m);
                next.Position(100m, 99m);
            }
            else next.Open(sent, BrokerOrderStatus.Submitted);
            next.CompleteRound();
            next.Wait(TimeSpan.FromSeconds(5));
        }

        Assert.Empty(next.Gateway.Placed);
        Assert.Equal(hasFilled ? OrderState.Filled : OrderState.Working, next.Find(queued).State);
    }

    [Fact]
    public void A_queue_that_cannot_be_made_durable_takes_nothing()
    {
        Desk desk = Away();
        desk.Journal.Failure = "The disk is full.";

        SubmitResult result = desk.Submit(Waiting());

        Assert.Equal(SubmitOutcome.NotDurable, result.Outcome);
        Assert.Empty(desk.Core.State.Orders.Open);
    }

    [Fact]
    public void What_never_left_the_queue_is_no_message_after_a_restart_either()
    {
        Desk desk = Away();
        desk.Cancel(desk.Submit(Waiting()).Order!);
        int before = desk.Core.State.Risk.Ratio.Of(Desk.Account.Value, desk.Core.State.Today).Messages;

        var again = new Desk(desk.Journal.Recover(), run: "2");
        again.Connect();

        Assert.Equal((0, 0), (before, again.Core.State.Risk.Ratio.Of(Desk.Account.Value, again.Core.State.Today).Messages));
    }

    [Fact]
    public void With_the_gateway_there_the_same_order_goes_at_once()
    {
        Desk desk = Desk.Ready();

        Assert.Equal(SubmitOutcome.Accepted, desk.Submit(Waiting()).Outcome);
    }

    [Fact]
    public void It_leaves_once_after_the_comparison_and_a_fresh_price()
    {
        Desk desk = Away();
        Order order = desk.Submit(Waiting()).Order!;
        desk.Connect();
        desk.Wait(TimeSpan.FromSeconds(1));
        int whileComparing = desk.Gateway.Placed.Count;
        desk.CompleteRound();
        desk.Wait(TimeSpan.FromSeconds(1));
        int withoutPrice = desk.Gateway.Placed.Count;

        desk.Market(100.00m, 100.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((0, 0, 1), (whileComparing, withoutPrice, desk.Gateway.Placed.Count));
        Order sent = desk.Find(order);
        Assert.Equal(OrderState.PendingSubmit, sent.State);
        Assert.True(sent.OrderId.Value > 0);
        Assert.Equal(["submitted", "queued", "released"], sent.History.Select(h => h.Kind));
    }

    [Fact]
    public void Its_release_is_in_the_journal_before_the_wire()
    {
        Desk desk = Away();
        desk.Submit(Waiting());
        Back(desk);
        desk.Market(100.00m, 100.02m);
        desk.Trace.Clear();

        desk.Wait(TimeSpan.FromSeconds(1));

        int written = desk.Trace.IndexOf("journal OrderWritten"), placed = desk.Trace.FindIndex(t => t.StartsWith("place", StringComparison.Ordinal));
        Assert.True(written >= 0 && placed > written, string.Join(", ", desk.Trace));
    }

    // Left the queue, and the program died before the wire.
    private static (Desk Desk, Order Order) Dead(OrderSpec? spec = null)
    {
        Desk desk = Away();
        Order order = desk.Submit(spec ?? Waiting(), "key-1").Order!;
        Back(desk);
        desk.Market(100.00m, 100.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
        Assert.Equal(OrderState.PendingSubmit, desk.Find(order).State);
        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };
        Back(next);
        return (next, order);
    }

    private static void Decide(Desk desk)
    {
        desk.Wait(TimeSpan.FromSeconds(5));
        desk.CompleteRound();
    }

    [Fact]
    public void One_that_left_and_never_reached_the_broker_waits_again_and_leaves_with_a_new_id()
    {
        (Desk next, Order order) = Dead();

        OrderState unknown = next.Find(order).State;
        Decide(next);
        Order waits = next.Find(order);
        SubmitResult again = next.Submit(Waiting(), "key-1");
        next.Market(100.00m, 100.02m);
        next.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((OrderState.Unknown, OrderState.Queued, SubmitOutcome.AlreadyAccepted), (unknown, waits.State, again.Outcome));
        Order sent = Assert.Single(next.Gateway.Placed);
        Assert.Equal((order.OrderRef, OrderState.PendingSubmit), (sent.OrderRef, next.Find(order).State));
        Assert.Equal(["submitted", "queued", "released", "unknown", "queued", "released"], next.Find(order).History.Select(h => h.Kind));
        Assert.True(sent.OrderId.Value > 0 && sent.OrderId == next.Find(order).OrderId);
    }

    [Fact]
    public void One_that_waits_again_and_turns_up_at_the_broker_does_not_leave()
    {
        (Desk next, Order order) = Dead();
        Order left = next.Find(order);
        Decide(next);

        next.Open(left, BrokerOrderStatus.Submitted);
        next.Market(100.00m, 100.02m);
        next.Wait(TimeSpan.FromSeconds(1));
        next.Open(left, BrokerOrderStatus.Submitted);
        next.CompleteRound();

        Assert.Equal((OrderState.Working, left.OrderId), (next.Find(order).State, next.Find(order).OrderId));
        Assert.Empty(next.Gateway.Placed);
    }

    [Fact]
    public void One_that_left_and_never_reached_the_broker_has_ended_when_its_cancel_was_asked_for_meanwhile()
    {
        (Desk next, Order order) = Dead();

        next.Cancel(order);
        next.Error(next.Find(order), 10147, "OrderId that needs to be cancelled is not found.");
        Decide(next);
        Decide(next);

        Assert.Equal(OrderState.Cancelled, next.Find(order).State);
        Assert.Empty(next.Gateway.Placed);
    }

    [Fact]
    public void One_that_left_and_never_reached_the_broker_expires_when_its_time_is_over()
    {
        (Desk next, Order order) = Dead(Waiting() with { QueueFor = TimeSpan.FromSeconds(4) });

        Decide(next);
        next.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((OrderState.Expired, "It left the queue and never reached the broker, and its time to wait is over."), (next.Find(order).State, next.Find(order).Reason));
        Assert.Empty(next.Gateway.Placed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bracket_of_the_queue_waits_again_as_one_or_is_taken_back_as_one(bool isPartThere)
    {
        (Desk next, Order order) = Dead(Waiting() with { Bracket = new BracketSpec(new ExitSpec { Price = 105m }, new ExitSpec { Price = 95m }) });
        Order[] exits = [.. next.Core.State.Orders.ExitsOf(order.OrderRef).Select(e => e.Order)];

        if (isPartThere) next.Open(next.Find(order), BrokerOrderStatus.PendingSubmit);
        next.Wait(TimeSpan.FromSeconds(5));
        if (isPartThere) next.Open(next.Find(order), BrokerOrderStatus.PendingSubmit);
        next.CompleteRound();
        OrderState[] after = [next.Find(order).State, .. exits.Select(e => next.Find(e).State)];
        next.Market(100.00m, 100.02m);
        next.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(isPartThere ? [OrderState.PendingCancel, OrderState.Rejected, OrderState.Rejected] : [OrderState.Queued, OrderState.Queued, OrderState.Queued], after);
        Assert.Equal(isPartThere ? 0 : 3, next.Gateway.Placed.Count);
        Assert.All(next.Gateway.Placed.Skip(1), e => Assert.Equal(next.Find(order).OrderId, e.ParentId));
    }

    [Fact]
    public void Risk_judges_it_anew_and_a_denial_is_told_loudly()
    {
        Desk desk = Away();
        Order order = desk.Submit(Waiting()).Order!;
        Back(desk);

        desk.Market(60.00m, 60.02m);   // 99 is now far through the market
        desk.Wait(TimeSpan.FromSeconds(1));

        Order denied = desk.Find(order);
        Assert.Equal(OrderState.Denied, denied.State);
        Assert.Contains("R12", denied.Reason, StringComparison.Ordinal);
        Assert.Empty(desk.Gateway.Placed);
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Severity == NoticeSeverity.Error && n.OrderRef == order.OrderRef);
    }

    [Fact]
    public void What_needs_no_market_is_judged_before_it_waits()
    {
        Desk desk = Away();

        SubmitResult result = desk.Submit(Waiting(quantity: 5_000m));

        Assert.Equal(SubmitOutcome.Denied, result.Outcome);
        Assert.Contains(result.Verdict.Failures, f => f.Code == "R08");
    }

    [Fact]
    public void Queued_orders_count_for_the_position_that_could_be_reached()
    {
        Desk desk = Away();
        desk.Submit(Waiting(quantity: 500m));
        desk.Submit(Waiting(quantity: 500m, limit: 98m));
        desk.Submit(Waiting(quantity: 500m, limit: 97m));
        desk.Submit(Waiting(quantity: 500m, limit: 96m));

        SubmitResult tooMuch = desk.Submit(Waiting(quantity: 1m, limit: 95m));

        Assert.Contains(tooMuch.Verdict.Failures, f => f.Code == "R19");
    }

    [Fact]
    public void It_expires_while_the_gateway_stays_away()
    {
        Desk desk = Away();
        Order order = desk.Submit(Waiting() with { QueueFor = TimeSpan.FromSeconds(30) }).Order!;

        desk.Wait(TimeSpan.FromSeconds(30));
        Back(desk);
        desk.Market(100.00m, 100.02m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(OrderState.Expired, desk.Find(order).State);
        Assert.Empty(desk.Gateway.Placed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25 * 3_600)]
    public void A_wait_that_is_too_short_or_too_long_is_refused(int seconds)
    {
        Desk desk = Away();

        Assert.Equal(SubmitOutcome.Denied, desk.Submit(Waiting() with { QueueFor = TimeSpan.FromSeconds(seconds) }).Outcome);
    }

    [Fact]
    public void It_is_cancelled_and_changed_where_it_waits()
    {
        Desk desk = Away();
        Order kept = desk.Submit(Waiting()).Order!;
        Order dropped = desk.Submit(Waiting(quantity: 10m)).Order!;

        CommandResult change = desk.Modify(kept, new OrderChange(Quantity: 50m, LimitPrice: 98m));
        CommandResult cancel = desk.Cancel(dropped);

        Assert.Equal((CommandOutcome.Accepted, CommandOutcome.Accepted), (change.Outcome, cancel.Outcome));
        Assert.Equal((OrderState.Queued, 50m, 98m), (desk.Find(kept).State, desk.Find(kept).Quantity, desk.Find(kept).LimitPrice));
        Assert.Equal(OrderState.Cancelled, desk.Find(dropped).State);
        Assert.Empty(desk.Gateway.Cancelled);
    }

    [Fact]
    public void Cancelling_all_empties_the_queue()
    {
        Desk desk = Away();
        desk.Submit(Waiting());
        desk.Submit(Waiting(quantity: 10m));

        desk.CancelAll();

        Assert.Empty(desk.Core.State.Orders.Open);
        Assert.Empty(desk.Gateway.Cancelled);
    }

    [Fact]
    public void Comparisons_with_the_broker_leave_the_queue_alone()
    {
        Desk desk = Away();
        Order order = desk.Submit(Waiting()).Order!;

        Back(desk);

        Assert.Equal(OrderState.Queued, desk.Find(order).State);
    }

    [Fact]
    public void After_a_start_it_waits_for_the_equity_of_the_account_too()
    {
        Desk first = Away();
        Order order = first.Submit(Waiting()).Order!;
        Desk desk = Started(first);
        desk.Wait(TimeSpan.FromSeconds(1));
        OrderState before = desk.Find(order).State;

        desk.Money(1_000_000m);
        desk.Market(100.00m, 100.02m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((OrderState.Queued, OrderState.PendingSubmit), (before, desk.Find(order).State));
    }

    [Fact]
    public void What_could_not_be_judged_in_time_does_not_blame_the_gateway()
    {
        Desk first = Away();
        Order order = first.Submit(Waiting()).Order!;
        Desk desk = Started(first);

        desk.Wait(TimeSpan.FromMinutes(5));

        Assert.Equal(OrderState.Expired, desk.Find(order).State);
        Assert.StartsWith("The gateway was back, but the order could not be judged in time, so it was never sent. Denied: ", desk.Find(order).Reason, StringComparison.Ordinal);
    }

    // Connected and compared after a start, with a price, and the broker has not told the money yet.
    private static Desk Started(Desk before)
    {
        var desk = new Desk(before.Journal.Recover(), run: "2");
        desk.Session(SessionState.Connecting);
        desk.Apply(new NextValidIdReceived(new OrderId(1), Desk.ClientId) { Time = desk.Now });
        desk.Session(SessionState.Reconciling);
        desk.Apply(new InstrumentResolved(Desk.SpyQuery, new Instrument { Contract = Desk.Spy }) { Time = desk.Now });
        desk.CompleteRound();
        desk.Market(100.00m, 100.02m);
        return desk;
    }

    [Fact]
    public void It_survives_the_death_of_the_process_and_leaves_once()
    {
        Desk first = Away();
        Order order = first.Submit(Waiting(), "key-1").Order!;

        Desk second = Desk.Ready(first.Journal.Recover());
        second.Wait(TimeSpan.FromSeconds(1));
        Desk third = new(second.Journal.Recover(), run: "3");
        third.Connect();
        third.CompleteRound();
        third.Market(100.00m, 100.02m);
        third.Wait(TimeSpan.FromSeconds(5));
        third.CompleteRound();

        Assert.Equal([order.OrderRef], second.Gateway.Placed.Select(o => o.OrderRef));
        Assert.Empty(third.Gateway.Placed);
        Assert.Equal(OrderState.Queued, third.Find(order).State);   // killed before the wire, as the broker says: it was accepted to wait, and waits on
        Assert.Equal(SubmitOutcome.AlreadyAccepted, third.Submit(Waiting(), "key-1").Outcome);
    }

    [Fact]
    public void The_oldest_leaves_first_one_at_a_beat()
    {
        Desk desk = Away();
        Order first = desk.Submit(Waiting()).Order!;
        desk.Now += TimeSpan.FromSeconds(1);
        Order second = desk.Submit(Waiting(quantity: 10m)).Order!;
        Back(desk);
        desk.Market(100.00m, 100.02m);

        desk.Wait(TimeSpan.FromSeconds(1));
        OrderRef[] atFirst = [.. desk.Gateway.Placed.Select(o => o.OrderRef)];
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal([first.OrderRef], atFirst);
        Assert.Equal([first.OrderRef, second.OrderRef], desk.Gateway.Placed.Select(o => o.OrderRef));
    }

    [Fact]
    public void Before_a_planned_restart_it_waits_too()
    {
        Desk desk = Desk.Ready();
        desk.Apply(new TradingCore.Engine.Events.SessionChanged(desk.Core.State.Session with { PlannedRestartTime = desk.Now + TimeSpan.FromSeconds(5) }) { Time = desk.Now });

        SubmitResult result = desk.Submit(Waiting());
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(SubmitOutcome.Queued, result.Outcome);
        Assert.Empty(desk.Gateway.Placed);
    }
}
