using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.State;

public sealed class SeenOrdersTests
{
    private static readonly OrderChange Price = new(LimitPrice: 401m);
    private static readonly OrderChange Total = new(Quantity: 80m);
    private readonly FakeTradingCommands _commands = new();
    private readonly Order _seen = Given.Order("TB-1", limit: 400m, version: 5);

    [Fact]
    public async Task A_change_is_for_the_version_that_was_seen()
    {
        CommandResult result = await _commands.ModifySeenAsync(_seen, _seen, Price, 2);

        Assert.Equal((CommandOutcome.Accepted, 5L), (result.Outcome, Assert.Single(_commands.Versions)));
    }

    [Fact]
    public async Task A_new_price_follows_an_order_that_fills_between_two_looks()
    {
        Order filling = _seen with { Filled = 40m, Version = 9 };
        _commands.OnModify = _ => Task.FromResult(_commands.Versions[^1] == 9
            ? new CommandResult(CommandOutcome.Accepted, "Change sent.", filling)
            : new CommandResult(CommandOutcome.ChangedMeanwhile, "The order has changed since it was read.", filling));

        CommandResult result = await _commands.ModifySeenAsync(_seen, _seen, Price, 2);

        Assert.Equal(CommandOutcome.Accepted, result.Outcome);
        Assert.Equal([5L, 9L], _commands.Versions.Select(v => v!.Value));
    }

    [Fact]
    public async Task A_new_total_is_not_sent_when_a_part_has_filled_meanwhile()
    {
        Order filling = _seen with { Filled = 40m, Version = 9 };
        _commands.OnModify = _ => Task.FromResult(new CommandResult(CommandOutcome.ChangedMeanwhile, "The order has changed since it was read.", filling));

        CommandResult result = await _commands.ModifySeenAsync(_seen, _seen, Total, 2);

        Assert.Equal((CommandOutcome.ChangedMeanwhile, filling), (result.Outcome, result.Order));
        Assert.Equal("Changed meanwhile: 40 of 100 are filled now, 0 when you began. Nothing was sent. Look at it, and send again if you still want to.", result.Message);
        Assert.Single(_commands.Versions);
    }

    [Fact]
    public async Task What_somebody_else_changed_is_told_before_anything_is_sent()
    {
        CommandResult result = await _commands.ModifySeenAsync(_seen, _seen with { LimitPrice = 399.5m, Version = 8 }, Price, 2);

        Assert.Equal((CommandOutcome.ChangedMeanwhile, 0), (result.Outcome, _commands.Modifies.Count));
        Assert.Contains("limit 400.00 is 399.50 now", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_changes_at_every_look_is_given_back_to_the_person()
    {
        long version = 5;
        _commands.OnModify = _ => Task.FromResult(new CommandResult(CommandOutcome.ChangedMeanwhile, "The order has changed since it was read.", _seen with { Filled = version, Version = ++version }));

        CommandResult result = await _commands.ModifySeenAsync(_seen, _seen, Price, 2);

        Assert.Equal(CommandOutcome.ChangedMeanwhile, result.Outcome);
        Assert.Equal(8, _commands.Modifies.Count);
    }

    public static TheoryData<Func<Order, Order>, string> Meanwhile => new()
    {
        { o => o with { State = OrderState.Filled, Filled = 100m }, "the order is filled" },
        { o => o with { State = OrderState.Cancelled }, "the order is cancelled" },
        { o => o with { State = OrderState.PendingCancel }, "a cancel of the order is under way" },
        { o => o with { Quantity = 300m }, "quantity 100 is 300 now" },
        { o => o with { Tif = TimeInForce.Gtc }, "time in force DAY is GTC now" },
        // What changes nothing for a price: a part of it filled, the broker told its state again, a line in its history.
        { o => o with { Filled = 40m, AverageFillPrice = 400m }, "" },
        { o => o with { State = OrderState.PreSubmitted, Reason = "held until the market opens" }, "" },
        { o => o with { History = [new OrderEvent(Given.Now, "warning", OrderState.Working, "broker", "399: told again")] }, "" },
    };

    [Theory]
    [MemberData(nameof(Meanwhile))]
    public void What_matters_for_a_new_price_is_said_and_the_rest_is_not(Func<Order, Order> meanwhile, string told) =>
        Assert.Equal(told, SeenOrders.WhatChanged(_seen, meanwhile(_seen), Price, 2));

    [Fact]
    public void Prices_are_written_as_those_of_the_contract_and_never_rounded()
    {
        Order note = _seen with { LimitPrice = 112.515625m };

        Assert.Equal("limit 112'16.5 is 112'17.0 now", SeenOrders.WhatChanged(note, note with { LimitPrice = 112.53125m }, Price, Format.StyleOf(1m / 64m, isRate: true)));
        Assert.Equal("limit 400.00 is 399.505 now", SeenOrders.WhatChanged(_seen, _seen with { LimitPrice = 399.505m }, Price, 2));
    }

    [Fact]
    public void A_change_that_was_shown_as_sent_and_came_true_is_no_news()
    {
        Order pending = _seen with { PendingChange = new OrderChange(Quantity: 80m, LimitPrice: 401m, Tif: TimeInForce.Gtc) };

        Assert.Equal("", SeenOrders.WhatChanged(pending, _seen with { Quantity = 80m, LimitPrice = 401m, Tif = TimeInForce.Gtc }, Price, 2));
    }

    [Fact]
    public void The_stop_that_trails_is_moved_by_the_broker_and_stops_nobody()
    {
        Order trailing = _seen with { Type = OrderType.Trail, LimitPrice = null, StopPrice = 395m };

        Assert.Equal("", SeenOrders.WhatChanged(trailing, trailing with { StopPrice = 396m }, Total, 2));
        Assert.Equal("stop 395.00 is 396.00 now", SeenOrders.WhatChanged(trailing, trailing with { StopPrice = 396m }, new OrderChange(StopPrice: 397m), 2));
    }
}
