using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Risk.Kill;
using TradingCore.Tests.Killing;

namespace TradingCore.Tests.Engine;

/// <summary>A broker that refuses, contradicts itself or says nothing: what is asked of it is bounded, and no cancel is forgotten.</summary>
public sealed class StubbornBrokerTests
{
    private const int BeatsPerSecond = 4;

    private static bool Tells(Desk desk, string text) => desk.Seen.NoticesSince(0).Any(n => n.Text.Contains(text, StringComparison.Ordinal));

    private static Desk Again(Desk desk, params (Order Order, BrokerOrderStatus Status)[] open)
    {
        var next = new Desk(desk.Journal.Recover(), run: "2");
        next.Connect();
        Round(next, open);
        return next;
    }

    private static void Round(Desk desk, params (Order Order, BrokerOrderStatus Status)[] open)
    {
        foreach ((Order order, BrokerOrderStatus status) in open) desk.Open(order, status);
        desk.CompleteRound();
    }

    private static void Beats(Desk desk, int seconds, Action<Desk>? after = null)
    {
        for (int i = 0; i < seconds * BeatsPerSecond; i++)
        {
            desk.Market(100.00m, 100.02m);
            desk.Wait(TimeSpan.FromSeconds(1.0 / BeatsPerSecond));
            after?.Invoke(desk);
        }
    }

