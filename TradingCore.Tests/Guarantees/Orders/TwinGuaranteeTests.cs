using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;
using TradingCore.Tests.Engine;
using OrderStatusKind = TwsProtocol.Orders.OrderStatusKind;

namespace TradingCore.Tests.Guarantees.Orders;

/// <summary>An order that the broker tells under two order ids with one permanent id is found, told, counted once and never becomes two live orders.</summary>
public sealed class TwinGuaranteeTests
{
    [Fact]
    public async Task A_permanent_id_told_under_two_order_ids_is_told_counts_once_and_stays_one_order()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.RestingAsync();
        OrderId own = desk.Find(order).OrderId;

        await desk.PlayAsync("fault: duplicatePermId");
        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n.Severity == NoticeSeverity.Error && n.Text.Contains("under two order ids", StringComparison.Ordinal)));
        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n.Text.EndsWith($"once, as order {own.Value}.", StringComparison.Ordinal)));
        CommandResult change = await desk.ModifyAsync(order, new OrderChange(Quantity: 40m));
        await desk.UntilAsync(_ => desk.Find(order) is { PendingChange: null, Quantity: 40m });

        Assert.Equal(CommandOutcome.Accepted, change.Outcome);
        Assert.Equal((1, 40m, own), (desk.View.Orders.Count, desk.Simulator.Truth.Orders.Single().Quantity, desk.Find(order).OrderId));
        await desk.CancelAsync(order);
        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Cancelled);
        Assert.Equal(OrderStatusKind.Cancelled, desk.Simulator.Truth.Orders.Single().Status);
    }

    [Fact]
    public void Until_the_brokers_list_decides_the_order_is_not_changed_counts_once_and_a_cancel_goes_to_both_ids()
    {
        Desk desk = Desk.Ready(risk: r => r.PositionMax = 100m);
        Order order = desk.Working(Desk.Buy(60m, 99m));
        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { OrderId = new OrderId(order.OrderId.Value + 1_000) });

        CommandResult change = desk.Modify(order, new OrderChange(Quantity: 50m));
        SubmitResult another = desk.Submit(Desk.Buy(40m, 99m));
        desk.Cancel(order);
        desk.Error(desk.Find(order) with { OrderId = new OrderId(order.OrderId.Value + 1_000) }, 10147, "OrderId that needs to be cancelled is not found.");

        Assert.Equal(CommandOutcome.Refused, change.Outcome);
        Assert.Contains("under two order ids", change.Message, StringComparison.Ordinal);
        // 60 once and 40 more are the 100 that are allowed; counted twice it would be denied.
        Assert.Equal(SubmitOutcome.Accepted, another.Outcome);
        Assert.Equal([order.OrderId.Value, order.OrderId.Value + 1_000], desk.Gateway.Cancelled.Select(o => o.OrderId.Value));
        Assert.Equal(OrderState.PendingCancel, desk.Find(order).State);
    }

    [Fact]
    public void The_id_that_the_brokers_list_names_is_the_orders_from_then_on()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(60m, 99m));
        var moved = new OrderId(order.OrderId.Value + 1_000);
        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { OrderId = moved });

        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { OrderId = moved });
        desk.CompleteRound();
        CommandResult change = desk.Modify(order, new OrderChange(Quantity: 50m));
        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { OrderId = moved, Quantity = 50m });

        Assert.Equal(CommandOutcome.Accepted, change.Outcome);
        Assert.Equal((moved, 50m), (desk.Gateway.Placed[^1].OrderId, desk.Find(order).Quantity));
        Assert.Single(desk.Seen.Orders);
    }

    [Fact]
    public void Two_permanent_ids_of_one_order_are_two_orders_and_somebody_is_told()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(60m, 99m));

        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { OrderId = new OrderId(order.OrderId.Value + 1), PermId = new PermId(77) });

        Assert.Equal([60m, 60m], desk.Seen.Orders.Select(o => o.Quantity));
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Severity == NoticeSeverity.Error && n.Text.Contains("is at the broker twice", StringComparison.Ordinal));
    }
}
