using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Guarantees.Orders;

/// <summary>What is promised of executions and positions whatever the gateway does.</summary>
public sealed class ExecutionGuaranteeTests
{
    [Fact]
    public async Task A_fill_while_the_broker_is_away_is_booked_once_when_it_is_back()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.RestingAsync();
        await desk.PlayAsync("fault: connectionLost");
        await desk.UntilAsync(v => !v.Session.IsVerified);

        await desk.PlayAsync("- { fault: manualFill, symbol: SPY, action: BUY, quantity: 30 }\n- fault: connectionRestored");

        await desk.UntilAsync(v => v.Positions.SingleOrDefault() is { Quantity: 30m, IsTiedOut: true });
        await desk.AssertAgreesAsync();
        Assert.Equal(0m, desk.Find(order).Filled);
    }

    [Fact]
    public async Task An_execution_that_was_never_told_is_found_by_asking()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        await desk.PlayAsync("fault: loseExecution");

        OrderRef order = await desk.SubmitAsync(Desk.Buy(100m));

        await desk.UntilAsync(_ => desk.Find(order) is { State: OrderState.Filled, Filled: 100m });
        await desk.AssertAgreesAsync();
    }

    [Fact]
    public async Task An_execution_told_twice_counts_once_also_after_a_reconnect()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.SubmitAsync(Desk.Buy(100m));
        await desk.UntilAsync(_ => desk.Find(order).Filled == 100m);

        await desk.PlayAsync("- fault: duplicateExecution\n- fault: dropConnection");
        await desk.UntilAsync(v => !v.Session.IsVerified);
        await desk.ReadyAsync();

        await desk.AssertAgreesAsync();
        Assert.Equal(100m, desk.View.Positions.Single().Quantity);
    }

    [Fact]
    public async Task A_corrected_execution_replaces_the_wrong_one_in_fill_position_and_order()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.SubmitAsync(Desk.Buy(100m));
        await desk.UntilAsync(v => desk.Find(order).Filled == 100m && v.Fills.All(f => f.Commission > 0m));

        await desk.PlayAsync("{ fault: correctExecution, price: 300, quantity: 90 }");

        await desk.UntilAsync(v => v.Fills.Any(f => f.Price == 300m));
        await desk.UntilAsync(v => v.Positions is [{ IsTiedOut: true } p] && p.Quantity == desk.Simulator.Truth.Positions.Single().Quantity);
        await desk.AssertAgreesAsync();
    }

    [Fact]
    public async Task A_correction_is_still_the_only_one_after_a_restart()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.SubmitAsync(Desk.Buy(100m));
        await desk.UntilAsync(_ => desk.Find(order).Filled == 100m);
        await desk.PlayAsync("{ fault: correctExecution, price: 300 }");
        await desk.UntilAsync(v => v.Fills.Any(f => f.Price == 300m));

        await desk.RestartEngineAsync();
        await desk.ReadyAsync();

        await desk.AssertAgreesAsync();
        Assert.Equal(100m, desk.View.Fills.Sum(f => f.Quantity));
    }

    [Fact]
    public async Task A_trade_made_in_tws_by_hand_is_found_booked_and_called_what_it_is()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();

        await desk.PlayAsync("{ fault: manualFill, symbol: SPY, action: BUY, quantity: 30 }");

        await desk.UntilAsync(v => v.Positions.SingleOrDefault() is { Quantity: 30m, BrokerQuantity: 30m, IsTiedOut: true });
        await desk.AssertAgreesAsync();
        Assert.Contains(desk.View.NoticesSince(0), n => n.Text.StartsWith("Bought 30 SPY", StringComparison.Ordinal) && n.Text.EndsWith("The order was not sent from here.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_execution_told_again_is_not_booked_twice_and_still_completes_an_order_that_had_not_counted_it()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.SubmitAsync(Desk.Buy(100m));
        await desk.UntilAsync(v => desk.Find(order).State == OrderState.Filled && v.Fills.All(f => f.Commission > 0m));
        Fill fill = desk.View.Fills.Single();

        // The program ended between the fill and what followed from it.
        desk.Journal.Entries.RemoveAll(e => e is OrderWritten { Order: { Filled: > 0m } or { State: OrderState.Filled } });
        await desk.RestartEngineAsync();
        await desk.ReadyAsync();

        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Filled);
        Order after = desk.Find(order);
        Assert.Equal((100m, fill.Price, fill.Commission), (after.Filled, after.AverageFillPrice, after.Commission));
        Assert.Equal(fill.ExecId, Assert.Single(desk.View.Fills).ExecId);
        Assert.Equal(100m, desk.View.Positions.Single().Quantity);
        await desk.AssertAgreesAsync();
    }

    [Fact]
    public async Task An_order_entered_in_tws_appears_with_its_permanent_id_and_never_meets_one_of_ours()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef ours = await desk.RestingAsync();
        await desk.PlayAsync($"- {{ fault: manualOrder, symbol: SPY, quantity: 10, limit: {desk.FarPrice} }}\n- {{ fault: manualOrder, symbol: SPY, quantity: 20, limit: {desk.FarPrice} }}\n- fault: dropConnection");
        await desk.UntilAsync(v => !v.Session.IsVerified);
        await desk.ReadyAsync();

        Order[] manual = [.. desk.View.Orders.Where(o => o.OrderRef != ours)];
        Assert.Equal([10m, 20m], manual.Select(o => o.Quantity).Order());
        Assert.Equal(3, desk.View.Orders.Select(o => o.PermId).Distinct().Count());
        Assert.Equal(50m, desk.Find(ours).Quantity);
    }

    [Fact]
    public async Task A_liquidation_by_the_broker_is_booked_and_called_what_it_is()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.SubmitAsync(Desk.Buy(100m));
        await desk.UntilAsync(_ => desk.Find(order).Filled == 100m);

        await desk.PlayAsync("{ fault: manualFill, symbol: SPY, action: SELL, quantity: 40, liquidation: true }");

        await desk.UntilAsync(v => v.Positions is [{ Quantity: 60m, IsTiedOut: true }]);
        await desk.AssertAgreesAsync();
        Assert.Equal([40m], desk.View.Fills.Where(f => f.IsLiquidation).Select(f => f.Quantity));
        Assert.Contains(desk.View.NoticesSince(0), n => n.Severity == NoticeSeverity.Error && n.Text.StartsWith("The broker liquidated: Sold 40 SPY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_position_that_the_broker_tells_otherwise_raises_an_alarm_and_blocks_its_symbol_until_they_agree()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        OrderRef order = await desk.SubmitAsync(Desk.Buy(100m));
        await desk.UntilAsync(v => desk.Find(order).Filled == 100m && v.Positions is [{ IsTiedOut: true }]);

        await desk.PlayAsync("{ fault: wrongPosition, symbol: SPY, quantity: 70 }");
        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n.Severity == NoticeSeverity.Error && n.Text.Contains("still reports 70 SPY", StringComparison.Ordinal)));
        bool wasDenied = (await desk.TrySubmitAsync(Desk.Buy(1m))).Outcome == TradingCore.Engine.Commands.SubmitOutcome.Denied;
        await desk.PlayAsync("fault: clear");
        await desk.UntilAsync(v => v.Positions is [{ IsTiedOut: true }]);

        Assert.True(wasDenied);
        await desk.SubmitAsync(Desk.Buy(1m));
    }
}