    [Fact]
    public void A_cancel_that_the_broker_had_and_did_not_carry_out_is_told_as_refused_and_is_not_under_way_any_more()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);
        desk.Status(order, BrokerOrderStatus.PendingCancel);

        desk.Status(order, BrokerOrderStatus.Submitted);
        desk.Wait(TimeSpan.FromSeconds(61));
        Round(desk, (order, BrokerOrderStatus.Submitted));

        Assert.Equal(OrderState.Working, desk.Find(order).State);
        Assert.True(Tells(desk, "did not take the cancel"));
        Assert.False(desk.Core.State.Orders.Find(order.OrderRef)!.IsCancelWanted);
        Assert.Single(desk.Gateway.Cancelled);
    }

    [Fact]
    public void A_cancel_without_an_answer_is_not_forgotten_when_a_comparison_decides_about_a_change_before_it()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m)), other = desk.Working(Desk.Buy(10m, 98m));
        desk.Modify(order, new OrderChange(Quantity: 50m));
        desk.Now += TimeSpan.FromSeconds(1);
        desk.Cancel(order);
        // What nobody understands lets the lists be compared.
        desk.Error(other, 321, "Error validating request.");

        Round(desk, (order, BrokerOrderStatus.Submitted), (other, BrokerOrderStatus.Submitted));
        OrderChange? change = desk.Find(order).PendingChange;
        Beats(desk, 20, d =>
        {
            if (d.Core.State.RunningRound != 0) Round(d, (order, BrokerOrderStatus.Submitted), (other, BrokerOrderStatus.Submitted));
        });

        Assert.Null(change);
        Assert.True(desk.Gateway.Cancelled.Count > 1, $"It was sent {desk.Gateway.Cancelled.Count} times, and the order is {desk.Find(order).State}.");
    }

    [Fact]
    public void A_cancel_that_the_broker_had_when_the_connection_was_lost_is_sent_again_when_the_order_works_on()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);
        desk.Status(order, BrokerOrderStatus.PendingCancel);
        desk.Disconnect();

        desk.Connect();
        Round(desk, (order, BrokerOrderStatus.Submitted));

        Assert.Equal(2, desk.Gateway.Cancelled.Count);
    }

    [Fact]
    public void A_cancel_that_was_lost_is_not_forgotten_by_a_program_that_ends_before_it_is_sent_again()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);
        desk.Disconnect();
        desk.Connect();
        desk.Open(order, BrokerOrderStatus.Submitted);

        Desk next = Again(desk, (desk.Find(order), BrokerOrderStatus.Submitted));

        Assert.Single(next.Gateway.Cancelled);
    }

    [Fact]
    public void A_cancel_without_effect_is_sent_three_times_and_told_and_the_next_one_is_repeated_again()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        void Silence(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                desk.Wait(TimeSpan.FromSeconds(5));
                Round(desk, (order, BrokerOrderStatus.Submitted));
            }
        }

        desk.Cancel(order);
        Silence(6);
        int first = desk.Gateway.Cancelled.Count;
        desk.Cancel(order);
        Silence(2);

        Assert.Equal(3, first);
        Assert.True(Tells(desk, "does not take the cancel"));
        Assert.True(desk.Gateway.Cancelled.Count > first + 1);
    }

    [Fact]
    public void An_order_that_comes_back_after_its_cancel_was_confirmed_is_cancelled_again()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);
        desk.Status(order, BrokerOrderStatus.Cancelled);

        desk.Status(order, BrokerOrderStatus.Submitted);
        Round(desk, (order, BrokerOrderStatus.Submitted));

        Assert.Equal(2, desk.Gateway.Cancelled.Count);
    }

    [Fact]
    public void An_order_that_was_given_up_after_its_cancel_found_nothing_is_cancelled_when_it_comes_after_all()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));
        desk.Cancel(order);
        desk.Error(order, 10147, "OrderId that needs to be cancelled is not found.");
        desk.Wait(TimeSpan.FromSeconds(6));
        desk.CompleteRound();
        desk.CompleteRound();
        OrderState given = desk.Find(order).State;

        desk.Open(order, BrokerOrderStatus.Submitted);
        Round(desk, (order, BrokerOrderStatus.Submitted));

        Assert.Equal(OrderState.Rejected, given);
        Assert.Equal(2, desk.Gateway.Cancelled.Count);
    }

    [Fact]
    public void The_cancel_of_somebody_else_is_not_repeated_here_where_its_number_is_another_order()
    {
        Desk desk = Desk.Ready();
        Order mine = desk.Working(Desk.Buy(10m, 98m));
        Order other = mine with { OrderRef = new OrderRef(""), ClientId = 3, PermId = new PermId(4711) };
        desk.Open(other, BrokerOrderStatus.Submitted, e => e with { PermId = other.PermId });
        desk.Open(other, BrokerOrderStatus.PendingCancel, e => e with { PermId = other.PermId });

        var next = new Desk(desk.Journal.Recover(), run: "2");
        next.Connect();
        next.Open(mine, BrokerOrderStatus.Submitted);
        next.Open(other, BrokerOrderStatus.Submitted, e => e with { PermId = other.PermId });
        next.CompleteRound();

        Assert.Empty(next.Gateway.Cancelled);
    }

    [Fact]
    public void An_order_that_is_told_under_the_number_of_another_open_one_does_not_take_that_one_along_when_it_is_cancelled()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(10m, 98m)), other = desk.Working(Desk.Buy(20m, 97m));
        desk.Apply(new OrderStatusReceived(other.OrderId, other.ClientId, desk.Find(order).PermId, BrokerOrderStatus.Submitted, 0m, 10m, null, "") { Time = desk.Now });

        desk.Cancel(order);

        Assert.Equal(order.OrderId, Assert.Single(desk.Gateway.Cancelled).OrderId);
    }

    [Fact]
    public void A_refused_cancel_is_told_as_one()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Cancel(order);

        desk.Error(order, 10148, "OrderId that needs to be cancelled cannot be cancelled.");

        Assert.True(Tells(desk, "did not take the cancel"));
    }

    [Fact]
    public void A_working_order_that_is_called_rejected_is_asked_after()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Modify(order, new OrderChange(LimitPrice: 98m));
        desk.Error(order, 201, "Order rejected");

        // The refusal of the change is told twice.
        desk.Error(order, 201, "Order rejected");
        int rounds = desk.Gateway.Rounds.Count;
        Round(desk, (order, BrokerOrderStatus.Submitted));
        Round(desk, (order, BrokerOrderStatus.Submitted));

        Assert.Equal(2, rounds);
        Assert.Equal(OrderState.Working, desk.Find(order).State);
    }

    [Fact]
    public void Lists_that_contradict_each_other_do_not_lead_from_one_comparison_to_the_next_for_ever()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Status(order, BrokerOrderStatus.Cancelled);
        desk.Open(order, BrokerOrderStatus.Submitted);
        void Answer(Desk d)
        {
            for (int i = 0; i < 50 && d.Core.State.RunningRound != 0; i++)
            {
                d.Open(order, BrokerOrderStatus.Submitted);
                d.Open(order, BrokerOrderStatus.Cancelled, e => e with { IsCompleted = true });
                d.Open(order, BrokerOrderStatus.Submitted);
                d.CompleteRound();
            }
        }

        Beats(desk, 60, Answer);

        Assert.InRange(desk.Gateway.Rounds.Count, 5, 25);
    }

    [Fact]
    public void The_exits_follow_an_entry_that_fills_in_many_parts()
    {
        Desk desk = Desk.Ready();
        Order entry = desk.Accepted(Desk.Buy(100m, 100m) with { Bracket = new BracketSpec(StopLoss: new ExitSpec { Price = 90m }) });
        Order stop = desk.Core.State.Orders.Find(new OrderRef($"{entry.OrderRef}-SL"))!.Order;
        desk.Open(entry, BrokerOrderStatus.Submitted);
        desk.Open(stop, BrokerOrderStatus.Submitted);

        for (int i = 1; i <= 8; i++)
        {
            desk.Fill(desk.Find(entry), $"e{i}.01", 10m, 100m);
            desk.Wait(TimeSpan.FromSeconds(2));
            desk.Wait(TimeSpan.FromSeconds(2));
            Order wanted = desk.Gateway.Placed[^1];
            desk.Open(desk.Find(stop), BrokerOrderStatus.Submitted, e => e with { Quantity = wanted.Quantity });
        }

        Assert.Equal(80m, desk.Find(stop).Quantity);
        Assert.False(Tells(desk, "does not take the change"));
    }

    [Fact]
    public void A_gateway_that_swallows_an_order_of_the_queue_does_not_get_it_again()
    {
        Desk desk = Desk.Ready();
        desk.Disconnect();
        Order order = desk.Submit(Desk.Buy(100m, 99m) with { IfOffline = OfflineChoice.Queue, QueueFor = TimeSpan.FromHours(1) }).Order!;
        desk.Connect();
        desk.CompleteRound();

        Beats(desk, 60, d =>
        {
            if (d.Core.State.RunningRound != 0) d.CompleteRound();
        });

        Assert.Single(desk.Gateway.Placed);
        Assert.Equal(OrderState.Rejected, desk.Find(order).State);
    }

    [Fact]
    public void An_order_of_the_queue_that_is_lost_with_every_connection_leaves_three_times()
    {
        Desk desk = Desk.Ready();
        desk.Disconnect();
        Order order = desk.Submit(Desk.Buy(100m, 99m) with { IfOffline = OfflineChoice.Queue, QueueFor = TimeSpan.FromHours(1) }).Order!;

        for (int i = 0; i < 6; i++)
        {
            desk.Connect();
            Beats(desk, 12, d =>
            {
                if (d.Core.State.RunningRound != 0) d.CompleteRound();
                if (d.Find(order).State == OrderState.PendingSubmit) d.Disconnect();
            });
        }
        desk.Connect();
        Beats(desk, 12, d =>
        {
            if (d.Core.State.RunningRound != 0) d.CompleteRound();
        });

        Assert.Equal(3, desk.Gateway.Placed.Count);
        Assert.Equal(OrderState.Rejected, desk.Find(order).State);
    }

    [Fact]
    public void The_kill_switch_repeats_the_refused_cancel_of_its_limit_order_at_its_own_pace()
    {
        Desk desk = Desk.Ready();
        desk.Held100();
        desk.Kill(KillLevel.Flatten);
        Beats(desk, 1);
        Order close = desk.Gateway.Placed[^1];
        desk.Open(close, BrokerOrderStatus.Submitted);

        Beats(desk, 30, d =>
        {
            foreach (Order _ in d.Gateway.Cancelled.Where(o => o.OrderRef == close.OrderRef && d.Find(o).State == OrderState.PendingCancel).Take(1)) d.Error(close, 10148, "OrderId that needs to be cancelled cannot be cancelled.");
            if (d.Core.State.RunningRound == 0) return;
            d.Position(100m);
            Round(d, (close, BrokerOrderStatus.Submitted));
        });

        Assert.InRange(desk.Gateway.Cancelled.Count(o => o.OrderRef == close.OrderRef), 5, 15);
    }

    [Fact]
    public void The_kill_switch_sends_what_the_broker_rejects_again_ever_more_slowly()
    {
        Desk desk = Desk.Ready();
        desk.Held100();
        int before = desk.Gateway.Placed.Count;
        desk.Kill(KillLevel.Flatten);

        int answered = before;
        Beats(desk, 120, d =>
        {
            for (; answered < d.Gateway.Placed.Count; answered++) d.Error(d.Gateway.Placed[answered], 201, "Order rejected - reason: halted");
        });

        Assert.InRange(desk.Gateway.Placed.Count - before, 4, 8);
        Assert.Contains("ended", desk.Switch.WaitsFor, StringComparison.Ordinal);
        Assert.True(Tells(desk, "does not come to an end"));
    }
}
