using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Tests.Engine;
using OrderStatusKind = TwsProtocol.Orders.OrderStatusKind;

namespace TradingCore.Tests.Guarantees.Orders;

/// <summary>What is promised of orders whatever the gateway does.</summary>
public sealed class OrderGuaranteeTests
{
    [Fact]
    public async Task Ids_are_never_used_again_though_a_restart_of_the_gateway_rolls_them_back()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef first = await desk.RestingAsync();
        OrderRef second = await desk.RestingAsync();

        await desk.PlayAsync("{ fault: reset, for: 300ms, rollBack: 100 }");
        await desk.UntilAsync(v => !v.Session.IsVerified);
        await desk.ReadyAsync();
        OrderRef third = await desk.RestingAsync();
        await desk.RestartEngineAsync();
        await desk.ReadyAsync();
        OrderRef fourth = await desk.RestingAsync();

        int[] ids = [.. new[] { first, second, third, fourth }.Select(o => desk.Find(o).OrderId.Value)];
        Assert.Equal(ids.Order().Distinct(), ids);
        Assert.Equal(4, desk.Simulator.Truth.Orders.Count(o => o.Status == OrderStatusKind.Submitted));
        // Our own key travels with each, and the broker's permanent id is known for it.
        Assert.Equal(
            desk.Simulator.Truth.Orders.Select(o => (o.OrderRef, o.PermId, o.OrderId)).Order(),
            new[] { first, second, third, fourth }.Select(o => (o.Value, desk.Find(o).PermId.Value, desk.Find(o).OrderId.Value)).Order());
    }

    [Theory]
    [InlineData(true, OrderState.Working)]
    [InlineData(false, OrderState.Rejected)]
    public async Task A_duplicate_id_means_maybe_sent_and_the_broker_decides(bool wasAccepted, OrderState state)
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        await desk.PlayAsync($"{{ fault: duplicateOrderId, accepted: {(wasAccepted ? "true" : "false")} }}");

        OrderRef order = await desk.SubmitAsync(Desk.Buy(50m, desk.FarPrice));

        await desk.UntilAsync(_ => desk.Find(order).State == state);
        Assert.Equal(wasAccepted ? 1 : 0, desk.Simulator.Truth.Orders.Count);
    }

    [Fact]
    public async Task An_order_without_an_answer_is_unknown_then_found_at_the_broker()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        await desk.PlayAsync("fault: loseOrderAck");

        OrderRef order = await desk.SubmitAsync(Desk.Buy(50m, desk.FarPrice));

        await desk.UntilAsync(_ => desk.Find(order).State is OrderState.Working or OrderState.PreSubmitted);
        Assert.Contains(desk.Find(order).History, e => e.State == OrderState.Unknown);
        Assert.Single(desk.Simulator.Truth.Orders);
    }

    [Fact]
    public async Task An_order_that_never_arrived_is_told_as_such_and_not_sent_again()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        await desk.PlayAsync("fault: loseOrder");

        OrderRef order = await desk.SubmitAsync(Desk.Buy(50m, desk.FarPrice));

        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Rejected);
        Assert.Contains("never reached the broker", desk.Find(order).Reason, StringComparison.Ordinal);
        Assert.Empty(desk.Simulator.Truth.Orders);
    }

    [Fact]
    public async Task A_cancel_that_was_lost_is_sent_again_until_the_order_is_gone()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.RestingAsync();
        await desk.PlayAsync("fault: loseCancel");

        await desk.CancelAsync(order);

        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Cancelled);
        Assert.Equal(OrderStatusKind.Cancelled, desk.Simulator.Truth.Orders.Single().Status);
    }

    [Fact]
    public async Task A_cancel_whose_confirmation_was_lost_is_found_done()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.RestingAsync();
        await desk.PlayAsync("fault: loseCancelAck");

        await desk.CancelAsync(order);

        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Cancelled);
    }

    [Fact]
    public async Task Nothing_is_changed_while_the_state_is_unverified()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.RestingAsync();
        await desk.PlayAsync("fault: connectionLost");
        await desk.UntilAsync(v => !v.Session.IsVerified);

        CommandResult change = await desk.ModifyAsync(order, new OrderChange(Quantity: 40m));
        SubmitResult another = await desk.TrySubmitAsync(Desk.Buy(1m, desk.FarPrice));
        await desk.PlayAsync("fault: connectionRestored");
        await desk.ReadyAsync();

        Assert.NotEqual(CommandOutcome.Accepted, change.Outcome);
        Assert.Equal(SubmitOutcome.Denied, another.Outcome);
        Assert.Equal((50m, 1), (desk.Simulator.Truth.Orders.Single().Quantity, desk.Simulator.Truth.Orders.Count));
    }

    [Fact]
    public async Task A_cancel_that_crosses_the_fill_ends_in_the_fill()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(o => o with { OrderLatency = TimeSpan.FromMilliseconds(50) });
        OrderRef order = await desk.SubmitAsync(Desk.Buy(100m));

        // The gateway fills before it sees the cancel, and answers that nothing is left to cancel.
        await desk.UntilAsync(_ => desk.Simulator.Truth.Executions.Sum(e => e.SignedQuantity) == 100m);
        await desk.CancelAsync(order);

        await desk.UntilAsync(_ => desk.Find(order) is { State: OrderState.Filled, Filled: 100m });
        await desk.AssertAgreesAsync();
    }

    [Fact]
    public async Task A_refused_change_leaves_the_order_working_with_its_old_values()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.RestingAsync();
        await desk.PlayAsync("{ fault: rejectModify, code: 201, text: Order rejected - reason:no }");

        await desk.ModifyAsync(order, new OrderChange(Quantity: 40m));

        await desk.UntilAsync(_ => desk.Find(order) is { PendingChange: null, State: OrderState.Working });
        Assert.Equal((50m, 50m), (desk.Find(order).Quantity, desk.Simulator.Truth.Orders.Single().Quantity));
    }

    [Fact]
    public async Task A_lost_change_leaves_both_sides_with_the_same_values()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.RestingAsync();

        Task played = desk.PlayAsync("{ when: orderModified, fault: dropConnection }");
        await desk.ModifyAsync(order, new OrderChange(Quantity: 40m));
        await played;
        await desk.UntilAsync(_ => desk.Find(order) is { PendingChange: null, State: OrderState.Working } && desk.View.Session.IsVerified);

        Assert.Equal(desk.Simulator.Truth.Orders.Single().Quantity, desk.Find(order).Quantity);
    }

    [Fact]
    public async Task The_connection_may_end_with_any_order_and_each_is_there_exactly_once()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        for (int i = 0; i < 4; i++)
        {
            Task played = desk.PlayAsync("{ when: orderPlaced, fault: dropConnection }");
            SubmitResult sent = await desk.TrySubmitAsync(Desk.Buy(10m + i, desk.FarPrice));
            Assert.True(sent.Outcome is SubmitOutcome.Accepted or SubmitOutcome.Unconfirmed, sent.Message);
            OrderRef order = sent.Order!.OrderRef;
            await played;
            // The order may have been answered in the moment before the end, so only the next connection tells that this one is over.
            int connects = i + 2;
            await desk.UntilAsync(_ => desk.System.Statistics.Connects == connects && desk.Find(order).State == OrderState.Working);
            await desk.ReadyAsync();
        }

        Assert.Equal([10m, 11m, 12m, 13m], desk.Simulator.Truth.Orders.Select(o => o.Quantity).Order());
    }

    [Fact]
    public async Task A_cancel_that_lost_its_race_against_a_fill_makes_nobody_buy_twice()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderSpec spec = Desk.Buy(50m, desk.FarPrice) with { Intent = "open-spy" };
        OrderRef order = await desk.SubmitAsync(spec);
        await desk.UntilAsync(_ => desk.Find(order).State is OrderState.Working or OrderState.PreSubmitted);
        // It fills while nothing is heard of it, and the execution itself is lost.
        await desk.PlayAsync("- fault: loseExecution\n- fault: stopSending");
        await desk.ModifyAsync(order, new OrderChange(LimitPrice: desk.View.FindQuote("SPY")!.Ask!.Value + 1m));
        await desk.UntilAsync(_ => desk.Simulator.Truth.Executions.Count > 0);

        await desk.CancelAsync(order);
        SubmitResult tooEarly = await desk.TrySubmitAsync(spec);
        await desk.PlayAsync("fault: clear");

        Assert.Contains(tooEarly.Verdict.Failures, f => f.Code == "R33");
        await desk.UntilAsync(_ => desk.Find(order) is { State: OrderState.Filled, Filled: 50m });
        await desk.ReadyAsync();
        await desk.AssertAgreesAsync();
        Assert.Equal(50m, desk.View.Positions.Single().Quantity);
        await desk.SubmitAsync(spec);
    }

    [Fact]
    public async Task A_queued_order_leaves_once_when_the_gateway_is_back_also_over_a_restart()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderSpec spec = Desk.Buy(50m, desk.FarPrice) with { IfOffline = OfflineChoice.Queue };
        await desk.PlayAsync("{ fault: refuseConnections, for: 1s }");
        await desk.PlayAsync("fault: dropConnection");
        await desk.UntilAsync(v => !v.Session.IsConnected);
        SubmitResult queued = await desk.TrySubmitAsync(spec);

        await desk.RestartEngineAsync();
        await desk.UntilAsync(v => v.Orders.Any(o => o.OrderRef == queued.Order!.OrderRef && o.State is OrderState.Working or OrderState.PreSubmitted));
        await desk.RestartEngineAsync();
        await desk.ReadyAsync();

        Assert.Equal(SubmitOutcome.Queued, queued.Outcome);
        Assert.Equal(queued.Order!.OrderRef.Value, Assert.Single(desk.Simulator.Truth.Orders).OrderRef);
        Order order = desk.Find(queued.Order.OrderRef);
        Assert.Contains(order.History, l => l.Kind == "released");
        Assert.Equal(queued.Order.Handling.CorrelationId, order.Handling.CorrelationId);
    }
}
