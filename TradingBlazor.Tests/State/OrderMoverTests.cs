using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.State;

public sealed class OrderMoverTests
{
    private readonly FakeTradingCommands _commands = new();
    private readonly OrderMover _mover;
    private readonly Order _order = Given.Order("TB-1", limit: 430.10m, version: 5);

    public OrderMoverTests() => _mover = new OrderMover(_commands);

    [Fact]
    public async Task Drags_while_a_change_is_under_way_become_one_more_change_to_the_last_price()
    {
        var first = new TaskCompletionSource<CommandResult>();
        _commands.OnModify = _ => first.Task;
        Task moving = _mover.MoveAsync(_order, OrderLineKind.Limit, 430.11m, false);
        await _mover.MoveAsync(_order, OrderLineKind.Limit, 430.12m, false);
        await _mover.MoveAsync(_order, OrderLineKind.Limit, 430.13m, false);
        Assert.Equal(430.13m, _mover.Shown(_order, OrderLineKind.Limit));

        _commands.OnModify = c => Task.FromResult(new CommandResult(CommandOutcome.Accepted, "", _order with { Version = 9 }));
        first.SetResult(new CommandResult(CommandOutcome.Accepted, "", _order with { Version = 6, PendingChange = new OrderChange(LimitPrice: 430.11m) }));
        await moving;
        Assert.False(_mover.Observe([_order]));
        Assert.True(_mover.Observe([_order with { Version = 7, LimitPrice = 430.11m }]));
        Assert.True(_mover.Observe([_order with { Version = 10, LimitPrice = 430.13m }]));

        Assert.Equal([430.11m, 430.13m], _commands.Modifies.Select(m => m.Change.LimitPrice!.Value));
        Assert.False(_mover.IsPending(_order with { LimitPrice = 430.13m }, OrderLineKind.Limit));
        Assert.Equal("", _mover.Problem);
    }

    [Fact]
    public async Task A_denial_of_risk_puts_the_line_back_with_the_reason()
    {
        _commands.OnModify = _ => Task.FromResult(new CommandResult(CommandOutcome.Refused, Given.Denied().Summary, _order));

        await _mover.MoveAsync(_order, OrderLineKind.Limit, 480m, false);

        Assert.Equal((430.10m, false), (_mover.Shown(_order, OrderLineKind.Limit)!.Value, _mover.IsPending(_order, OrderLineKind.Limit)));
        Assert.Contains("R08", _mover.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_fills_on_the_way_is_let_go()
    {
        await _mover.MoveAsync(_order, OrderLineKind.Limit, 430.11m, false);

        Assert.True(_mover.Observe([_order with { State = OrderState.Filled, Version = 8 }]));
        Assert.Equal("", _mover.Problem);
    }

    [Fact]
    public async Task An_order_that_filled_before_it_was_dropped_is_named_with_its_quantity()
    {
        await _mover.MoveAsync(_order with { State = OrderState.Filled, Filled = _order.Quantity }, OrderLineKind.Limit, 430.11m, false, _order);

        Assert.Empty(_commands.Modifies);
        Assert.Contains("Buy 100 SPY at 430.10 limit: it is filled.", _mover.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_of_somebody_else_is_not_moved()
    {
        await _mover.MoveAsync(_order with { Source = "TWS", OrderId = default }, OrderLineKind.Limit, 430.11m, false);

        Assert.Empty(_commands.Modifies);
        Assert.Contains("it was entered in TWS; change it there.", _mover.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client 7", OrderState.Working, OrderType.Limit, "it belongs to API client 7; only that one, or TWS, can change it")]
    [InlineData("user", OrderState.PendingCancel, OrderType.Limit, "its cancel is on the way")]
    [InlineData("user", OrderState.Unknown, OrderType.Limit, "the broker has not answered for it yet")]
    [InlineData("user", OrderState.Working, OrderType.Market, "it has no price that can be dragged; change it in its row")]
    [InlineData("user", OrderState.Filled, OrderType.Limit, "it is filled")]
    public void Why_an_order_cannot_be_moved_is_said_in_words(string source, OrderState state, OrderType type, string why) =>
        Assert.Equal(why, OrderLines.WhyNotMove(_order with { Source = source, State = state, Type = type }));

    [Fact]
    public void An_order_of_tws_that_is_bound_to_a_client_can_be_moved() => Assert.True(OrderLines.CanMove(_order with { Source = "TWS", OrderId = new OrderId(7) }));

    [Fact]
    public async Task An_order_that_somebody_changed_during_the_drag_stays_with_what_changed()
    {
        long look = _mover.Look(_order);
        Order now = _order with { Quantity = 1_000m, Version = 8 };
        _mover.Look(now);

        await _mover.MoveAsync(now, OrderLineKind.Limit, 430.11m, false, _mover.Looked(_order.OrderRef, look));

        Assert.Empty(_commands.Modifies);
        Assert.Equal("SPY stays at 430.10. It changed while you moved it: quantity 100 is 1,000 now. Look at it, and move it again if you still want to.", _mover.Problem);
    }

    [Fact]
    public async Task A_line_that_fills_during_the_drag_is_moved_for_the_version_of_now()
    {
        long look = _mover.Look(_order);
        Order now = _order with { Filled = 30m, Version = 9 };

        await _mover.MoveAsync(now, OrderLineKind.Limit, 430.11m, false, _mover.Looked(_order.OrderRef, look));

        Assert.Equal((look, 9L, ""), (_mover.Look(now), Assert.Single(_commands.Versions)!.Value, _mover.Problem));
    }

    [Fact]
    public async Task A_line_can_be_taken_again_before_ones_own_move_of_before_is_drawn()
    {
        long look = _mover.Look(_order);
        await _mover.MoveAsync(_order, OrderLineKind.Limit, 430.11m, false, _mover.Looked(_order.OrderRef, look));
        Order moved = _order with { LimitPrice = 430.11m, Version = 9 };
        _mover.Observe([moved]);

        await _mover.MoveAsync(moved, OrderLineKind.Limit, 430.12m, false, _mover.Looked(_order.OrderRef, look));

        Assert.Equal("", _mover.Problem);
        Assert.Equal([430.11m, 430.12m], _commands.Modifies.Select(m => m.Change.LimitPrice!.Value));
    }

    [Theory]
    [InlineData(true, 432.00)]
    [InlineData(false, null)]
    public void The_limit_of_a_stop_limit_goes_along_on_a_ladder_and_stays_on_a_chart(bool keepDistance, double? limit)
    {
        Order order = _order with { Type = OrderType.StopLimit, StopPrice = 431m, LimitPrice = 431.50m };

        OrderChange change = OrderLines.Move(order, OrderLineKind.Trigger, 431.50m, keepDistance);

        Assert.Equal(new OrderChange(LimitPrice: (decimal?)limit, StopPrice: 431.50m), change);
    }
}
