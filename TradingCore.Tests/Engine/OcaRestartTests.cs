using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>Groups of which one order cancels the others, and orders that trigger others, over the death of the program: one truth afterwards, and nothing is sent again.</summary>
public sealed class OcaRestartTests
{
    private static readonly OrderAttributes Group = new() { OcaGroup = "exit", OcaType = OcaType.CancelWithBlock };

    private static (Desk Desk, Order Profit, Order Stop) Holding(OcaType type = OcaType.CancelWithBlock)
    {
        Desk desk = Desk.Ready();
        Order entry = desk.Working(Desk.Buy(100m, 100.02m));
        desk.Fill(entry, "e.01", 100m, 100.02m);
        desk.Position(100m, 100.02m);
        Order profit = desk.Working(Desk.Sell(100m, 105m) with { Tif = TimeInForce.Gtc, Attributes = Group with { OcaType = type } });
        Order stop = desk.Accepted(Desk.Sell(100m) with { Type = OrderType.Stop, StopPrice = 95m, Tif = TimeInForce.Gtc, Attributes = Group with { OcaType = type } });
        desk.Open(stop, BrokerOrderStatus.PreSubmitted);
        return (desk, desk.Find(profit), desk.Find(stop));
    }

    private static Desk Again(Desk desk, Action<Desk> broker)
    {
        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now + TimeSpan.FromMinutes(1) };
        next.Connect();
        broker(next);
        next.CompleteRound();
        next.Market(100.00m, 100.02m);
        return next;
    }

    private static decimal Worst(Desk desk)
    {
        (decimal buys, decimal sells) = desk.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null);
        decimal held = desk.Core.State.Positions.QuantityOf(Desk.Account, Desk.Spy.ConId);
        return Math.Max(Math.Abs(held + buys), Math.Abs(held - sells));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_that_filled_while_the_program_was_away_ends_the_others(bool areCompletedTold)
    {
        (Desk desk, Order profit, Order stop) = Holding();

        Desk next = Again(desk, d =>
        {
            if (areCompletedTold)
            {
                d.Open(profit, BrokerOrderStatus.Filled, e => e with { IsCompleted = true, OrderId = default });
                d.Open(stop, BrokerOrderStatus.Cancelled, e => e with { IsCompleted = true, OrderId = default });
            }
            d.Apply(new ExecutionReceived(Desk.FillOf(profit, "p.01", 100m, 105m, d.Now), true) { Time = d.Now });
            d.Position(0m);
        });
        next.Wait(TimeSpan.FromSeconds(10));

        Assert.Equal((OrderState.Filled, OrderState.Cancelled), (next.Find(profit).State, next.Find(stop).State));
        Assert.Equal((0m, 0m, true), (next.Core.State.Positions.QuantityOf(Desk.Account, Desk.Spy.ConId), Worst(next), next.Held?.IsTiedOut ?? true));
        Assert.Empty(next.Gateway.Placed);
        Assert.Empty(next.Gateway.Cancelled);
        Assert.Equal(SubmitOutcome.Accepted, next.Submit(Desk.Buy(10m, 99m)).Outcome);
    }

    [Fact]
    public void One_that_was_reduced_and_filled_while_the_program_was_away_has_ended()
    {
        (Desk desk, Order profit, Order stop) = Holding(OcaType.ReduceWithBlock);

        Desk next = Again(desk, d =>
        {
            d.Open(profit, BrokerOrderStatus.Cancelled, e => e with { IsCompleted = true, OrderId = default });
            d.Open(stop, BrokerOrderStatus.Filled, e => e with { IsCompleted = true, OrderId = default, Quantity = 60m });
            d.Apply(new ExecutionReceived(Desk.FillOf(profit, "p.01", 40m, 105m, d.Now), true) { Time = d.Now });
            d.Apply(new ExecutionReceived(Desk.FillOf(stop, "s.01", 60m, 95m, d.Now), true) { Time = d.Now });
            d.Position(0m);
        });
        next.Wait(TimeSpan.FromSeconds(10));

        Assert.Equal((OrderState.Cancelled, OrderState.Filled, 60m), (next.Find(profit).State, next.Find(stop).State, next.Find(stop).Quantity));
        Assert.Equal(0m, Worst(next));
    }

    [Fact]
    public void One_that_filled_in_part_while_the_program_was_away_has_reduced_the_others()
    {
        (Desk desk, Order profit, Order stop) = Holding(OcaType.ReduceWithBlock);

        Desk next = Again(desk, d =>
        {
            d.Open(profit, BrokerOrderStatus.Submitted);
            d.Open(stop, BrokerOrderStatus.PreSubmitted, e => e with { Quantity = 60m });
            d.Apply(new ExecutionReceived(Desk.FillOf(profit, "p.01", 40m, 105m, d.Now), true) { Time = d.Now });
            d.Position(60m, 100.02m);
        });

        Assert.Equal((60m, 60m, OrderState.Working, OrderState.PreSubmitted), (next.Find(profit).Remaining, next.Find(stop).Remaining, next.Find(profit).State, next.Find(stop).State));
        // Both can fill in the worst case: what the broker takes from one for the other is seen when it tells it.
        Assert.Equal(60m, Worst(next));
        Assert.Empty(next.Gateway.Placed);
    }

    [Fact]
    public void A_triggered_order_whose_first_one_ended_while_the_program_was_away_ends_with_it_and_lives_when_it_filled()
    {
        Desk desk = Desk.Ready();
        Order first = desk.Working(Desk.Buy(100m, 99m)), other = desk.Working(Desk.Buy(50m, 98m));
        Order after = desk.Accepted(Desk.Sell(100m, 101m) with { Attributes = new OrderAttributes { Parent = first.OrderRef } }), never = desk.Accepted(Desk.Sell(50m, 101m) with { Attributes = new OrderAttributes { Parent = other.OrderRef } });
        desk.Open(after, BrokerOrderStatus.PreSubmitted);
        desk.Open(never, BrokerOrderStatus.PreSubmitted);

        Desk next = Again(desk, d =>
        {
            d.Open(desk.Find(after), BrokerOrderStatus.Submitted);
            d.Apply(new ExecutionReceived(Desk.FillOf(desk.Find(first), "f.01", 100m, 99m, d.Now), true) { Time = d.Now });
            d.Position(100m, 99m);
        });

        Assert.Equal((OrderState.Filled, OrderState.Working, OrderState.Cancelled, OrderState.Cancelled), (next.Find(first).State, next.Find(after).State, next.Find(other).State, next.Find(never).State));
        Assert.Equal((100m, first.OrderId), (Worst(next), next.Find(after).ParentId));
        Assert.Empty(next.Gateway.Placed);
    }

    [Fact]
    public void One_that_waits_in_the_queue_is_not_sent_after_another_of_its_group_has_filled()
    {
        Desk desk = Desk.Ready();
        Order entry = desk.Working(Desk.Buy(100m, 100.02m));
        desk.Fill(entry, "e.01", 100m, 100.02m);
        desk.Position(100m, 100.02m);
        desk.Disconnect();
        OrderSpec waits = Desk.Sell(100m, 100m) with { Tif = TimeInForce.Gtc, IfOffline = OfflineChoice.Queue, Attributes = Group };
        Order first = desk.Submit(waits).Order!;
        desk.Wait(TimeSpan.FromSeconds(1));
        Order second = desk.Submit(waits with { Type = OrderType.Stop, LimitPrice = null, StopPrice = 95m }).Order!;

        Desk next = Again(desk, d => d.Position(100m, 100.02m));
        next.Wait(TimeSpan.FromMilliseconds(250));
        Order sent = Assert.Single(next.Gateway.Placed);
        next.Open(sent, BrokerOrderStatus.Submitted);
        next.Fill(next.Find(first), "f.01", 100m, 100m);
        next.Wait(TimeSpan.FromMilliseconds(250));

        Assert.Equal(first.OrderRef, sent.OrderRef);
        Assert.Equal((OrderState.Filled, OrderState.Denied), (next.Find(first).State, next.Find(second).State));
        Assert.Contains("group", next.Find(second).Reason, StringComparison.Ordinal);
        Assert.Single(next.Gateway.Placed);
        Assert.Equal(0m, Worst(next));
    }
}
